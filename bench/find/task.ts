import { check, modelRun, property } from "fast-check";
import { findFault } from "../../models/faulty/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { runShard, seedOf } from "../../src/fuzz/fuzz.ts";
import { DEFAULT_PROFILE } from "../../src/fuzz/profile.ts";
import type { KernelFactory } from "../../src/zircon/index.ts";
import { Machine, ordinaryCommands } from "./commands.ts";

const MAX_OPS = 50;

/** A fault that is hunted by both, once for each of the seeds "1", "2" … */
export interface FindTask {
  readonly fault: string;
  readonly seeds: number;
  /** How many operations a hunt may take. */
  readonly limit: number;
}

/** Operations until the fault showed, for each seed; Infinity where that would be more than the limit. */
export interface Found {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

export default function find({ fault, seeds, limit }: FindTask): Found {
  const right = findFault(fault)?.create;
  if (right === undefined) throw new Error(`no fault is called "${fault}"`);
  const names = Array.from({ length: seeds }, (_, i) => String(i + 1));
  return {
    ours: names.map((seed) => ours(right, seed, limit)),
    theirs: untilDecided(names, (seed) => theirs(right, seed, limit)),
  };
}

/** Once most seeds have come to the limit, the median and the worst are known, and the others are not run. */
function untilDecided(seeds: readonly string[], hunt: (seed: string) => number): number[] {
  const found: number[] = [];
  let missed = 0;
  for (const seed of seeds) {
    const operations = missed * 2 > seeds.length ? Infinity : hunt(seed);
    if (operations === Infinity) missed++;
    found.push(operations);
  }
  return found;
}

function ours(right: KernelFactory, seed: string, limit: number): number {
  const options = {
    seed,
    maxOps: MAX_OPS,
    profile: DEFAULT_PROFILE,
    guide: createReferenceKernel,
    left: createReferenceKernel,
    right,
  };
  const { failed, coverage } = runShard(options, Math.ceil(limit / 40));
  return failed ? coverage.operations + 1 : Infinity;
}

function theirs(right: KernelFactory, seed: string, limit: number): number {
  let operations = 0;
  const run = property(ordinaryCommands(MAX_OPS), (cmds) => {
    // Else the programs that are left would be generated for nothing.
    if (operations > limit) throw new Error("the limit");
    const machine = new Machine(createReferenceKernel, right);
    try {
      modelRun(() => ({ model: {}, real: machine }), cmds);
    } finally {
      operations += machine.operations;
    }
  });
  const details = check(run, { seed: seedOf(seed), numRuns: limit, endOnFailure: true, maxSkipsPerRun: 0 });
  return details.failed && operations <= limit ? operations : Infinity;
}
