/** Other worlds, and what makes up for them. */
import { type AspaceConfig, DEFAULT_ASPACE, DEFAULT_SEMANTICS, SWITCH_IDS } from "../../zircon/index.ts";
import { type Program, ROOT, type World } from "../program.ts";
import { withoutDependents } from "../shrink.ts";
import { withSlot } from "./rewrite.ts";
import { PLAIN_WORLD, worldWeight } from "./simplicity.ts";
import { dropAndVary, reordered, replaceOne, varyOne, varyTwo, varyTwoALittle } from "./vary.ts";

/** How many seeds of placement are tried, from the first on. */
const SEEDS = 24;

export function* otherSeed({ world, ops }: Program): Generator<Program> {
  if (world.aslrSeed === undefined) return;
  for (let seed = 0; seed < SEEDS; seed++) yield { world: { ...world, aslrSeed: `w${seed}` }, ops };
}

/**
 * The default world, or a very small one; with an operation elsewhere, too, as what is placed in order may need another order, and with one
 * less, that only kept a place.
 */
export function* plainWorld(program: Program): Generator<Program> {
  const { world, ops } = program;
  const all = moved(program);
  yield* all;
  if (worldWeight(world) > 0) {
    for (const op of ops) yield { world: PLAIN_WORLD, ops: withoutDependents(ops, new Set([op])) };
  }
  if (ops.length <= 8) for (const other of all) yield* reordered(other);
}

/** The default world, or a very small one, and one operation changed to make up for it. */
export function* otherWorld(program: Program): Generator<Program> {
  const { world, ops } = program;
  const all = moved(program);
  // What is cheap for all worlds comes before what is dear for one.
  for (const step of [varyOne, replaceOne, varyTwoALittle]) for (const other of all) yield* step(other);
  if (ops.length > 2) return;
  for (const other of all) yield* dropAndVary(other);
  yield* varyTwo({ world: { ...world, aslrSeed: undefined, aspace: DEFAULT_ASPACE }, ops });
}

function moved({ world, ops }: Program): Program[] {
  const plain = { ...world, aslrSeed: undefined };
  const worlds: World[] = [];
  const odd = { ...smallSpace(1), base: Number(DEFAULT_ASPACE.base) + DEFAULT_ASPACE.pageSize };
  if (SWITCH_IDS.some((id) => world.semantics[id] !== DEFAULT_SEMANTICS[id])) worlds.push(PLAIN_WORLD);
  worlds.push({ ...plain, aspace: DEFAULT_ASPACE });
  for (const aslrSeed of ["w0", "w1"]) worlds.push({ ...plain, aspace: DEFAULT_ASPACE, aslrSeed });
  for (const pages of [1, 2, 3]) worlds.push({ ...plain, aspace: smallSpace(pages) });
  if (world.aslrSeed !== undefined) {
    for (const pages of [2, 3, 4]) worlds.push({ ...plain, aspace: smallSpace(pages), aslrSeed: "w0" });
  }
  worlds.push({ ...plain, aspace: odd });
  return worlds
    .filter((other) => ops.length < 3 || worldWeight(other) < worldWeight(world))
    .map((other) => ({ world: other, ops }));
}

/** A switch of the semantics the other way, and an operation less. */
export function* otherSwitch({ world, ops }: Program): Generator<Program> {
  for (const id of SWITCH_IDS) {
    const semantics = { ...world.semantics, [id]: !world.semantics[id] };
    for (const op of ops)
      yield { world: { ...world, semantics }, ops: withoutDependents(ops, new Set([op])) };
  }
}

function smallSpace(pages: number): AspaceConfig {
  return { ...DEFAULT_ASPACE, size: pages * DEFAULT_ASPACE.pageSize };
}

/** A region's operations on the root of a space as small as the region. */
export function* regionAsRoot({ world, ops }: Program): Generator<Program> {
  for (const op of ops) {
    if (op.call !== "allocate" || typeof op.size !== "number") continue;
    const aspace = { ...DEFAULT_ASPACE, size: op.size };
    yield {
      world: { ...world, aspace },
      ops: ops.filter((other) => other !== op).map((other) => withSlot(other, op.out, ROOT)),
    };
  }
}
