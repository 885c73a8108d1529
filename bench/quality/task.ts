import { findFault } from "../../models/faulty/index.ts";
import { hunt } from "../../models/faulty/hunt.ts";
import { programText, worldText } from "../../src/report/failure.ts";

/** A hunt whose shrunk program is wanted. */
export interface QualityTask {
  readonly fault: string;
  readonly seed: string;
}

export interface ShrunkProgram {
  readonly world: string | undefined;
  /** The program, a line for each operation. */
  readonly lines: readonly string[];
  readonly tries: number;
}

/** The shrunk program, a line a call, after what is special about its world; undefined if the hunt gave up. */
export default function shrunkProgram({ fault, seed }: QualityTask): ShrunkProgram | undefined {
  const found = findFault(fault);
  if (found === undefined) throw new Error(`no fault is called "${fault}"`);
  const { failure } = hunt(found, { seed, runs: 10_000, shrinkLimit: 5000 });
  if (failure === undefined) return undefined;
  const { program, tries } = failure;
  return { world: worldText(program.world), lines: programText(program), tries };
}
