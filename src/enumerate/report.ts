import { namedDifference, programText } from "../report/failure.ts";
import type { Finding } from "../report/finding.ts";
import { findingText } from "../report/finding.ts";
import { table } from "../report/table.ts";
import { statusName } from "../zircon/index.ts";
import type { Exploration, Progress } from "./exploration.ts";
import type { TallyRow } from "./tally.ts";

/** Everything that is told of an exploration. */
export interface ExplorationReport {
  /** The name of the world. */
  readonly world: string;
  readonly left: string;
  readonly right: string;
  readonly exploration: Exploration;
  readonly ended: Progress;
  readonly interrupted: boolean;
  readonly finding: Finding | undefined;
}

/** The exploration for people. */
export function explorationText(report: ExplorationReport): string[] {
  const { world, left, right, exploration, finding } = report;
  const { states, tally } = exploration;
  const lines = [
    `${world}: ${left} against ${right}`,
    `${endText(report)}: ${states.count} states, ${tally.transitions} transitions, longest shortest path ${longestPath(exploration)} calls`,
    "",
  ];
  if (finding !== undefined) return [...lines, ...findingText(finding)];
  return [...lines, ...coverageText(tally.rows())];
}

/** The exploration as one JSON object; the same exploration gives the same bytes. */
export function explorationJson(report: ExplorationReport): string {
  const { world, left, right, exploration, ended, interrupted, finding } = report;
  const failure = finding?.failure;
  return JSON.stringify({
    world,
    kernels: { left, right },
    ended,
    interrupted,
    states: exploration.states.count,
    transitions: exploration.tally.transitions,
    longestPath: longestPath(exploration),
    coverage: exploration.tally.rows().map(({ stateClass, call, status, count }) => ({
      stateClass,
      call,
      status: statusName(status),
      count,
    })),
    failure:
      failure === undefined
        ? null
        : {
            call: failure.difference.op.call,
            field: failure.difference.field,
            ...namedDifference(failure.difference, failure.program),
            rules: failure.difference.rules,
            program: programText(failure.program),
            free: failure.free,
            saved: finding?.saved ?? null,
          },
  });
}

function endText({ ended, interrupted, finding }: ExplorationReport): string {
  if (finding !== undefined) return "the kernels differ";
  if (interrupted) return "interrupted; until then agreed";
  switch (ended) {
    case "fixpoint":
      return "agreed in all of it";
    case "depth":
      return "agreed to the depth";
    case "full":
      return "agreed up to the most states that it may keep";
    case "going on":
    case "parted":
      return "agreed so far";
  }
}

function longestPath({ states }: Exploration): number {
  return states.depth(states.count - 1);
}

/** Transitions by class of state and call, a column for each status. */
function coverageText(rows: readonly TallyRow[]): string[] {
  const statuses = [...new Set(rows.map(({ status }) => status))].toSorted((a, b) => b - a);
  const lines = new Map<string, string[]>();
  for (const { stateClass, call, status, count } of rows) {
    const key = `${stateClass}/${call}`;
    const line = lines.get(key) ?? [stateClass, call, ...statuses.map(() => "")];
    line[2 + statuses.indexOf(status)] = String(count);
    lines.set(key, line);
  }
  const header = ["state", "call", ...statuses.map(statusName)];
  return table([header, ...lines.values()], [false, false, ...statuses.map(() => true)]);
}
