/**
 * The last steps of shrinking: from a small failing program towards the simplest there is, so that each failure of one fault ends as the
 * same program.
 *
 * What greedy passes leave is small, but which of several small forms they come to depends on where they began. Here the order of
 * `simplicity.ts` decides alone: any step that makes the program simpler is tried, also one that replaces a call by another, or gives up
 * an operation for a change elsewhere.
 */
import { type Op, type Program, ROOT } from "../program.ts";
import { candidates } from "../shrink.ts";
import { inRegion, joinedThree, joinedTwo, overwrittenApart } from "./joined.ts";
import { loweredTogether } from "./lower.ts";
import { holed, inverted, otherSplit, roomLeft, throughVmo } from "./mappings.ts";
import { alignedInstead, limitedPlacement, packed, packedPairs } from "./placements.ts";
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
  dropAndClose,
  dropAndInsert,
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
import {
  byBytes,
  byStream,
  childAsMapping,
  committedPages,
  firstByte,
  snapshotInPlaceOfWrite,
  vmoAsProcess,
} from "./vmos.ts";
import { otherSeed, otherSwitch, otherWorld, plainWorld, regionAsRoot } from "./worlds.ts";

export { compareSimplicity, programKey } from "./simplicity.ts";

/** Of longer programs the pairs of operations are too many to try. */
const MAX_OPS = 8;
/** Longer programs are left as they are. */
const MOST_OPS = 14;

/** What a question at the end weighs at least. */
const PLAINEST_QUESTION: Op = { call: "info", vmar: ROOT };

/**
 * Simpler programs next to this one, the likeliest first.
 *
 * Where the last operation is a question that is asked at the end of each program anyway, it is left out of what is changed: what
 * another program shows may be seen in another answer.
 */
export function* simplerPrograms(program: Program, isAsked = false): Generator<Program> {
  const { length } = program.ops;
  if (length > MOST_OPS) return;
  const asking = { ...program, ops: program.ops.slice(0, -1) };
  for (const step of length > MAX_OPS ? CHEAP : STEPS) {
    if (isAsked) {
      for (const next of step(asking)) {
        const atBest = { ...next, ops: [...next.ops, PLAINEST_QUESTION] };
        if (compareSimplicity(atBest, program) < 0) yield next;
      }
    }
    for (const next of step(program)) {
      if (compareSimplicity(next, program) < 0) yield next;
    }
  }
}

function* greedy(program: Program): Generator<Program> {
  for (const { program: next } of candidates(program, 0)) yield next;
}

/** What is cheap, and leads far where it leads anywhere. */
const CHEAP: readonly Step[] = [
  greedy,
  loweredTogether,
  regionDestroyed,
  regionAsRoot,
  restrictedElsewhere,
  rootInPlaceOfVmo,
  withoutPermission,
  otherSplit,
  joinedTwo,
  joinedThree,
  overwrittenApart,
  inRegion,
  holed,
  roomLeft,
  byStream,
  byBytes,
  firstByte,
  committedPages,
  vmoAsProcess,
  childAsMapping,
  snapshotInPlaceOfWrite,
  inverted,
  throughVmo,
  otherSeed,
  plainWorld,
  packed,
  packedPairs,
  alignedInstead,
  otherSwitch,
  limitedPlacement,
  reordered,
  dropAndClose,
  varyOne,
];

/** Last come pairs of changes. */
const STEPS: readonly Step[] = [
  ...CHEAP,
  replaceOne,
  swapAndVary,
  dropAndVary,
  otherWorld,
  restrictedAndReplaced,
  dropAndInsert,
  dropAndReplace,
  dropAndVaryTwo,
  varyTwo,
  replaceAndVary,
];
