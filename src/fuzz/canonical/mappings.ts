/** The same pages mapped in other ways. */
import { PERM_MASK, type U64, VmOption, addU64 } from "../../zircon/index.ts";
import { type Op, type Program, ROOT, type Slot } from "../program.ts";
import { slotsOf } from "../shrink.ts";
import { freshSlot, withSlot } from "./rewrite.ts";
import { PLAIN_WORLD } from "./simplicity.ts";

type Map = Extract<Op, { readonly call: "map" }>;

/** A mapping without any option, but for what is mapped, how much of it, and its slot. */
export const PLAIN_MAP: Omit<Map, "vmo" | "len" | "out"> = {
  call: "map",
  vmar: ROOT,
  options: 0,
  offset: 0,
  vmoOffset: 0,
};

const OVERWRITE = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE;

/** Two mappings side by side as one that is protected in part; a mapping that is partly overwritten as two. */
export function* otherSplit({ world, ops }: Program): Generator<Program> {
  const page = world.aspace.pageSize;
  for (const [i, first] of ops.entries()) {
    if (first.call !== "map") continue;
    for (const [j, second] of ops.entries()) {
      if (j <= i) continue;
      const put = (a: Op, b: Op): Program => ({
        world,
        ops: ops.map((op, at) => (at === i ? a : at === j ? b : op)),
      });
      if (second.call === "map") {
        const [one, two] = [first.options & PERM_MASK, second.options & PERM_MASK];
        for (const [whole, part] of [
          [one, two],
          [two, one],
          [0, one | two],
        ] as const) {
          const wide: Op = { ...first, options: whole, offset: 0, vmoOffset: 0, len: 2 * page };
          for (const delta of [0, page]) {
            const addr = { slot: first.vmar, delta };
            yield put(wide, { call: "protect", vmar: second.vmar, options: part, addr, len: page });
          }
        }
        yield put({ ...first, options: second.options }, { ...second, options: first.options });
        const [placed, beside] = [first.options | VmOption.SPECIFIC, second.options & ~OVERWRITE];
        const half = { offset: 0, len: page };
        yield put(
          { ...first, ...half, options: placed >>> 0, vmoOffset: 0 },
          { ...second, ...half, options: beside >>> 0, vmoOffset: page },
        );
        // What is overwritten at its start as what was left of it.
        if ((second.options & VmOption.SPECIFIC_OVERWRITE) !== 0) {
          const rest = { ...first, options: placed >>> 0, offset: page, len: page };
          yield put(rest, { ...second, ...half, options: beside >>> 0 });
        }
        const side = { offset: 0, len: page };
        yield put({ ...first, ...side, options: one }, { ...second, ...side, options: two });
        yield put(
          { ...second, ...side, options: two, out: first.out },
          { ...first, ...side, options: one, out: second.out },
        );
      }
      if (second.call === "protect") {
        const out = freshSlot(ops);
        const half = { ...first, offset: 0, len: page };
        const protectedHalf = (first.options & ~PERM_MASK) | second.options;
        yield put(half, { ...half, options: protectedHalf >>> 0, vmoOffset: page, out });
        yield put({ ...half, options: protectedHalf >>> 0 }, { ...half, vmoOffset: page, out });
        // What keeps its permissions, and what gets others, the other way round.
        const [whole, part] = [second.options, first.options & PERM_MASK];
        for (const delta of [0, page]) {
          for (const vmar of new Set([first.vmar, second.vmar])) {
            yield put(
              { ...first, options: ((first.options & ~PERM_MASK) | whole) >>> 0 },
              { ...second, vmar, options: part, addr: { ...second.addr, delta } },
            );
          }
        }
      }
    }
  }
}

/** What is unmapped of a mapping never mapped: the rest is mapped where it was, or after what takes its room. */
export function* roomLeft({ world, ops }: Program): Generator<Program> {
  for (const [u, unmap] of ops.entries()) {
    if (unmap.call !== "unmap" || typeof unmap.len !== "number") continue;
    for (const [m, map] of ops.slice(0, u).entries()) {
      if (map.call !== "map" || typeof map.len !== "number" || map.len <= unmap.len) continue;
      const rest = { ...map, len: map.len - unmap.len };
      const others = ops.toSpliced(u, 1);
      yield { world, ops: others.with(m, rest) };
      const later = others.toSpliced(m, 1);
      for (const at of [u - 1, u]) {
        const between = later.slice(m, at);
        if (at > m && at <= later.length && !between.some((op) => slotsOf(op).includes(map.out)))
          yield { world, ops: later.toSpliced(at, 0, rest) };
      }
    }
  }
}

/** Two mappings as one that is unmapped in the middle, and nothing else. */
export function* holed({ world, ops }: Program): Generator<Program> {
  const maps = ops.filter((op) => op.call === "map");
  const [first] = maps;
  if (first === undefined || maps.length < 2) return;
  const page = world.aspace.pageSize;
  const out = freshSlot(ops);
  yield {
    world: PLAIN_WORLD,
    ops: [
      { call: "vmo_create", size: page, options: 0, out },
      { ...PLAIN_MAP, vmo: out, len: 3 * page, out: out + 1 },
      { call: "unmap", vmar: ROOT, addr: { slot: ROOT, delta: page }, len: page },
    ],
  };
}

/** Every mapping and every change of protection with the other of no permission and READ. */
export function* inverted({ world, ops }: Program): Generator<Program> {
  yield {
    world,
    ops: ops.map((op) =>
      op.call === "map" || op.call === "protect"
        ? { ...op, options: (op.options ^ VmOption.PERM_READ) >>> 0 }
        : op,
    ),
  };
}

/** What goes through a mapping done to its VMO. */
export function* throughVmo({ world, ops }: Program): Generator<Program> {
  for (const map of ops) {
    if (map.call !== "map") continue;
    const { vmo, vmoOffset } = map;
    const rest = ops.filter((op) => op !== map);
    // A byte further on, too: where a word was written, its later bytes may be those that matter.
    for (const by of [0, 1]) yield { world, ops: rest.map((op) => onVmo(op, vmo, addU64(vmoOffset, by))) };
  }
}

/** What an access does, done to the VMO at `from` and the access's distance from its slot. */
export function onVmo(op: Op, vmo: Slot, from: U64): Op {
  if (!("addr" in op)) return op;
  const offset = addU64(from, op.addr.delta);
  switch (op.call) {
    case "op_range":
      return { call: "vmo_op_range", vmo, rangeOp: op.rangeOp, offset, len: op.len };
    case "write_memory":
      return { call: "vmo_write", vmo, offset, bytes: op.bytes };
    case "read_memory":
      return { call: "vmo_read", vmo, offset, len: op.len };
    case "access":
      return op.kind === "write"
        ? { call: "vmo_write", vmo, offset, bytes: new Uint8Array([1]) }
        : { call: "vmo_read", vmo, offset, len: 1 };
    default:
      return op;
  }
}

/** A region gone, and what is mapped in it mapped where it was. */
export function* mappedInPlace({ world, ops }: Program): Generator<Program> {
  for (const region of ops) {
    if (region.call !== "allocate") continue;
    const { vmar, offset, out } = region;
    const placing = region.options & (VmOption.SPECIFIC | VmOption.OFFSET_IS_UPPER_LIMIT);
    const rest = ops.filter((op) => op !== region);
    yield {
      world,
      ops: rest.map((op) =>
        op.call === "map" && op.vmar === out
          ? { ...op, vmar, options: (op.options | placing) >>> 0, offset }
          : withSlot(op, out, vmar),
      ),
    };
  }
}
