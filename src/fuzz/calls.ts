/**
 * One generator for each call: a sensible call in the present state, mostly legal, near what exists. What breaks rules on purpose is
 * in `violations.ts`.
 */
import {
  Perm,
  Rights,
  type U64,
  VmOption,
  VmarOp,
  VmoChildOption,
  VmoOp,
  VmoOption,
  addU64,
  subU64,
} from "../zircon/index.ts";
import type { Draw } from "./draw.ts";
import { borrow, release } from "./leases.ts";
import { type Live, type LiveEntry, type LiveHandle, type Region, permsOfRights } from "./live.ts";
import {
  addrOf,
  hostile,
  isDiscardable,
  type PageRange,
  lenOf,
  offsetOf,
  pickAround,
  pickExpendable,
  pickGap,
  pickHandle,
  pickMapped,
  pickName,
  pickRange,
  pickRights,
  pickSignalChange,
  pickSignals,
  pickVmar,
  pickVmo,
  pickVmoLike,
  pickWord,
  regionOf,
  subset,
} from "./operands.ts";
import { type Addr, type TracedCall, INVALID, type Offset, type Op, ROOT } from "./program.ts";
import {
  EXECUTE_ONLY,
  endsEarly,
  hasExecuteOnly,
  isExecutable,
  streamOffset,
  wantsExecuteOnly,
} from "./switched.ts";

type Generate = (draw: Draw, live: Live) => Op;

const CAN_MAP = [VmOption.CAN_MAP_READ, VmOption.CAN_MAP_WRITE, VmOption.CAN_MAP_EXECUTE];

const allocate: Generate = (draw, live) => {
  const vmar = pickVmar(draw, live);
  const region = regionOf(vmar);
  // Mostly as much as the handle may give, so that something can be mapped inside.
  let options = subset(draw, CAN_MAP, 85) & (permsOfRights(vmar.rights) << 7);
  if (draw.chance(80)) options |= VmOption.CAN_MAP_SPECIFIC;
  if (draw.chance(20)) options |= VmOption.COMPACT;
  if (draw.chance(3)) options |= VmOption.PERM_READ_IF_XOM_UNSUPPORTED;
  const gap = pickGap(draw, live, region);
  if (gap === undefined && draw.chance(60)) return unmap(draw, live);
  const range =
    gap !== undefined && draw.chance(85) ? widen(draw, gap, region) : pickRange(draw, live, region);
  const placed = place(draw, live, vmar, range, false);
  options |= placed.options;
  const size = draw.chance(96)
    ? live.pages.bytes(range.end - range.page)
    : lenOf(draw, live, range.end - range.page);
  return { call: "allocate", vmar: vmar.slot, options, offset: placed.offset, size, out: live.nextSlot };
};

/** Regions are worth more when something fits inside. */
function widen(
  draw: Draw,
  gap: { readonly page: number; readonly end: number },
  region: Region,
): { page: number; end: number } {
  const end = region.page + region.pages;
  return draw.chance(60) ? { page: gap.page, end: Math.min(end, gap.end + draw.int(1, 6)) } : { ...gap };
}

const map: Generate = (draw, live) => {
  const vmar = pickVmar(draw, live);
  const vmo = pickVmoToMap(draw, live);
  if (vmo === undefined) return vmoCreate(draw, live);
  const region = regionOf(vmar);
  const neighbour = draw.chance(25) ? continueNeighbour(draw, live, region) : undefined;
  const free = pickGap(draw, live, region);
  const overwrite = draw.chance(free === undefined || neighbour?.occupied === true ? 70 : 25);
  const gap = overwrite ? undefined : free;
  const range =
    neighbour?.range ?? (gap !== undefined && draw.chance(85) ? gap : pickRange(draw, live, region));
  const handle = neighbour?.vmo ?? vmo;
  const placed = place(draw, live, vmar, range, overwrite, neighbour !== undefined);
  const isExecuteOnly = wantsExecuteOnly(draw, live, permsOfRights(vmar.rights & handle.rights));
  let options = placed.options | (isExecuteOnly ? EXECUTE_ONLY : pickPerms(draw, vmar, handle));
  const vmoOptions = handle.object.kind === "vmo" ? handle.object.options : 0;
  if ((vmoOptions & VmoOption.DISCARDABLE) !== 0 ? draw.chance(90) : draw.chance(8))
    options |= VmOption.ALLOW_FAULTS;
  const { "Q-3": isUntrimmed } = live.world.semantics;
  const stopsAtStream = draw.chance(isUntrimmed ? 60 : 10);
  if (stopsAtStream) options |= VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE;
  const fills = draw.chance(isUntrimmed && stopsAtStream ? 50 : 5);
  if (fills && (options & VmOption.SPECIFIC_OVERWRITE) === 0) options |= VmOption.MAP_RANGE;
  if (draw.chance(3)) options |= VmOption.REQUIRE_NON_RESIZABLE;
  if (draw.chance(2)) options |= VmOption.PERM_READ_IF_XOM_UNSUPPORTED;
  const pages = range.end - range.page;
  const vmoOffset =
    neighbour?.vmoOffset ??
    (isUntrimmed && stopsAtStream && draw.chance(60)
      ? streamOffset(draw, live, handle)
      : pickVmoOffset(draw, live, handle, pages));
  return {
    call: "map",
    vmar: vmar.slot,
    options: options >>> 0,
    offset: placed.offset,
    vmo: handle.slot,
    vmoOffset,
    len: lenOf(draw, live, pages),
    out: live.nextSlot,
  };
};

/** Of any VMO, one with parents or children, and a handle that cannot write. */
const VMO_ODDS = [5, 2, 1];

function pickVmoToMap(draw: Draw, live: Live): LiveHandle | undefined {
  if (hasExecuteOnly(live.world) && draw.chance(40)) return pickVmoLike(draw, live, isExecutable);
  if (live.world.semantics["Q-3"] && draw.chance(60)) {
    return pickVmoLike(draw, live, (handle) => endsEarly(live, handle));
  }
  switch (draw.weighted(VMO_ODDS)) {
    case 0:
      return pickVmo(draw, live);
    case 1:
      return pickVmoLike(draw, live, (handle) => live.hasKin(handle));
    default:
      return pickVmoLike(draw, live, (handle) => (handle.rights & Rights.WRITE) === 0);
  }
}

/** Placement options and the offset that goes with them. */
function place(
  draw: Draw,
  live: Live,
  vmar: LiveHandle,
  range: { readonly page: number; readonly end: number },
  overwrite: boolean,
  exact: boolean = false,
): { options: number; offset: Offset } {
  const region = regionOf(vmar);
  const align = draw.chance(8) ? alignOption(draw, live) : 0;
  if (overwrite) {
    const both = draw.chance(15) ? VmOption.SPECIFIC : 0;
    return {
      options: VmOption.SPECIFIC_OVERWRITE | both | (draw.chance(15) ? align : 0),
      offset: offsetOf(draw, live, range.page, vmar),
    };
  }
  const specific =
    exact || ((region.options & VmOption.CAN_MAP_SPECIFIC) !== 0 ? draw.chance(70) : draw.chance(8));
  if (specific) {
    return {
      options: VmOption.SPECIFIC | (draw.chance(25) ? align : 0),
      offset: offsetOf(draw, live, range.page, vmar),
    };
  }
  if (draw.chance(25)) {
    const limit = subU64(live.pages.bytes(range.end), live.pages.bytes(region.page));
    return { options: VmOption.OFFSET_IS_UPPER_LIMIT | align, offset: limit };
  }
  return { options: align, offset: 0 };
}

/** An ALIGN field near the page size mostly, where it matters in a small space. */
function alignOption(draw: Draw, live: Live): number {
  const exponent = draw.among([
    [6, live.pages.shift + draw.int(1, 3)],
    [2, draw.int(10, 12)],
    [1, draw.int(10, 32)],
  ]);
  return (exponent << 24) >>> 0;
}

/** Permissions that a mapping asks for, and their odds; the last of these is for anything. */
const MAP_PERMS = [1, 3, 7, 5, 0];
const MAP_PERM_ODDS = [25, 40, 12, 10, 10, 3];

function pickPerms(draw: Draw, vmar: LiveHandle, vmo: LiveHandle): number {
  const allowed = permsOfRights(vmar.rights & vmo.rights);
  const anything = draw.int(0, 7);
  const wish = MAP_PERMS[draw.weighted(MAP_PERM_ODDS)] ?? anything;
  return draw.chance(92) ? legalPerms(wish & allowed) : wish;
}

/** WRITE and EXECUTE are nothing without READ. */
function legalPerms(perms: number): number {
  return (perms & Perm.READ) === 0 ? 0 : perms;
}

/** Of the place behind a mapping, before it, and within it. */
const NEIGHBOUR_ODDS = [5, 3, 2];

/** Where a mapping would continue one that is there, so that they merge, or would replace part of it by the same. */
function continueNeighbour(
  draw: Draw,
  live: Live,
  region: Region,
): { range: PageRange; occupied: boolean; vmo: LiveHandle; vmoOffset: U64 } | undefined {
  const inside = live.inside(region);
  const entries = inside.filter((entry) => !entry.region && entry.object > 0);
  if (entries.length === 0) return undefined;
  const entry = draw.pick(entries);
  const handles = live
    .shownBy(entry)
    ?.handles.filter((handle) => handle.open && (handle.rights & Rights.MAP) !== 0);
  if (handles === undefined || handles.length === 0) return undefined;
  const pages = draw.int(1, 3);
  const within = entry.page + draw.int(0, entry.end - entry.page - 1);
  const where = draw.weighted(NEIGHBOUR_ODDS);
  const page = where === 0 ? entry.end : where === 1 ? Math.max(region.page, entry.page - pages) : within;
  const shift = subU64(live.pages.bytes(page), live.pages.bytes(entry.page));
  return {
    range: { page, end: page + pages },
    occupied: inside.some((other) => other.page < page + pages && other.end > page),
    vmo: draw.pick(handles),
    vmoOffset: addU64(entry.vmoOffset, shift),
  };
}

/** Of the offsets of {@link pickVmoOffset}. */
const VMO_OFFSET_ODDS = [50, 25, 12, 6, 2];

/** A VMO offset: the start, an offset whose mapping ends at the VMO's end or a page off it, or somewhere inside. */
function pickVmoOffset(draw: Draw, live: Live, vmo: LiveHandle, pages: number): U64 {
  switch (draw.weighted(VMO_OFFSET_ODDS)) {
    case 0:
      return 0;
    case 1:
      return live.pages.bytes(draw.low(0, Math.min(live.vmoPages(vmo), 8)));
    case 2:
      return live.pages.bytes(Math.max(0, live.vmoPages(vmo) - pages + draw.int(-1, 1)));
    case 3:
      return live.pages.bytes(Math.max(0, live.pages.up(live.streamSize(vmo)) + draw.int(-1, 1)));
    default:
      return hostile(draw, live.pages.size);
  }
}

const unmap: Generate = (draw, live) => {
  const vmar = pickVmar(draw, live);
  // A part of a mapping leaves something to look at.
  const mapped = draw.chance(45) ? pickMapped(draw, live, regionOf(vmar)) : undefined;
  const range = mapped ?? pickRange(draw, live, regionOf(vmar));
  const addr = addrOf(draw, live, range.page, vmar);
  return { call: "unmap", vmar: vmar.slot, addr, len: lenOf(draw, live, range.end - range.page) };
};

/** Where protect and op_range go, and by which handle: mostly where something is mapped without a gap. */
function pickWalk(draw: Draw, live: Live): { vmar: LiveHandle; range: PageRange } {
  const { mappings } = live;
  if (mappings.length > 0 && draw.chance(60)) {
    // A mapping first, then any region that it lies in.
    const entry = draw.pick(mappings);
    const vmar = pickAround(draw, live, entry);
    const range = vmar && pickMapped(draw, live, regionOf(vmar), entry);
    if (vmar !== undefined && range !== undefined) return { vmar, range };
  }
  const vmar = pickVmar(draw, live);
  const mapped = draw.chance(70) ? pickMapped(draw, live, regionOf(vmar)) : undefined;
  return { vmar, range: mapped ?? pickRange(draw, live, regionOf(vmar)) };
}

/** Permissions that protect asks for, and their odds; the last of these is for anything. */
const PROTECTIONS = [1, 3, 0, 5, 7];
const PROTECTION_ODDS = [26, 26, 22, 10, 10, 4];

function pickProtection(draw: Draw): number {
  const anything = draw.int(0, 7);
  return PROTECTIONS[draw.weighted(PROTECTION_ODDS)] ?? anything;
}

const protect: Generate = (draw, live) => {
  const { vmar, range } = pickWalk(draw, live);
  // What is there already, in the range or beside it: protection ranges fuse, or are left as they are.
  const there = live.mappings.filter((entry) => entry.page <= range.end && entry.end >= range.page);
  const first = there.find((entry) => entry.page >= range.page);
  const wish =
    first !== undefined && draw.chance(40)
      ? (draw.chance(50) ? first : draw.pick(there)).perms
      : pickProtection(draw);
  const allowed = permsOfRights(vmar.rights);
  const perms = draw.chance(90) ? legalPerms(wish & allowed) : wish;
  const xom = draw.chance(3) ? VmOption.PERM_READ_IF_XOM_UNSUPPORTED : 0;
  const options = wantsExecuteOnly(draw, live, allowed) ? EXECUTE_ONLY : perms | xom;
  return {
    call: "protect",
    vmar: vmar.slot,
    options,
    addr: addrOf(draw, live, range.page, vmar),
    len: lenOf(draw, live, range.end - range.page),
  };
};

/** Operations on ranges, and their odds; the last of these is for anything. */
const RANGE_OPS = [
  VmarOp.COMMIT,
  VmarOp.DECOMMIT,
  VmarOp.ZERO,
  VmarOp.MAP_RANGE,
  VmarOp.DONT_NEED,
  VmarOp.ALWAYS_NEED,
  VmarOp.PREFETCH,
];
const RANGE_OP_ODDS = [20, 20, 20, 10, 8, 8, 10, 2];

const opRange: Generate = (draw, live) => {
  const { vmar, range } = pickWalk(draw, live);
  const anything = draw.int(0, 16);
  const drawn = RANGE_OPS[draw.weighted(RANGE_OP_ODDS)] ?? anything;
  return {
    call: "op_range",
    vmar: vmar.slot,
    rangeOp: live.world.semantics["Q-3"] && draw.chance(40) ? VmarOp.MAP_RANGE : drawn,
    addr: addrOf(draw, live, range.page, vmar),
    len: lenOf(draw, live, range.end - range.page),
    bufferSize: draw.chance(2) ? 1 : 0,
  };
};

const destroy: Generate = (draw, live) => {
  // The root would only answer NOT_SUPPORTED, so it is asked less often.
  const others = live.openVmars.filter(({ object }) => object !== live.root.object);
  if (others.length === 0 && draw.chance(85)) return allocate(draw, live);
  // Mostly one that holds nothing: the rest of the program has dead handles then, and loses little.
  const empty = others.filter(({ object }) => object.kind === "vmar" && live.inside(object).length === 0);
  const vmar =
    empty.length > 0 && draw.chance(60)
      ? draw.pick(empty)
      : others.length > 0 && draw.chance(90)
        ? draw.pick(others)
        : pickVmar(draw, live);
  return { call: "destroy", vmar: vmar.slot };
};

const infoMaps: Generate = (draw, live) => ({
  call: "info_maps",
  vmar: pickVmar(draw, live).slot,
  capacity: draw.chance(30) ? draw.int(0, 4) : undefined,
});

const vmoCreate: Generate = (draw, live) => {
  const pages = draw.among([
    [1, 0],
    [4, 1],
    [6, draw.int(2, 4)],
    [10, draw.int(5, 12)],
  ]);
  const kind = draw.among([
    [60, 0],
    [28, VmoOption.RESIZABLE],
    [8, VmoOption.DISCARDABLE],
    [4, VmoOption.UNBOUNDED],
    [2, VmoOption.DISCARDABLE | VmoOption.RESIZABLE],
    [1, VmoOption.UNBOUNDED | VmoOption.RESIZABLE],
    [1, draw.int(0, 31)],
  ]);
  // A size inside a page gives a stream that ends there.
  const size = draw.chance(15)
    ? addU64(live.pages.bytes(pages), draw.int(1, live.pages.size - 1))
    : lenOf(draw, live, pages);
  return { call: "vmo_create", size, options: kind, out: live.nextSlot };
};

function isSlice({ object }: LiveHandle): boolean {
  return (
    object.kind === "vmo" && object.parent !== undefined && (object.options & VmoChildOption.SLICE) !== 0
  );
}

const vmoCreateChild: Generate = (draw, live) => {
  const vmo = pickVmoLike(draw, live, (handle) => live.hasContents(handle));
  if (vmo === undefined) return vmoCreate(draw, live);
  const size = Math.min(live.vmoPages(vmo), 64);
  const kind = draw.among([
    [30, VmoChildOption.SNAPSHOT],
    [12, VmoChildOption.SNAPSHOT_AT_LEAST_ON_WRITE],
    [8, VmoChildOption.SNAPSHOT_MODIFIED],
    // A slice can only be sliced.
    [isSlice(vmo) ? 150 : 25, VmoChildOption.SLICE],
    [18, VmoChildOption.REFERENCE],
    [2, draw.int(0, 255)],
  ]);
  let options = kind;
  if (draw.chance(12)) options |= VmoChildOption.RESIZABLE;
  if (draw.chance(20)) options |= VmoChildOption.NO_WRITE;
  const reference = kind === VmoChildOption.REFERENCE && draw.chance(92);
  const first = draw.chance(50) ? 0 : draw.int(0, size);
  const pages = draw.chance(80) ? Math.max(0, size - first - draw.int(0, 1)) : draw.int(0, size + 2);
  return {
    call: "vmo_create_child",
    vmo: vmo.slot,
    options,
    offset: reference ? 0 : draw.chance(97) ? live.pages.bytes(first) : hostile(draw, live.pages.size),
    size: reference ? 0 : lenOf(draw, live, pages),
    out: live.nextSlot,
  };
};

/** A byte offset into a VMO near a page's edge, the stream's end or the VMO's end. */
function byteOffset(draw: Draw, live: Live, vmo: LiveHandle): U64 {
  const pages = Math.min(live.vmoPages(vmo), 10);
  return draw.among<() => U64>([
    [60, () => live.pages.bytes(draw.low(0, Math.max(0, pages - 1)))],
    [15, () => subU64(live.pages.bytes(draw.low(1, Math.max(1, pages))), draw.pick([1, 2, 4]))],
    [10, () => live.pages.bytes(pages)],
    [10, () => subtract(live.streamSize(vmo), draw.int(0, 2))],
    [2, () => hostile(draw, live.pages.size)],
  ])();
}

function subtract(value: U64, n: number): U64 {
  return value < n ? 0 : subU64(value, n);
}

function bytes(draw: Draw): Uint8Array {
  return new Uint8Array(draw.int(1, 8)).fill(draw.int(1, 255));
}

/** A call on a VMO; a VMO is created instead where there is none. */
function onVmo(generate: (draw: Draw, live: Live, vmo: LiveHandle) => Op): Generate {
  return (draw, live) => {
    const vmo = pickVmo(draw, live);
    return vmo === undefined ? vmoCreate(draw, live) : generate(draw, live, vmo);
  };
}

function newSize(draw: Draw, live: Live, vmo: LiveHandle): U64 {
  const pages = Math.min(live.vmoPages(vmo), 16);
  return draw.among<() => U64>([
    [50, () => live.pages.bytes(Math.max(0, pages + draw.int(-3, 2)))],
    [20, () => addU64(live.pages.bytes(draw.int(0, 8)), draw.int(1, live.pages.size - 1))],
    // Inside of a page that is mapped, just behind its start or before its end: what follows in the page is zeroed.
    [
      15,
      () => {
        const mappings = live.mappings.filter((entry) => live.shownBy(entry) === vmo.object);
        const mapped = mappings.length === 0 ? undefined : draw.pick(mappings);
        const first = mapped === undefined ? Math.max(0, pages - 1) : live.pages.of(mapped.vmoOffset);
        const last = mapped === undefined ? first : first + Math.min(mapped.end - mapped.page, 8) - 1;
        return addU64(live.pages.bytes(draw.int(first, last)), draw.pick([1, 2, 8, live.pages.size - 1]));
      },
    ],
    [6, () => live.streamSize(vmo)],
    [10, () => 0],
    [3, () => hostile(draw, live.pages.size)],
  ])();
}

const vmoSetSize: Generate = (draw, live) => {
  const resizable = ({ object }: LiveHandle): boolean =>
    object.kind === "vmo" && object.parent === undefined && (object.options & VmoOption.RESIZABLE) !== 0;
  const vmo = pickVmoLike(draw, live, resizable);
  if (vmo === undefined || (!live.openVmos.some(resizable) && draw.chance(70)))
    return { ...vmoCreate(draw, live), options: VmoOption.RESIZABLE };
  return { call: "vmo_set_size", vmo: vmo.slot, size: newSize(draw, live, vmo) };
};

const LOCKS: readonly number[] = [VmoOp.LOCK, VmoOp.TRY_LOCK, VmoOp.UNLOCK];

const vmoOpRange: Generate = (draw, live) => {
  const vmo = pickVmoLike(draw, live, (handle) => live.hasContents(handle));
  if (vmo === undefined) return vmoCreate(draw, live);
  const pages = Math.min(live.vmoPages(vmo), 10);
  const page = draw.low(0, pages);
  const rangeOp = draw.among([
    [20, VmoOp.COMMIT],
    [20, VmoOp.DECOMMIT],
    [20, VmoOp.ZERO],
    [6, VmoOp.PREFETCH],
    [6, VmoOp.TRY_LOCK],
    [6, VmoOp.UNLOCK],
    [3, VmoOp.LOCK],
    [10, draw.int(0, 16)],
  ]);
  // Locks are of the whole VMO, which must be a discardable one.
  if (LOCKS.includes(rangeOp) && draw.chance(60)) {
    const { slot } = pickVmoLike(draw, live, isDiscardable) ?? vmo;
    const whole = live.session.kernel.vmoGetSize(live.session.handle(slot)).value;
    return { call: "vmo_op_range", vmo: slot, rangeOp, offset: 0, len: whole };
  }
  // ZERO alone goes by bytes.
  if (rangeOp === VmoOp.ZERO && draw.chance(40)) {
    const offset = byteOffset(draw, live, vmo);
    const len = draw.pick([1, 2, 4, live.pages.size - 1, live.pages.size + 1]);
    return { call: "vmo_op_range", vmo: vmo.slot, rangeOp, offset, len };
  }
  return {
    call: "vmo_op_range",
    vmo: vmo.slot,
    rangeOp,
    offset: draw.chance(15) ? byteOffset(draw, live, vmo) : live.pages.bytes(draw.chance(30) ? 0 : page),
    len: draw.chance(25) ? live.pages.bytes(live.vmoPages(vmo)) : lenOf(draw, live, draw.int(1, 3)),
  };
};

/** An address of something mapped, mostly of what is `wanted`, or near its edge; now and then anywhere. */
function mappedAddr(
  draw: Draw,
  live: Live,
  wanted: (entry: LiveEntry) => boolean = () => true,
): { addr: Addr; pages: number; perms: number } {
  const { mappings } = live;
  if (mappings.length === 0 || draw.chance(4)) {
    return { addr: { slot: INVALID, delta: hostile(draw, live.pages.size) }, pages: 1, perms: 0 };
  }
  const fitting = draw.chance(50) ? mappings.filter(wanted) : [];
  const entry = draw.pick(fitting.length === 0 ? mappings : fitting);
  const pages = entry.end - entry.page;
  const { changed } = live;
  const page =
    changed !== undefined && draw.chance(live.changedBy === undefined ? 25 : 80)
      ? draw.int(changed.page, Math.min(changed.end, changed.page + 8) - 1)
      : entry.page + pickPageIn(draw, pages);
  const perms = mappings.find((mapping) => mapping.page <= page && page < mapping.end)?.perms ?? 0;
  const addr = addrOf(draw, live, Math.max(0, page), live.root);
  const shift = pickByteIn(draw, live.pages.size);
  return { addr: { slot: addr.slot, delta: addU64(addr.delta, shift) }, pages, perms };
}

/** Of any page of a mapping, its last, the one behind and the one before it. */
const PAGE_ODDS = [60, 20, 8, 4];

/** A page of a mapping or just outside of it, counted from its first. */
function pickPageIn(draw: Draw, pages: number): number {
  const any = draw.low(0, Math.min(pages, 64) - 1);
  const where = draw.weighted(PAGE_ODDS);
  return where === 0 ? any : where === 1 ? pages - 1 : where === 2 ? pages : -1;
}

/** Of the first byte of a page, its last, the last that four bytes fit behind, and any. */
const BYTE_ODDS = [70, 10, 10, 10];

function pickByteIn(draw: Draw, pageSize: number): number {
  const any = draw.int(1, pageSize - 1);
  const where = draw.weighted(BYTE_ODDS);
  return where === 0 ? 0 : where === 1 ? pageSize - 1 : where === 2 ? pageSize - 4 : any;
}

/** A call on mapped memory; where nothing is mapped, mostly a map call instead. */
function onMemory(generate: Generate): Generate {
  return (draw, live) => {
    return live.mappings.length > 0 || draw.chance(20) ? generate(draw, live) : map(draw, live);
  };
}

const readMemory = onMemory((draw, live) => {
  const { addr, pages } = mappedAddr(draw, live);
  const len = draw.among<() => U64>([
    [40, () => draw.int(1, 8)],
    [45, () => live.pages.size * draw.int(1, Math.min(pages + 2, 6))],
    [5, () => live.pages.size * Math.min(pages, 6) + 1],
    [2, () => 0],
    [1, () => 64 * 1024 * 1024 + 1],
    [1, () => hostile(draw, live.pages.size)],
  ])();
  return { call: "read_memory", addr, len };
});

const writeMemory = onMemory((draw, live) => {
  // What no thread can write now is where a forced write differs.
  const { addr } = mappedAddr(draw, live, ({ perms }) => (perms & Perm.WRITE) === 0);
  return { call: "write_memory", addr, bytes: bytes(draw) };
});

const access = onMemory((draw, live) => {
  // Families of VMOs share pages until one of them is written.
  const { addr, perms } = mappedAddr(draw, live, (entry) => {
    const handle = live.shownBy(entry)?.handles.find(({ open }) => open);
    return handle !== undefined && live.hasKin(handle);
  });
  // Mostly what is permitted, but for what was permitted until now.
  const odds = (perm: number): number => ((perms & perm) === 0 && live.changedBy === undefined ? 1 : 4);
  const kind = draw.among<"read" | "write" | "execute">([
    [10 * odds(Perm.READ), "read"],
    [15 * odds(Perm.WRITE), "write"],
    [4 * odds(Perm.EXECUTE), "execute"],
  ]);
  const wide = kind !== "execute" && draw.chance(60);
  const value = kind === "write" && wide ? pickWord(draw) : undefined;
  if (wide && kind === "read") {
    // Inside of one page: a trace cannot write down a wide read that faults (it loads a byte where no value is expected).
    const delta =
      typeof addr.delta === "number"
        ? addr.delta - (addr.delta % 8)
        : BigInt.asUintN(61, addr.delta >> 3n) << 3n;
    return { call: "access", addr: { slot: addr.slot, delta }, kind, width: 8, value };
  }
  return { call: "access", addr, kind, width: value === undefined ? 1 : 8, value };
});

/** The generator of each call. */
export const GENERATORS: Readonly<Record<TracedCall, Generate>> = {
  allocate,
  map,
  unmap,
  protect,
  op_range: opRange,
  destroy,
  info: (draw, live) => ({ call: "info", vmar: pickVmar(draw, live).slot }),
  info_maps: infoMaps,
  vmo_create: vmoCreate,
  vmo_create_child: vmoCreateChild,
  vmo_get_size: onVmo((_draw, _live, { slot }) => ({ call: "vmo_get_size", vmo: slot })),
  vmo_get_stream_size: onVmo((_draw, _live, { slot }) => ({ call: "vmo_get_stream_size", vmo: slot })),
  vmo_info: onVmo((_draw, _live, { slot }) => ({ call: "vmo_info", vmo: slot })),
  vmo_set_size: vmoSetSize,
  vmo_set_stream_size: onVmo((draw, live, vmo) => ({
    call: "vmo_set_stream_size",
    vmo: vmo.slot,
    size: newSize(draw, live, vmo),
  })),
  vmo_read: onVmo((draw, live, vmo) => ({
    call: "vmo_read",
    vmo: vmo.slot,
    offset: byteOffset(draw, live, vmo),
    len: draw.chance(90) ? draw.int(0, 16) : live.pages.size * draw.int(1, 3),
  })),
  vmo_write: onVmo((draw, live, vmo) => ({
    call: "vmo_write",
    vmo: vmo.slot,
    offset: byteOffset(draw, live, vmo),
    bytes: bytes(draw),
  })),
  vmo_op_range: vmoOpRange,
  vmo_set_cache_policy: onVmo((draw, _live, { slot }) => ({
    call: "vmo_set_cache_policy",
    vmo: slot,
    policy: draw.int(0, 3),
  })),
  vmo_replace_as_executable: onVmo((_draw, live, { slot }) => ({
    call: "vmo_replace_as_executable",
    vmo: slot,
    out: live.nextSlot,
  })),
  handle_duplicate: (draw, live) => {
    // Most rights of regions say something about what is in them, OP_CHILDREN about their regions.
    const parents = live.openVmars.filter((handle) =>
      live.inside(regionOf(handle)).some(({ region }) => region),
    );
    const isParent = parents.length > 0 && draw.chance(35);
    const handle = isParent ? draw.pick(parents) : pickHandle(draw, live);
    const rights =
      isParent && draw.chance(50) ? handle.rights & ~Rights.OP_CHILDREN : pickRights(draw, handle);
    return { call: "handle_duplicate", handle: handle.slot, rights: rights >>> 0, out: live.nextSlot };
  },
  handle_replace: (draw, live) => {
    const handle = pickExpendable(draw, live);
    return {
      call: "handle_replace",
      handle: handle.slot,
      rights: pickRights(draw, handle),
      out: live.nextSlot,
    };
  },
  handle_close: (draw, live) => {
    // Parents and children of VMOs outlive one another.
    const kin = draw.chance(50) ? live.openVmos.filter((handle) => live.hasKin(handle)) : [];
    const unmapped = kin.filter((handle) => !live.isMapped(handle));
    if (kin.length > 0) {
      const ended = unmapped.length > 0 && draw.chance(70) ? unmapped : kin;
      return { call: "handle_close", handle: draw.pick(ended).slot };
    }
    const handle = pickExpendable(draw, live);
    // The root reaches everything.
    const again = handle.slot === ROOT && draw.chance(90) ? pickExpendable(draw, live) : handle;
    return { call: "handle_close", handle: again.slot };
  },
  basic_info: (draw, live) => ({ call: "basic_info", handle: pickHandle(draw, live).slot }),
  get_name: (draw, live) => ({ call: "get_name", handle: pickHandle(draw, live).slot }),
  set_name: (draw, live) => ({
    call: "set_name",
    handle: pickHandle(draw, live).slot,
    name: pickName(draw),
  }),
  signal: (draw, live) => ({
    call: "signal",
    handle: pickHandle(draw, live).slot,
    ...pickSignalChange(draw),
  }),
  wait: (draw, live) => ({
    call: "wait",
    handle: pickHandle(draw, live).slot,
    signals: pickSignals(draw),
  }),
  read_memory: readMemory,
  write_memory: writeMemory,
  access,
  borrow,
  release,
};
