import { colours as pc } from "./colours.ts";
import { describeStep } from "../trace/describe.ts";
import { printJson } from "../trace/print.ts";
import type { Failure } from "../trace/replay.ts";
import type { Trace } from "../trace/types.ts";

/** What a step that failed was asked. */
export function stepWords(trace: Trace, index: number): string {
  const step = trace.steps[index];
  return step === undefined ? "" : describeStep(step);
}

/** How a step failed on one kernel. */
export function failureLine({ kernel, field, expected, actual, rule, against }: Failure): string {
  const wanted = against === undefined ? "expected" : `as ${against} has it`;
  const by = rule === undefined ? "" : ` (${rule})`;
  return `${kernel}: ${field}: ${wanted} ${pc.green(printJson(expected))}, got ${pc.red(printJson(actual))}${by}`;
}

/** `1 trace`, `2 traces`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
