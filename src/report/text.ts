import { type CampaignReport, replayCommands } from "./campaign-report.ts";
import { callTableText } from "./call-table.ts";
import { coverageText } from "./coverage-table.ts";
import { findingText } from "./finding.ts";

/** The result for people. */
export function textReport(report: CampaignReport): string[] {
  const { corpus, result, left, right, saved } = report;
  const { failure, runs, coverage } = result;
  const lines: string[] = [];
  if (corpus !== undefined) {
    const { failures } = corpus;
    lines.push(
      ...failures
        .slice(0, 20)
        .map(
          ({ file, trace, step, field, kernel }) =>
            `FAILED ${file}: trace "${trace}": step ${step}: ${field} of ${kernel}`,
        ),
    );
    if (failures.length > 20) lines.push(`… and ${failures.length - 20} more`);
    lines.push(`corpus: ${corpus.traces} traces, ${corpus.steps} steps, ${failures.length} failures`);
  }
  if (failure !== undefined) {
    lines.push(
      `found after ${runs} programs and ${coverage.operations} operations`,
      "",
      ...findingText({ failure, left, right, saved, again: replayCommands(report) }),
    );
    return lines;
  }
  const ended = result.interrupted ? "interrupted; until then agreed" : "agreed";
  lines.push(
    `${ended}: ${coverage.operations} operations in ${runs} programs`,
    "",
    ...callTableText(coverage.calls),
    "",
    ...coverageText(coverage),
  );
  if (report.missing.length > 0)
    lines.push(`FAILED: required and never reached: ${report.missing.join(", ")}`);
  return lines;
}
