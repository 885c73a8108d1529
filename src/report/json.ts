import { bucketOf } from "../campaign/content.ts";
import { failureTrace } from "../campaign/save.ts";
import { fieldsJson } from "../trace/json.ts";
import type { CampaignFailure } from "../campaign/campaign.ts";
import { statusName } from "../zircon/index.ts";
import { callTable } from "./call-table.ts";
import { type CampaignReport, replayCommands } from "./campaign-report.ts";
import { unreachedShapes } from "./coverage-table.ts";
import { namedDifference, programText } from "./failure.ts";
import type { CampaignResultFile } from "./results.ts";

/** The result as one JSON object, as results.ts reads it; the same seed and budget of runs give the same bytes. */
export function jsonReport(report: CampaignReport): string {
  const { seed, profile, left, right, corpus, result, missing } = report;
  const { runs, coverage, failure, interrupted } = result;
  const { statuses, rows } = callTable(coverage.calls);
  const calls = Object.fromEntries(
    rows.map(({ call, counts }) => [
      call,
      Object.fromEntries(
        statuses.map((status, i) => [statusName(status), counts[i] ?? 0] as const).filter(([, n]) => n > 0),
      ),
    ]),
  );
  const told: CampaignResultFile = {
    "vmar-fuzz": "campaign",
    seed,
    profile,
    kernels: { left: left.name, right: right.name },
    corpus: corpus ?? null,
    runs,
    operations: coverage.operations,
    interrupted,
    failure: failure === undefined ? null : failureJson(failure, report),
    calls,
    rules: sorted(coverage.rules),
    unreachedRules: coverage.unreachedRules(),
    shapes: sorted(coverage.shapes),
    unreachedShapes: unreachedShapes(coverage),
    missing: missing,
  };
  return JSON.stringify(told);
}

function failureJson(failure: CampaignFailure, report: CampaignReport): CampaignResultFile["failure"] {
  const { seed, left, right, saved } = report;
  const { program, difference, free, original, tries, stopped, place } = failure;
  const trace = failureTrace(failure, { left, right }, { seed, place });
  return {
    call: difference.op.call,
    field: difference.field,
    ...namedDifference(difference, program),
    rules: difference.rules,
    bucket: bucketOf(right.name, difference),
    program: programText(program),
    free: free,
    shrunkFrom: original.ops.length,
    tries,
    stopped: stopped ?? null,
    path: place ?? null,
    saved: saved ?? null,
    commands: replayCommands(report),
    trace: trace === undefined ? null : fieldsJson(trace),
  };
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
