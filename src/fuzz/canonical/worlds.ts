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
export function* otherWorld(program: Program): Generator<Program> {
  const { world, ops } = program;
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
  for (const other of worlds) {
    const moved = { world: other, ops };
    if (ops.length > 2 && worldWeight(other) >= worldWeight(world)) continue;
    yield moved;
    yield* varyOne(moved);
    yield* replaceOne(moved);
    yield* varyTwoALittle(moved);
    if (ops.length < 3) {
      yield* varyTwo(moved);
      yield* dropAndVary(moved);
    }
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
