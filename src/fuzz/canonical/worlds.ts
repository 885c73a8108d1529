/** Other worlds, and what makes up for them. */
import { type AspaceConfig, DEFAULT_ASPACE } from "../../zircon/index.ts";
import { type Program, ROOT, type World } from "../program.ts";
import { withSlot } from "./rewrite.ts";
import { worldWeight } from "./simplicity.ts";
import { dropAndVary, replaceOne, varyOne, varyTwo, varyTwoALittle } from "./vary.ts";

/** How many seeds of placement are tried, from the first on. */
const SEEDS = 24;

export function* otherSeed({ world, ops }: Program): Generator<Program> {
  if (world.aslrSeed === undefined) return;
  for (let seed = 0; seed < SEEDS; seed++) yield { world: { ...world, aslrSeed: `w${seed}` }, ops };
}

/** The default world, or a very small one, and one operation changed to make up for it. */
export function* otherWorld({ world, ops }: Program): Generator<Program> {
  const plain = { ...world, aslrSeed: undefined };
  const worlds: World[] = [];
  const odd = { ...smallSpace(1), base: Number(DEFAULT_ASPACE.base) + DEFAULT_ASPACE.pageSize };
  worlds.push({ ...plain, aspace: DEFAULT_ASPACE });
  for (const aslrSeed of ["w0", "w1"]) worlds.push({ ...plain, aspace: DEFAULT_ASPACE, aslrSeed });
  for (const pages of [1, 2, 3]) worlds.push({ ...plain, aspace: smallSpace(pages) });
  if (world.aslrSeed !== undefined) {
    for (const pages of [2, 3, 4]) worlds.push({ ...plain, aspace: smallSpace(pages), aslrSeed: "w0" });
  }
  worlds.push({ ...plain, aspace: odd });
  const moved = worlds
    .filter((other) => ops.length < 3 || worldWeight(other) < worldWeight(world))
    .map((other): Program => ({ world: other, ops }));
  // What is cheap for all worlds comes before what is dear for one.
  yield* moved;
  for (const step of [varyOne, replaceOne, varyTwoALittle]) for (const program of moved) yield* step(program);
  if (ops.length > 2) return;
  for (const program of moved) yield* dropAndVary(program);
  yield* varyTwo({ world: { ...plain, aspace: DEFAULT_ASPACE }, ops });
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
