import { check, property } from "fast-check";
import { type ProgramConstraints, programs } from "./arbitrary.ts";
import { seedOf } from "./fuzz.ts";
import type { Program } from "./program.ts";

/** Visits `runs` generated programs, the same for the same seed, one after the other. */
export function eachProgram(
  constraints: ProgramConstraints & { readonly seed: string },
  runs: number,
  visit: (program: Program) => void,
): void {
  const visited = property(programs(constraints), (program) => {
    visit(program);
  });
  check(visited, { seed: seedOf(constraints.seed), numRuns: runs, unbiased: true });
}
