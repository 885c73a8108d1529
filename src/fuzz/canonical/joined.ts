/** Several mappings as one, or beside each other, or as a region and what is mapped in it. */
import { PERM_MASK, PLACEMENT_MASK, VmOption, addU64 } from "../../zircon/index.ts";
import { type Op, type Program, ROOT } from "../program.ts";
import { withoutDependents } from "../shrink.ts";
import { freshSlot, fromStart, withPlainVmos } from "./rewrite.ts";
import { PLAIN_WORLD } from "./simplicity.ts";

type Map = Extract<Op, { readonly call: "map" }>;

/** Two mappings of a VMO as one that is as long as both; what lay in the second lies behind the first. */
export function* joinedTwo({ world, ops }: Program): Generator<Program> {
  for (const [first, second] of pairsOfMaps(ops)) {
    const [before, added] = [first.len, second.len];
    if (typeof before !== "number" || typeof added !== "number") continue;
    const rest = ops.filter((op) => op !== second);
    for (const options of new Set([first.options, withPermsOf(first, second)])) {
      yield {
        world,
        ops: rest.map((op): Op => {
          if (op === first) return { ...first, options, len: before + added };
          if (!("addr" in op) || op.addr.slot !== second.out) return op;
          return { ...op, addr: { slot: first.out, delta: addU64(op.addr.delta, before) } };
        }),
      };
    }
  }
}

/** Three mappings side by side as one of which the middle is protected, where they are, and at the start of the default space. */
export function* joinedThree({ world, ops }: Program): Generator<Program> {
  const [first, second, third] = ops.filter(isMap);
  if (first === undefined || second === undefined || third === undefined) return;
  const page = world.aspace.pageSize;
  const rest = ops.filter((op) => op !== third);
  const lengthened = rest.map((op) => (isRange(op) ? fromStart(op, 3 * page) : op));
  const whole = { ...first, offset: 0, len: 3 * page };
  const unplaced = { ...whole, options: (first.options & ~PLACEMENT_MASK) >>> 0, vmoOffset: 0 };
  const { vmar } = first;
  for (const middle of [second, third]) {
    const addr = { slot: vmar, delta: page };
    const protect: Op = { call: "protect", vmar, options: middle.options & PERM_MASK, addr, len: page };
    const joined = (op: Op, wide: Map): Op => (op === first ? wide : op === second ? protect : op);
    yield { world, ops: rest.map((op) => joined(op, whole)) };
    yield { world: PLAIN_WORLD, ops: lengthened.map((op) => joined(op, unplaced)) };
  }
}

/** What overwrites a part of another mapping beside what is left of it. */
export function* overwrittenApart({ world, ops }: Program): Generator<Program> {
  const page = world.aspace.pageSize;
  for (const [first, second] of pairsOfMaps(ops)) {
    if ((second.options & VmOption.SPECIFIC_OVERWRITE) === 0) continue;
    const [left, right] = [
      { ...first, len: page },
      {
        ...second,
        options: (second.options & ~PLACEMENT_MASK) >>> 0,
        offset: 0,
        vmoOffset: addU64(first.vmoOffset, page),
        len: page,
      },
    ];
    const apart: Program = {
      world,
      ops: ops.map((op) => {
        if (op === first) return left;
        if (op === second) return right;
        return isRange(op) && op.addr.slot === second.out ? fromStart(op, op.len) : op;
      }),
    };
    yield apart;
    yield withPlainVmos(apart);
  }
}

/** A region around a mapping in place of another mapping: each is something else than the one beside it. */
export function* inRegion({ world, ops }: Program): Generator<Program> {
  const page = world.aspace.pageSize;
  const out = freshSlot(ops);
  const region: Op = { call: "allocate", vmar: ROOT, options: 0, offset: 0, size: page, out };
  for (const other of ops.filter(isMap)) {
    const rest = withoutDependents(ops, new Set([other]));
    for (const map of rest.filter(isMap)) {
      if (map.vmar !== ROOT) continue;
      const inside = {
        ...map,
        vmar: out,
        options: (map.options & ~PLACEMENT_MASK) >>> 0,
        offset: 0,
        len: page,
      };
      yield {
        world,
        ops: rest.flatMap((op) => {
          if (op === map) return [region, inside];
          return [isRange(op) ? fromStart(op, page) : op];
        }),
      };
    }
  }
}

type Range = Extract<Op, { readonly call: "unmap" | "protect" | "op_range" }>;

function isRange(op: Op): op is Range {
  return op.call === "unmap" || op.call === "protect" || op.call === "op_range";
}

function isMap(op: Op): op is Map {
  return op.call === "map";
}

/** Each two mappings of one VMO in one region, the earlier first. */
function pairsOfMaps(ops: readonly Op[]): (readonly [Map, Map])[] {
  const maps = ops.filter(isMap);
  return maps.flatMap((first, i) =>
    maps
      .slice(i + 1)
      .filter(({ vmo, vmar }) => vmo === first.vmo && vmar === first.vmar)
      .map((second) => [first, second] as const),
  );
}

function withPermsOf(map: Map, other: Map): number {
  return ((map.options & ~PERM_MASK) | (other.options & PERM_MASK)) >>> 0;
}
