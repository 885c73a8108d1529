/** The same things placed elsewhere, in the default space. */
import { ALIGN_BASE, DEFAULT_ASPACE, PLACEMENT_MASK, VmOption, addU64 } from "../../zircon/index.ts";
import { type Op, type Program, ROOT } from "../program.ts";
import { withoutDependents } from "../shrink.ts";
import { freshSlot, fromStart, withPlainVmos, withSlot } from "./rewrite.ts";
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

/** Two of many placements, one after the other from the start of the default space, and ranges over one of them or both. */
export function* packedPairs({ world, ops }: Program): Generator<Program> {
  const page = world.aspace.pageSize;
  const placed = ops.filter(isPlacement);
  if (placed.length < 3 || placed.length > 8) return;
  for (const [i, one] of placed.entries()) {
    for (const two of placed.slice(i + 1)) {
      const others = new Set<Op>(placed.filter((op) => op !== one && op !== two));
      const rest = withoutDependents(ops, others);
      if (rest.filter(isPlacement).length < 2) continue;
      for (const [first, second] of [
        [one, two],
        [two, one],
      ] as const) {
        for (const pages of [1, 2]) {
          const packedTwo = twoPacked(rest, first, second, pages, page);
          yield packedTwo;
          yield withPlainVmos(packedTwo);
        }
      }
    }
  }
}

/** `first` where the first placement was, `second` where the second was, a page each; ranges of `pages` from the start on. */
function twoPacked(
  ops: readonly Op[],
  first: Placement,
  second: Placement,
  pages: number,
  page: number,
): Program {
  const isContinued =
    first.call === "map" &&
    second.call === "map" &&
    first.vmo === second.vmo &&
    addU64(first.vmoOffset, first.len) === second.vmoOffset;
  const order = [unplaced(first, 0, page), unplaced(second, isContinued ? page : 0, page)];
  let next = 0;
  return {
    world: PLAIN_WORLD,
    ops: ops.map((op): Op => {
      return isPlacement(op) ? (order[next++] ?? op) : fromStart(op, pages * page);
    }),
  };
}

/** A page of it wherever the kernel places it in the root. */
function unplaced(op: Placement, vmoOffset: number, page: number): Op {
  const options = (op.options & ALL_FLAGS & ~PLACEMENT_MASK) >>> 0;
  const plain = sized({ ...op, vmar: ROOT, options, offset: 0 }, page);
  return plain.call === "map" ? { ...plain, vmoOffset } : plain;
}

/** A placement with an alignment, in place of a region that was there before it and is gone: what is placed leaves as much room. */
export function* alignedInstead({ world, ops }: Program): Generator<Program> {
  for (const gone of ops) {
    if (gone.call !== "destroy") continue;
    const region = ops.find((op) => op.call === "allocate" && op.out === gone.vmar);
    if (region === undefined) continue;
    const rest = ops.filter((op) => op !== gone && op !== region);
    for (const placed of rest) {
      if (!isPlacement(placed)) continue;
      const options = ((placed.options & ALL_FLAGS) | ALIGN_TWO_PAGES) >>> 0;
      yield {
        world,
        ops: rest.map((op) => (op === placed ? { ...placed, options } : withSlot(op, gone.vmar, placed.out))),
      };
    }
  }
}

/** 2^13 bytes. */
const ALIGN_TWO_PAGES = 13 << ALIGN_BASE;

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
  const flags = ~PLACEMENT_MASK & ALL_FLAGS;
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
      return fromStart(op, pages * page);
    }),
  };
}

function isOverwriting({ options }: Placement): boolean {
  return (options & VmOption.SPECIFIC_OVERWRITE) !== 0;
}

/** All options but the ALIGN field. */
const ALL_FLAGS = 0xff_ffff;

function sized(op: Placement, size: number): Placement {
  return op.call === "map" ? { ...op, len: size } : { ...op, size };
}
