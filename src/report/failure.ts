import { describeStep } from "../trace/describe.ts";
import type { Failure } from "../fuzz/fuzz.ts";
import type { Difference } from "../fuzz/lockstep.ts";
import type { Program } from "../fuzz/program.ts";
import { slotNames, toStep } from "../fuzz/to-trace.ts";

/** What a report calls the two kernels. */
export interface KernelNames {
  readonly left: string;
  readonly right: string;
}

/** A program a line for each call, with named results, as traces name them. */
export function programText(program: Program): string[] {
  const names = slotNames(program.ops);
  return program.ops.map((op) => describeStep(toStep(op, names)));
}

/** The failure for people: the smallest program, who answered what at its last call, and by which rules. */
export function failureText(failure: Failure, kernels: KernelNames): string[] {
  const { program, difference, original, tries, stopped } = failure;
  const { left, right } = namedDifference(difference, program);
  const width = Math.max(kernels.left.length, kernels.right.length) + 2;
  const lines = [
    `DIFFERENCE in ${difference.op.call}: ${difference.field}`,
    "",
    ...programText(program).map((line, i) => `  ${String(i).padStart(2)}  ${line}`),
    "",
    `  ${`${kernels.left}:`.padEnd(width)}${left}`,
    `  ${`${kernels.right}:`.padEnd(width)}${right}`,
  ];
  if (difference.rules.length > 0) lines.push(`  ${"rules:".padEnd(width)}${difference.rules.join(", ")}`);
  const stop =
    stopped === undefined ? "" : `, where ${stopped === "limit" ? "the limit" : "an interrupt"} stopped it`;
  lines.push(
    "",
    `shrunk from ${original.ops.length} to ${program.ops.length} operations in ${tries} tries${stop}`,
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
