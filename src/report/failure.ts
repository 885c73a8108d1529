import type { Explained, FreeArgument } from "../fuzz/explain.ts";
import type { Difference } from "../fuzz/lockstep.ts";
import { type Program, outOf } from "../fuzz/program.ts";
import { describeOp, slotNames } from "../fuzz/to-trace.ts";

/** What a report calls the two kernels. */
export interface KernelNames {
  readonly left: string;
  readonly right: string;
}

/** A program a line for each call, with named results, as traces name them. */
export function programText(program: Program): string[] {
  const names = slotNames(program.ops);
  return program.ops.map((op) => describeOp(op, names, program.world.aspace.base));
}

/** The failure for people: the smallest program and what of it matters, who answered what at its last call, and by which rules. */
export function failureText(failure: Explained, kernels: KernelNames): string[] {
  const { program, difference, original, tries, stopped } = failure;
  const { left, right } = namedDifference(difference, program);
  const width = Math.max(kernels.left.length, kernels.right.length) + 2;
  const lines = [
    `DIFFERENCE in ${difference.op.call}: ${difference.field}`,
    "",
    ...programText(program).map((line, i) => `  ${String(i).padStart(2)}  ${line}`),
    "",
    ...freeText(program, failure.free),
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

/** The widest line of a list. */
const WIDTH = 96;

/** The arguments that do not matter, each after the name of what its call makes, or else the call's own. */
function freeText({ ops }: Program, free: readonly FreeArgument[]): string[] {
  if (free.length === 0) return [];
  const names = slotNames(ops);
  const lines: string[] = [];
  let line = "  does not matter:";
  for (const [i, { step, argument }] of free.entries()) {
    const op = ops[step];
    if (op === undefined) continue;
    const made = outOf(op) > 0 ? names.get(outOf(op)) : undefined;
    const isOnly = ops.every((other, at) => at === step || other.call !== op.call);
    const call = isOnly ? op.call : `${op.call} (${step})`;
    const word = `${made ?? call} ${argument}${i + 1 < free.length ? "," : ""}`;
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = "   ";
    }
    line += ` ${word}`;
  }
  return [...lines, line, ""];
}

/** The difference's two sides, with slots written by name. */
export function namedDifference(difference: Difference, program: Program): { left: string; right: string } {
  const names = slotNames(program.ops);
  const named = (text: string): string =>
    text.replace(/#(\d+)/g, (whole, slot: string) => names.get(Number(slot)) ?? whole);
  return { left: named(difference.left), right: named(difference.right) };
}
