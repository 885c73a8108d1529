/**
 * Calls that break rules on purpose.
 *
 * For each call a table of ways to break it, in the order in which the contract checks for them. One alone shows that the check is
 * there; two neighbours of the table at once show which comes first: the order of checks is semantics.
 */
import {
  CAN_MAP_MASK,
  Rights,
  type U64,
  PLACEMENT_MASK,
  VmOption,
  VmoOption,
  addU64,
  keysOf,
  toU64,
} from "../zircon/index.ts";
import type { Draw } from "./draw.ts";
import { type Live, type LiveEntry, type LiveHandle, hasRights, permsOfRights } from "./live.ts";
import { badHandle, hostile } from "./operands.ts";
import { type Addr, type Offset, type Op, type Slot, type TracedCall, isTraced } from "./program.ts";
import { otherHandle, type Violation, withBits } from "./violation.ts";
import * as VMO from "./vmo-violations.ts";

type Allocate = Extract<Op, { call: "allocate" }>;
type Map = Extract<Op, { call: "map" }>;
type Unmap = Extract<Op, { call: "unmap" }>;
type Protect = Extract<Op, { call: "protect" }>;
type OpRange = Extract<Op, { call: "op_range" }>;
type Duplicate = Extract<Op, { call: "handle_duplicate" | "handle_replace" }>;

function badVmar<O extends Op & { readonly vmar: Slot }>(op: O, draw: Draw, live: Live): O {
  return { ...op, vmar: badHandle(draw, live, "vmar") };
}

function deadVmar<O extends Op & { readonly vmar: Slot }>(op: O, draw: Draw, live: Live): O | undefined {
  const vmar = otherHandle(draw, live, "vmar", ({ object }) => object.kind === "vmar" && !object.alive);
  return vmar === undefined ? undefined : { ...op, vmar };
}

/** A handle without a right: one to the same region if there is one, so that the rest of the call still fits. */
function weakVmar<O extends Op & { readonly vmar: Slot }>(right: number): Violation<O> {
  return (op, draw, live) => {
    const region = live.handleAt(op.vmar)?.object;
    const lacks = (handle: LiveHandle): boolean => !hasRights(handle, right);
    const vmar =
      otherHandle(draw, live, "vmar", (handle) => handle.object === region && lacks(handle)) ??
      otherHandle(draw, live, "vmar", lacks);
    return vmar === undefined ? undefined : { ...op, vmar };
  };
}

function badAlign(draw: Draw): number {
  return (draw.pick([1, 9, 33, 63, 255]) << 24) >>> 0;
}

function unassigned(draw: Draw): number {
  return 1 << draw.int(16, 23);
}

function shifted(offset: Offset, by: number): Offset {
  return typeof offset === "object" ? { ...offset, delta: addU64(offset.delta, by) } : addU64(offset, by);
}

/** An offset at which nothing fits: the region's end, just before it, or out of all bounds. */
function outOfBounds(draw: Draw, live: Live, vmar: Slot): U64 {
  const region = live.handleAt(vmar)?.object;
  const pages = region?.kind === "vmar" ? region.pages : 1;
  return draw.among<() => U64>([
    [4, () => live.pages.bytes(pages)],
    [3, () => live.pages.bytes(pages + 1)],
    [1, () => toU64(BigInt.asUintN(64, -BigInt(live.pages.size)))],
  ])();
}

function withoutSpecific<
  O extends Op & { readonly vmar: Slot; readonly options: number; readonly offset: Offset },
>(op: O, draw: Draw, live: Live): O | undefined {
  const vmar = otherHandle(
    draw,
    live,
    "vmar",
    ({ object }) => object.kind === "vmar" && (object.options & VmOption.CAN_MAP_SPECIFIC) === 0,
  );
  return vmar === undefined
    ? undefined
    : { ...op, vmar, options: (op.options & ~PLACEMENT_MASK) | VmOption.SPECIFIC, offset: 0 };
}

const upperAndSpecific: (draw: Draw) => number = () => VmOption.SPECIFIC | VmOption.OFFSET_IS_UPPER_LIMIT;

function strayOffset<O extends Op & { readonly options: number; readonly offset: Offset }>(
  op: O,
  _draw: Draw,
  live: Live,
): O {
  return { ...op, options: (op.options & ~PLACEMENT_MASK) >>> 0, offset: live.pages.size };
}

function misalignedOffset<O extends Op & { readonly options: number; readonly offset: Offset }>(
  op: O,
  draw: Draw,
): O {
  const options = (op.options & PLACEMENT_MASK) === 0 ? op.options | VmOption.SPECIFIC : op.options;
  return { ...op, options, offset: shifted(op.offset, draw.pick([1, 512])) };
}

function beyond<O extends Op & { readonly vmar: Slot; readonly options: number; readonly offset: Offset }>(
  upper: boolean,
): Violation<O> {
  const placement = upper ? VmOption.OFFSET_IS_UPPER_LIMIT : VmOption.SPECIFIC;
  return (op, draw, live) => ({
    ...op,
    options: ((op.options & ~PLACEMENT_MASK) | placement) >>> 0,
    offset: upper && draw.chance(40) ? 0 : outOfBounds(draw, live, op.vmar),
  });
}

/** SPECIFIC with an alignment that its address does not have. */
function misalignedSpecific<O extends Op & { readonly options: number; readonly offset: Offset }>(
  op: O,
  draw: Draw,
  live: Live,
): O {
  const align = ((live.pages.shift + draw.int(1, 4)) << 24) >>> 0;
  const placement = op.options & PLACEMENT_MASK & ~VmOption.OFFSET_IS_UPPER_LIMIT || VmOption.SPECIFIC;
  const options = ((op.options & 0xff_ffff & ~PLACEMENT_MASK) | placement | align) >>> 0;
  return { ...op, options, offset: shifted(op.offset, live.pages.size) };
}

/** SPECIFIC on top of something. */
function overlapping<
  O extends Op & { readonly vmar: Slot; readonly options: number; readonly offset: Offset },
>(overwrite: boolean): Violation<O> {
  return (op, draw, live) => {
    const region = live.handleAt(op.vmar)?.object;
    if (region?.kind !== "vmar" || !region.alive) return undefined;
    const targets = live.inside(region).filter((entry) => !overwrite || entry.region);
    if (targets.length === 0) return undefined;
    const target = draw.pick(targets);
    const page = draw.pick([target.page, target.end - 1, Math.max(region.page, target.page - 1)]);
    const placement = overwrite ? VmOption.SPECIFIC_OVERWRITE : VmOption.SPECIFIC;
    const offset = live.pages.bytes(page - region.page);
    return { ...op, options: ((op.options & ~PLACEMENT_MASK) | placement) >>> 0, offset };
  };
}

const ALLOCATE: readonly Violation<Allocate>[] = [
  badVmar,
  (op, draw, live) => {
    const vmar = otherHandle(
      draw,
      live,
      "vmar",
      (handle) => !hasRights(handle, Rights.READ | Rights.WRITE | Rights.EXECUTE),
    );
    return vmar === undefined ? undefined : { ...op, vmar, options: (op.options | 0x380) >>> 0 };
  },
  withBits((draw) => draw.pick([VmOption.MAP_RANGE, unassigned(draw)])),
  withBits(badAlign),
  withBits((draw) => 1 << draw.int(0, 2)),
  (op, draw) => ({ ...op, size: addU64(op.size, draw.pick([1, 512])) }),
  withBits((draw) =>
    draw.pick([
      VmOption.SPECIFIC_OVERWRITE,
      VmOption.REQUIRE_NON_RESIZABLE,
      VmOption.ALLOW_FAULTS,
      VmOption.FAULT_BEYOND_STREAM_SIZE,
    ]),
  ),
  (op, draw, live) => {
    const dead = deadVmar(op, draw, live);
    return dead === undefined ? undefined : { ...dead, options: dead.options & ~CAN_MAP_MASK };
  },
  (op) => ({ ...op, size: 0 }),
  withBits(upperAndSpecific),
  strayOffset,
  misalignedOffset,
  withoutSpecific,
  (op, draw, live) =>
    draw.chance(50) ? beyond<Allocate>(false)(op, draw, live) : { ...op, size: live.pages.bytes(2 ** 40) },
  beyond(true),
  misalignedSpecific,
  overlapping(false),
];

const MAP: readonly Violation<Map>[] = [
  badVmar,
  (op, draw, live) => ({ ...op, vmo: badHandle(draw, live, "vmo") }),
  (op, draw, live) => {
    const vmo = otherHandle(draw, live, "vmo", (handle) => !hasRights(handle, Rights.MAP));
    return vmo === undefined ? undefined : { ...op, vmo };
  },
  (op, draw) => ({ ...op, options: ((op.options & ~7) | draw.pick([2, 4, 6])) >>> 0 }),
  withBits(() => VmOption.MAP_RANGE | VmOption.SPECIFIC_OVERWRITE),
  withBits((draw) => 0x80 << draw.int(0, 2)),
  (op, draw, live) => {
    const weak = otherHandle(
      draw,
      live,
      "vmo",
      (handle) => hasRights(handle, Rights.MAP) && !hasRights(handle, 0x1c),
    );
    return weak === undefined ? undefined : { ...op, vmo: weak, options: (op.options | 7) >>> 0 };
  },
  (op, draw, live) => {
    const weak = otherHandle(draw, live, "vmar", (handle) => !hasRights(handle, 0x1c));
    return weak === undefined ? undefined : { ...op, vmar: weak, options: (op.options | 7) >>> 0 };
  },
  (op) => ({
    ...op,
    options: ((op.options & ~VmOption.ALLOW_FAULTS) | VmOption.FAULT_BEYOND_STREAM_SIZE) >>> 0,
  }),
  withBits(unassigned),
  withBits(badAlign),
  (op, draw, live) => {
    const vmo = otherHandle(
      draw,
      live,
      "vmo",
      ({ object }) => (object.kind === "vmo" ? object.options & VmoOption.RESIZABLE : 0) !== 0,
    );
    return vmo === undefined
      ? undefined
      : { ...op, vmo, options: (op.options | VmOption.REQUIRE_NON_RESIZABLE) >>> 0 };
  },
  (op, draw, live) => {
    const vmo = otherHandle(
      draw,
      live,
      "vmo",
      ({ object }) => (object.kind === "vmo" ? object.options & VmoOption.DISCARDABLE : 0) !== 0,
    );
    const faults = VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE;
    return vmo === undefined ? undefined : { ...op, vmo, options: (op.options & ~faults) >>> 0 };
  },
  withBits((draw) => draw.pick([VmOption.COMPACT, VmOption.CAN_MAP_SPECIFIC])),
  (op, draw) => ({ ...op, vmoOffset: addU64(op.vmoOffset, draw.pick([1, 512])) }),
  (op, draw) => ({ ...op, len: toU64(2n ** 64n - BigInt(draw.pick([1, 2, 4094]))) }),
  (op, draw, live) => ({ ...op, vmoOffset: toU64(2n ** 64n - BigInt(live.pages.size * draw.int(1, 2))) }),
  deadVmar,
  (op) => ({ ...op, len: 0 }),
  withBits(
    (draw) =>
      upperAndSpecific(draw) ^ (draw.chance(40) ? VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE : 0),
  ),
  strayOffset,
  misalignedOffset,
  withoutSpecific,
  (op, draw, live) =>
    draw.chance(50) ? beyond<Map>(false)(op, draw, live) : { ...op, len: live.pages.bytes(2 ** 40) },
  beyond(true),
  misalignedSpecific,
  overlapping(false),
  overlapping(true),
];

type Ranged = Op & { readonly vmar: Slot; readonly addr: Addr; readonly len: U64 };

function misalignedAddr<O extends Ranged>(op: O, draw: Draw): O {
  return { ...op, addr: { ...op.addr, delta: addU64(op.addr.delta, draw.pick([1, 512])) } };
}

function emptyLen<O extends Ranged>(op: O, draw: Draw): O {
  return { ...op, len: draw.pick([0, 0, toU64(2n ** 64n - 1n), toU64(2n ** 64n - 4094n)]) };
}

function outOfRange<O extends Ranged>(op: O, draw: Draw, live: Live): O {
  const region = live.handleAt(op.vmar)?.object;
  if (region?.kind !== "vmar") return { ...op, len: hostile(draw, live.pages.size) };
  return draw.among<() => O>([
    [3, () => ({ ...op, len: live.pages.bytes(region.pages + 1) })],
    [2, () => ({ ...op, addr: live.absolute(region.page + region.pages) })],
    [2, () => ({ ...op, addr: live.absolute(Math.max(0, region.page - 1)) })],
    [2, () => ({ ...op, len: toU64(2n ** 64n - BigInt(live.pages.size)) })],
  ])();
}

const UNMAP: readonly Violation<Unmap>[] = [
  badVmar,
  misalignedAddr,
  emptyLen,
  deadVmar,
  outOfRange,
  weakVmar(Rights.OP_CHILDREN),
];

/** A mapping in a child region, and a handle to a region around that one. */
function nested(
  draw: Draw,
  live: Live,
  wanted: (handle: LiveHandle) => boolean,
): { readonly entry: LiveEntry; readonly vmar: LiveHandle } | undefined {
  const found = live.open("vmar").flatMap((vmar) => {
    const { object } = vmar;
    if (object.kind !== "vmar" || !object.alive || !wanted(vmar)) return [];
    // In their order a region comes before what it holds, and what ends before it does is in it.
    let end = 0;
    return live.inside(object).flatMap((entry) => {
      if (entry.region) end = Math.max(end, entry.end);
      return !entry.region && entry.end <= end ? [{ entry, vmar }] : [];
    });
  });
  return found.length === 0 ? undefined : draw.pick(found);
}

/** The range of a mapping in a child region. */
function intoChild<O extends Ranged>(wanted: (handle: LiveHandle) => boolean): Violation<O> {
  return (op, draw, live) => {
    const target = nested(draw, live, wanted);
    if (target === undefined) return undefined;
    const { entry, vmar } = target;
    const len = live.pages.bytes(entry.end - entry.page);
    return { ...op, vmar: vmar.slot, addr: live.absolute(entry.page), len };
  };
}

const withoutOpChildren = (handle: LiveHandle): boolean => !hasRights(handle, Rights.OP_CHILDREN);

/** A range that begins one page below something, which may be a gap. */
function pageBefore<O extends Ranged>(op: O, _draw: Draw, live: Live): O {
  const { delta } = op.addr;
  const before = live.pages.size;
  return {
    ...op,
    addr: { ...op.addr, delta: addU64(delta, toU64(2n ** 64n - BigInt(before))) },
    len: addU64(op.len, before),
  };
}

/** As many permissions as the handle gives. */
function allPerms(op: Protect, _draw: Draw, live: Live): Protect {
  const vmar = live.handleAt(op.vmar);
  const perms = vmar === undefined ? 7 : permsOfRights(vmar.rights);
  return { ...op, options: (op.options & ~7) | ((perms & 1) === 0 ? 0 : perms) };
}

const PROTECT: readonly Violation<Protect>[] = [
  badVmar,
  (op, draw, live) => {
    const vmar = otherHandle(draw, live, "vmar", (handle) => !hasRights(handle, 0x1c));
    return vmar === undefined ? undefined : { ...op, vmar, options: op.options | 7 };
  },
  (op, draw) => ({ ...op, options: ((op.options & ~7) | draw.pick([2, 4, 6])) >>> 0 }),
  misalignedAddr,
  withBits((draw) =>
    draw.chance(50)
      ? 1 << draw.pick([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 23])
      : (draw.pick([1, 12, 33]) << 24) >>> 0,
  ),
  emptyLen,
  deadVmar,
  outOfRange,
  pageBefore,
  allPerms,
  intoChild(withoutOpChildren),
  (op, draw, live) => {
    const inner = intoChild<Protect>(() => true)(op, draw, live);
    // More than is permitted now, but hardly more than the maximum, which is looked at before.
    return inner && { ...inner, options: (inner.options & ~7) | draw.pick([1, 3, 3]) };
  },
];

const OP_RANGE: readonly Violation<OpRange>[] = [
  badVmar,
  (op, draw) => ({ ...op, rangeOp: draw.pick([0, 4, 5, 6, 11, 15, 0xffff_ffff]) }),
  weakVmar(Rights.WRITE),
  weakVmar(Rights.READ),
  (op, draw) => ({ ...op, bufferSize: draw.pick([1, 4096]) }),
  misalignedAddr,
  emptyLen,
  outOfRange,
  deadVmar,
  pageBefore,
  intoChild(withoutOpChildren),
];

const DUPLICATE: readonly Violation<Duplicate>[] = [
  (op, draw, live) => ({ ...op, handle: badHandle(draw, live, draw.pick(["vmar", "vmo"])) }),
  (op, draw, live) => {
    const weak = live.openHandles.filter((handle) => !hasRights(handle, Rights.DUPLICATE));
    return weak.length === 0 ? undefined : { ...op, handle: draw.pick(weak).slot };
  },
  (op, draw) => ({
    ...op,
    rights: draw.pick([Rights.SET_POLICY, Rights.SAME_RIGHTS | 1, 0x7fff_ffff]) >>> 0,
  }),
];

type AnyViolation = (op: Op, draw: Draw, live: Live) => Op | undefined;

function forCall<O extends Op>(call: O["call"], table: readonly Violation<O>[]): readonly AnyViolation[] {
  const isCall = (op: Op): op is O => op.call === call;
  return table.map((violation) => (op, draw, live) => (isCall(op) ? violation(op, draw, live) : undefined));
}

const TABLES: Readonly<Partial<Record<TracedCall, readonly AnyViolation[]>>> = {
  allocate: forCall("allocate", ALLOCATE),
  map: forCall("map", MAP),
  unmap: forCall("unmap", UNMAP),
  protect: forCall("protect", PROTECT),
  op_range: forCall("op_range", OP_RANGE),
  handle_duplicate: forCall("handle_duplicate", DUPLICATE),
  vmo_create: forCall("vmo_create", VMO.CREATE),
  vmo_create_child: forCall("vmo_create_child", VMO.CREATE_CHILD),
  vmo_op_range: forCall("vmo_op_range", VMO.OP_RANGE),
  vmo_read: forCall("vmo_read", VMO.TRANSFER),
  vmo_write: forCall("vmo_write", VMO.TRANSFER),
  vmo_set_size: forCall("vmo_set_size", VMO.SET_SIZE),
};

/** The calls whose order of checks is looked at, by the number of their rules. */
export const ORDERED_CALLS: readonly (readonly [rules: number, call: TracedCall])[] = keysOf(TABLES).map(
  (call) => [TABLES[call]?.length ?? 0, call],
);

/** `op` with `count` neighbouring rules broken, as far as the state allows; any handle of other calls may be a bad one. */
export function violate(op: Op, count: 1 | 2, draw: Draw, live: Live): Op {
  const table = isTraced(op) ? TABLES[op.call] : undefined;
  if (table === undefined) return violateHandle(op, draw, live);
  let broken = op;
  // A rule may be out of reach in this state: then another one is tried.
  for (let tries = 0; tries < 4; tries++) {
    const first = draw.int(0, table.length - 1);
    // Neighbours mostly; any two now and then.
    const second = draw.chance(70) ? first + 1 : draw.int(0, table.length - 1);
    // The later rule first: what it picks (a handle, say) may be what the earlier one then replaces.
    const later = count === 2 ? table[second]?.(op, draw, live) : op;
    const both = table[first]?.(later ?? op, draw, live);
    if (both !== undefined && later !== undefined) return both;
    broken = both ?? later ?? broken;
  }
  return broken;
}

function violateHandle(op: Op, draw: Draw, live: Live): Op {
  if ("vmar" in op) return { ...op, vmar: badHandle(draw, live, "vmar") };
  if ("vmo" in op) return { ...op, vmo: badHandle(draw, live, "vmo") };
  if ("handle" in op) return { ...op, handle: badHandle(draw, live, draw.pick(["vmar", "vmo"])) };
  return op;
}
