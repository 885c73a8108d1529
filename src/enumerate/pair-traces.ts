import { toTrace } from "../fuzz/to-trace.ts";
import { recordTrace } from "../trace/record.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { Trace } from "../trace/types.ts";
import { everyPair } from "./pairs.ts";
import type { SmallWorld } from "./small-world.ts";

/** The most calls of a program besides the setup. */
const MOST_CALLS = 400;

export interface PairTraces {
  readonly traces: readonly Trace[];
  readonly pairs: number;
  /** Of all programs, the setups included. */
  readonly calls: number;
}

/** The programs that make every pair of a state and a call, as traces that expect what a kernel answers. */
export function pairTraces(world: SmallWorld, kernel: NamedKernel): PairTraces {
  const { programs, pairs } = everyPair(world, kernel.factory, MOST_CALLS);
  const about = `Every call from every state: ${world.name}.`;
  return {
    traces: programs.map((program, i) => recordTrace(toTrace(program, `every-pair-${i + 1}`, about), kernel)),
    pairs,
    calls: programs.reduce((sum, { ops }) => sum + ops.length, 0),
  };
}
