import type { Explained, FreeArgument } from "../fuzz/explain.ts";
import type { Difference } from "../fuzz/lockstep.ts";
import { type Program, type World, outOf } from "../fuzz/program.ts";
import { describeOp, slotNames } from "../fuzz/to-trace.ts";
import { DEFAULT_ASPACE, DEFAULT_SEMANTICS, SWITCH_IDS, formatU64 } from "../zircon/index.ts";

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

/** What of a program's world is not as it is by default, in one line; undefined if nothing is. */
export function worldText({ aspace, aslrSeed, semantics, debugSyscalls }: World): string | undefined {
  const { base, size, pageSize } = aspace;
  const parts: string[] = [];
  if (base !== DEFAULT_ASPACE.base || size !== DEFAULT_ASPACE.size) {
    parts.push(`an address space of ${formatU64(size)} bytes from ${formatU64(base)}`);
  }
  if (pageSize !== DEFAULT_ASPACE.pageSize) parts.push(`pages of ${pageSize} bytes`);
  if (aslrSeed !== undefined) parts.push(`placement by the seed "${aslrSeed}"`);
  for (const id of SWITCH_IDS) {
    if (semantics[id] !== DEFAULT_SEMANTICS[id]) parts.push(`${id} ${semantics[id] ? "on" : "off"}`);
  }
  if (debugSyscalls === false) parts.push("no debugging syscalls");
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** The failure for people: the smallest program and what of it matters, who answered what at its last call, and by which rules. */
export function failureText(failure: Explained, kernels: KernelNames): string[] {
  const { program, difference, original, tries, stopped } = failure;
  const { left, right } = namedDifference(difference, program);
  const world = worldText(program.world);
  const width = Math.max(kernels.left.length, kernels.right.length) + 2;
  const lines = [
    `DIFFERENCE in ${difference.op.call}: ${difference.field}`,
    "",
    ...(world === undefined ? [] : [`  with ${world}:`]),
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
