/**
 * The last steps of shrinking: from a small failing program towards the simplest there is, so that each failure of one fault ends as the
 * same program.
 *
 * What greedy passes leave is small, but which of several small forms they come to depends on where they began. Here the order of
 * `simplicity.ts` decides alone: any step that makes the program simpler is tried, also one that replaces a call by another, or gives up
 * an operation for a change elsewhere.
 */
import type { Program } from "../program.ts";
import { candidates } from "../shrink.ts";
import { byStream, inverted, joinedThree, otherSplit, throughVmo } from "./mappings.ts";
import {
  regionDestroyed,
  restrictedAndReplaced,
  restrictedElsewhere,
  rootInPlaceOfVmo,
  withoutPermission,
} from "./restrictions.ts";
import type { Step } from "./rewrite.ts";
import { compareSimplicity } from "./simplicity.ts";
import {
  dropAndReplace,
  dropAndVary,
  dropAndVaryTwo,
  reordered,
  replaceAndVary,
  replaceOne,
  swapAndVary,
  varyOne,
  varyTwo,
} from "./vary.ts";
import { otherSeed, otherWorld, regionAsRoot } from "./worlds.ts";

export { compareSimplicity, programKey } from "./simplicity.ts";

/** Longer programs are left as they are: their pairs of operations are too many to try. */
const MAX_OPS = 8;

/** Simpler programs next to this one, the likeliest first. */
export function* simplerPrograms(program: Program): Generator<Program> {
  if (program.ops.length > MAX_OPS) return;
  for (const step of STEPS) {
    for (const next of step(program)) {
      if (compareSimplicity(next, program) < 0) yield next;
    }
  }
}

function* greedy(program: Program): Generator<Program> {
  for (const { program: next } of candidates(program, 0)) yield next;
}

const STEPS: readonly Step[] = [
  greedy,
  regionDestroyed,
  regionAsRoot,
  restrictedElsewhere,
  rootInPlaceOfVmo,
  withoutPermission,
  otherSplit,
  joinedThree,
  byStream,
  inverted,
  throughVmo,
  otherSeed,
  reordered,
  varyOne,
  replaceOne,
  otherWorld,
  restrictedAndReplaced,
  dropAndVary,
  dropAndReplace,
  dropAndVaryTwo,
  swapAndVary,
  varyTwo,
  replaceAndVary,
];
