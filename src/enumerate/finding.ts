import { type Shrunk, shrinkProgram } from "../fuzz/fuzz.ts";
import { type Difference, type Pair, lockstep } from "../fuzz/lockstep.ts";
import { type Program, outOf } from "../fuzz/program.ts";
import { slotsOf } from "../fuzz/shrink.ts";
import type { Suspect } from "./exploration.ts";
import { programOf } from "./program-of.ts";
import type { SmallWorld } from "./small-world.ts";

/** The most programs to try where only a long history shows a difference. */
const SHRINK_LIMIT = 5000;

/**
 * The program for what an exploration came upon: a shortest way to the difference, without what it needs none of; or, where only
 * the kernels' history shows it, that history shrunk.
 */
export async function findingOf(
  world: SmallWorld,
  pair: Pair,
  suspect: Suspect,
  signal?: AbortSignal,
): Promise<Shrunk> {
  const program = programOf(world, suspect.way);
  if (suspect.isShortest) {
    const difference = lockstep(program, pair);
    if (difference !== undefined) return pruned(program, difference, pair);
  } else {
    const shrinking = signal === undefined ? { limit: SHRINK_LIMIT } : { limit: SHRINK_LIMIT, signal };
    const shrunk = await shrinkProgram(program, pair, shrinking);
    if (shrunk !== undefined) return shrunk;
  }
  throw new Error(
    "the kernels part, and do not part again: a kernel is not deterministic, or both show what no call can have made",
    { cause: suspect.cause },
  );
}

/** Without each operation that the difference does not need; of a shortest way these are parts of the setup. */
function pruned(original: Program, found: Difference, pair: Pair): Shrunk {
  let program = upTo(original, found);
  let difference = found;
  let tries = 0;
  for (let i = program.ops.length - 2; i >= 0; i--) {
    const op = program.ops[i];
    if (op === undefined || program.ops.some((user) => slotsOf(user).includes(outOf(op)))) continue;
    const without = { ...program, ops: program.ops.toSpliced(i, 1) };
    tries++;
    const stays = lockstep(without, pair);
    if (stays === undefined) continue;
    program = upTo(without, stays);
    difference = stays;
  }
  return { program, difference, original, tries, stopped: undefined };
}

/** The program up to the operation, or question, that showed the difference. */
function upTo(program: Program, { step, op }: Difference): Program {
  return { ...program, ops: [...program.ops.slice(0, step), op] };
}
