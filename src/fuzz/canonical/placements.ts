/** The same things placed elsewhere, in the default space. */
import { DEFAULT_ASPACE, VmOption } from "../../zircon/index.ts";
import { type Op, type Program, ROOT } from "../program.ts";
import { freshSlot } from "./rewrite.ts";
import { PLAIN_WORLD, worldWeight } from "./simplicity.ts";

/**
 * Where placement starts at random, or the space is small: the default space with an upper limit for the last placement, and those before
 * it put in its way; so, too, with two plain regions in place of the program.
 */
export function* limitedPlacement({ world, ops }: Program): Generator<Program> {
  const { size, pageSize } = world.aspace;
  const { SPECIFIC, OFFSET_IS_UPPER_LIMIT } = VmOption;
  if (size === DEFAULT_ASPACE.size && world.aslrSeed === undefined) return;
  const last = ops.findLast(isPlacement);
  if (last === undefined) return;
  const made = freshSlot(ops);
  const region = { call: "allocate", vmar: ROOT, options: 0, offset: 0, size: pageSize } as const;
  const plain: Op[] = [
    { ...region, out: made },
    { ...region, out: made + 1 },
  ];
  for (const offset of [0, pageSize]) {
    for (const aslrSeed of world.aslrSeed === undefined ? [undefined] : FIRST_SEEDS) {
      for (const all of [ops, plain]) {
        yield {
          world: { ...world, aspace: DEFAULT_ASPACE, aslrSeed },
          ops: all.map((op) => {
            if (!isPlacement(op)) return op;
            if (op !== last && op !== plain[1])
              return { ...op, options: (op.options | SPECIFIC) >>> 0, offset };
            return { ...op, options: (op.options | OFFSET_IS_UPPER_LIMIT) >>> 0, offset: 2 * pageSize };
          }),
        };
      }
    }
  }
}

const FIRST_SEEDS = ["w0", "w1", "w2", "w3"];

type Placement = Extract<Op, { readonly call: "allocate" | "map" }>;

function isPlacement(op: Op): op is Placement {
  return op.call === "allocate" || op.call === "map";
}

/** The default world, with everything that is placed from the root's start on, one after the other. */
export function* packed(program: Program): Generator<Program> {
  const { world, ops } = program;
  const page = world.aspace.pageSize;
  const isFar = ops.some(
    (op) => "addr" in op && typeof op.addr.delta === "number" && op.addr.delta > 4 * page,
  );
  const placed = ops.filter(isPlacement);
  if ((worldWeight(world) === 0 && !isFar) || placed.length === 0 || placed.length > 3) return;
  const [first, second, ...others] = placed;
  const orders =
    second === undefined || first === undefined ? [placed] : [placed, [second, first, ...others]];
  for (const order of orders) {
    yield sideBySide(ops, order, page);
    // Each of one page or two.
    for (let sizes = 0; sizes < 1 << order.length; sizes++) {
      for (const pages of [1, 2, 3]) {
        yield inOrder(ops, order, sizes, pages, page, false);
        if (placed.some(isOverwriting)) yield inOrder(ops, order, sizes, pages, page, true);
      }
    }
  }
}

/** Each a page, at the page of its place in `order`; what is overwritten is so still. */
function sideBySide(ops: readonly Op[], order: readonly Placement[], page: number): Program {
  const there = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE;
  const flags = ~VmOption.OFFSET_IS_UPPER_LIMIT & ALL_FLAGS;
  return {
    world: PLAIN_WORLD,
    ops: ops.map((op) => {
      const at = order.findIndex((other) => other === op);
      if (at < 0 || !isPlacement(op)) return op;
      const options = (op.options & flags) | ((op.options & there) === 0 ? VmOption.SPECIFIC : 0);
      return sized({ ...op, options: options >>> 0, offset: at * page }, page);
    }),
  };
}

/**
 * Placed by the kernel, in the order of `order`, one or two pages each by the bits of `sizes`; ranges from the start on, of `pages`. With
 * `overwrites`, what is overwritten is such a range, too.
 */
function inOrder(
  ops: readonly Op[],
  order: readonly Placement[],
  sizes: number,
  pages: number,
  page: number,
  overwrites: boolean,
): Program {
  const flags =
    ~(VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE | VmOption.OFFSET_IS_UPPER_LIMIT) & ALL_FLAGS;
  let next = 0;
  return {
    world: PLAIN_WORLD,
    ops: ops.map((op): Op => {
      if (isPlacement(op)) {
        const at = next++;
        const put = order[at] ?? op;
        if (overwrites && isOverwriting(put)) return sized({ ...put, offset: 0 }, pages * page);
        const plain = { ...put, options: (put.options & flags) >>> 0, offset: 0 };
        return sized(plain, (sizes & (1 << at)) === 0 ? page : 2 * page);
      }
      if (!("addr" in op)) return op;
      const addr = { slot: ROOT, delta: 0 };
      return "len" in op ? { ...op, addr, len: pages * page } : { ...op, addr };
    }),
  };
}

function isOverwriting({ options }: Placement): boolean {
  return (options & VmOption.SPECIFIC_OVERWRITE) !== 0;
}

/** All options but the ALIGN field. */
const ALL_FLAGS = 0xff_ffff;

function sized(op: Placement, size: number): Op {
  return op.call === "map" ? { ...op, len: size } : { ...op, size };
}
