import { check, property } from "fast-check";
import seedrandom from "seedrandom";
import type { KernelFactory } from "../zircon/index.ts";
import { programs } from "./arbitrary.ts";
import { Coverage } from "./coverage.ts";
import { type Difference, type Pair, lockstep } from "./lockstep.ts";
import type { Profile } from "./profile.ts";
import type { Program } from "./program.ts";

export interface FuzzOptions extends Pair {
  /** Any text: the same text makes the same programs. */
  readonly seed: string;
  /** How many programs to run. */
  readonly runs: number;
  /** The most operations in a program. */
  readonly maxOps: number;
  readonly profile: Profile;
  /** The kernel whose state steers generation. */
  readonly guide: KernelFactory;
  /** How many programs may be tried to shrink a failure. */
  readonly shrinkLimit: number;
  /** Is told after each program of a run, and after each that shrinking tried. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly phase: "run" | "shrink";
  /** Programs run, or tried in shrinking. */
  readonly programs: number;
  readonly operations: number;
}

export interface FuzzResult {
  /** Programs that ran, the failing one included. */
  readonly runs: number;
  /** What was reached by the operations that both kernels answered alike. */
  readonly coverage: Coverage;
  readonly failure: Failure | undefined;
}

export interface Failure {
  /** The smallest program found that shows the difference; its last operation is where the kernels part. */
  readonly program: Program;
  readonly difference: Difference;
  /** The program as it was generated. */
  readonly original: Program;
  /** fast-check's path to the smallest program, for the same seed. */
  readonly path: string;
  /** Programs that were tried to shrink it. */
  readonly evaluations: number;
  /** Whether shrinking stopped because the limit was reached. */
  readonly limited: boolean;
}

/** fast-check's seed for a text. */
export function seedOf(text: string): number {
  return seedrandom.alea(`campaign/${text}`).int32();
}

/** Generates programs and runs each on both kernels, until one shows a difference; then shrinks that one. */
export function fuzz(options: FuzzOptions): FuzzResult {
  const coverage = new Coverage();
  let runs = 0;
  let evaluations = 0;
  let original: Program | undefined;
  let best: { program: Program; difference: Difference } | undefined;

  const agrees = (program: Program): boolean => {
    if (original === undefined) runs++;
    else if (++evaluations > options.shrinkLimit) return true;
    const difference = lockstep(program, options, original === undefined ? coverage : undefined);
    options.onProgress?.({
      phase: original === undefined ? "run" : "shrink",
      programs: original === undefined ? runs : evaluations,
      operations: coverage.operations,
    });
    if (difference === undefined) return true;
    original ??= program;
    best = { program, difference };
    return false;
  };

  const details = check(property(programs(options), agrees), {
    seed: seedOf(options.seed),
    numRuns: options.runs,
    // The sequence is generated with odds of its own; fast-check's bias would only add work.
    unbiased: true,
  });

  if (best === undefined || original === undefined) return { runs, coverage, failure: undefined };
  const { program, difference } = best;
  const failure: Failure = {
    program: upTo(program, difference),
    difference,
    original,
    path: details.counterexamplePath ?? "",
    evaluations: Math.min(evaluations, options.shrinkLimit),
    limited: evaluations > options.shrinkLimit,
  };
  return { runs, coverage, failure };
}

/** The program up to the operation, or question, that showed the difference. */
function upTo(program: Program, { step, op }: Difference): Program {
  return { ...program, ops: [...program.ops.slice(0, step), op] };
}
