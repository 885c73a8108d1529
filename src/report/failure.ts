import { describeStep } from "../trace/describe.ts";
import { Status, keysOf, statusName } from "../zircon/index.ts";
import type { CallTable } from "../fuzz/coverage.ts";
import type { Failure, FuzzResult } from "../fuzz/fuzz.ts";
import type { Difference } from "../fuzz/lockstep.ts";
import type { CallName, Program } from "../fuzz/program.ts";
import { slotNames, toStep } from "../fuzz/to-trace.ts";

/** What a report calls the two kernels. */
export interface KernelNames {
  readonly left: string;
  readonly right: string;
}

/** A program a line for each call, with named results, as traces name them. */
export function programText(program: Program): string[] {
  const names = slotNames(program.ops);
  const width = String(program.ops.length).length;
  return program.ops.map((op, i) => `${String(i + 1).padStart(width)}  ${describeStep(toStep(op, names))}`);
}

/** The failure for people: the smallest program, who answered what at its last call, and by which rules. */
export function failureText(failure: Failure, kernels: KernelNames): string[] {
  const { program, difference, original, evaluations, limited } = failure;
  const { left, right } = namedDifference(difference, program);
  const width = Math.max(kernels.left.length, kernels.right.length) + 2;
  const lines = [
    `DIFFERENCE in ${difference.op.call}: ${difference.field}`,
    "",
    ...programText(program).map((line) => `  ${line}`),
    "",
    `  ${`${kernels.left}:`.padEnd(width)}${left}`,
    `  ${`${kernels.right}:`.padEnd(width)}${right}`,
  ];
  if (difference.rules.length > 0) lines.push(`  ${"rules:".padEnd(width)}${difference.rules.join(", ")}`);
  const stop = limited ? ", where the limit stopped it" : "";
  lines.push(
    "",
    `shrunk from ${original.ops.length} to ${program.ops.length} operations in ${evaluations} tries${stop}`,
  );
  return lines;
}

/** The difference's two sides, with slots written by name. */
export function namedDifference(difference: Difference, program: Program): { left: string; right: string } {
  const names = slotNames(program.ops);
  const named = (text: string): string =>
    text.replace(/#(\d+)/g, (whole, slot: string) => names.get(Number(slot)) ?? whole);
  return { left: named(difference.left), right: named(difference.right) };
}

/** The statuses that occurred, in the ABI's order, and a row of counts for each call that ran. */
export function callTable(calls: CallTable): {
  statuses: Status[];
  rows: { call: CallName; counts: number[] }[];
} {
  const seen = new Set<Status>();
  for (const byStatus of calls.values()) for (const status of byStatus.keys()) seen.add(status);
  const statuses = keysOf(Status)
    .map((name) => Status[name])
    .filter((status) => seen.has(status));
  const rows = [...calls.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([call, byStatus]) => ({ call, counts: statuses.map((status) => byStatus.get(status) ?? 0) }));
  return { statuses, rows };
}

/** The table of calls by status as text. */
export function callTableText(calls: CallTable): string[] {
  const { statuses, rows } = callTable(calls);
  const cells = [
    ["call", ...statuses.map(statusName)],
    ...rows.map(({ call, counts }) => [call, ...counts.map((count) => (count === 0 ? "." : String(count)))]),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** The same as one JSON object. */
export function resultJson(result: FuzzResult, kernels: KernelNames, seed: string): Record<string, unknown> {
  const { statuses, rows } = callTable(result.coverage.calls);
  const calls = Object.fromEntries(
    rows.map(({ call, counts }) => [
      call,
      Object.fromEntries(
        statuses.map((status, i) => [statusName(status), counts[i] ?? 0] as const).filter(([, n]) => n > 0),
      ),
    ]),
  );
  const base = { seed, ...kernels, runs: result.runs, operations: result.coverage.operations, calls };
  const { failure } = result;
  if (failure === undefined) return { ...base, failure: null };
  const { program, difference } = failure;
  return {
    ...base,
    failure: {
      call: difference.op.call,
      field: difference.field,
      ...namedDifference(difference, program),
      rules: difference.rules,
      program: programText(program).map((line) => line.trimStart().replace(/^\d+ {2}/, "")),
      shrunkFrom: failure.original.ops.length,
      evaluations: failure.evaluations,
      path: failure.path,
    },
  };
}
