import { Rights, type U64, U64_MAX, VmoOption, addU64, subU64, wrapU64 } from "../zircon/index.ts";
import type { Draw } from "./draw.ts";
import type { Live, LiveEntry, LiveHandle, MapSlot, Region } from "./live.ts";
import { type Addr, type Offset, type Slot, UNKNOWN, INVALID } from "./program.ts";

/** A range of pages, end exclusive. */
export interface PageRange {
  readonly page: number;
  readonly end: number;
}

/** Values at which 64-bit arithmetic and page rounding break: 0, 1, P±1, 2^63, 2^64-P, 2^64-P±1, 2^64-1. */
export function hostile(draw: Draw, pageSize: number): U64 {
  let values = HOSTILE.get(pageSize);
  if (values === undefined) HOSTILE.set(pageSize, (values = hostileValues(BigInt(pageSize))));
  return draw.pick(values);
}

/** By page size. */
const HOSTILE = new Map<number, readonly U64[]>();

function hostileValues(p: bigint): U64[] {
  const top = U64_MAX + 1n;
  const nearTop = [top - p, top - p + 1n, top - p - 1n, top - 2n * p, U64_MAX];
  return [0n, 1n, p - 1n, p + 1n, 1n << 63n, ...nearTop].map(wrapU64);
}

/** A handle to a region: mostly a live one, the newest most often, sometimes to a dead region. */
export function pickVmar(draw: Draw, live: Live): LiveHandle {
  const open = live.openVmars;
  const alive = live.aliveVmars;
  if (alive.length === 0 || (open.length > alive.length && draw.chance(6)))
    return pickRecent(draw, open, live);
  return pickRecent(draw, alive, live);
}

export function pickVmo(draw: Draw, live: Live): LiveHandle | undefined {
  const open = live.openVmos;
  return open.length === 0 ? undefined : pickRecent(draw, open, live);
}

/** As {@link pickVmo}, but mostly one that is wanted if there is any. */
export function pickVmoLike(
  draw: Draw,
  live: Live,
  wanted: (vmo: LiveHandle) => boolean,
): LiveHandle | undefined {
  const fitting = draw.chance(70) ? live.openVmos.filter(wanted) : [];
  return fitting.length === 0 ? pickVmo(draw, live) : pickRecent(draw, fitting, live);
}

export function isDiscardable({ object }: LiveHandle): boolean {
  return (
    object.kind === "vmo" && object.parent === undefined && (object.options & VmoOption.DISCARDABLE) !== 0
  );
}

/** Any open handle; a closed one where none is left. */
export function pickHandle(draw: Draw, live: Live): LiveHandle {
  const open = live.openHandles;
  return draw.pick(open.length === 0 ? live.handles : open);
}

/** As {@link pickHandle}, but hardly ever the only handle by which a living region can be reached: without it little is left to do. */
export function pickExpendable(draw: Draw, live: Live): LiveHandle {
  const handle = pickHandle(draw, live);
  const ways = live.aliveVmars;
  if (ways.length !== 1 || ways[0] !== handle || draw.chance(3)) return handle;
  return pickVmo(draw, live) ?? handle;
}

function pickRecent(draw: Draw, handles: readonly LiveHandle[], live: Live): LiveHandle {
  const last = handles.at(-1) ?? live.handles[0];
  if (last === undefined) throw new Error("there is always the root");
  return handles.length < 2 || draw.chance(35) ? last : draw.pick(handles);
}

/** Something that is no open handle of the kind wanted: 0, a value never given out, a closed one, one of the other kind. */
export function badHandle(draw: Draw, live: Live, kind: "vmar" | "vmo"): Slot {
  const wrong = live.handles.filter((handle) => !handle.open || handle.kind !== kind).map(({ slot }) => slot);
  return draw.pick([INVALID, UNKNOWN, ...wrong]);
}

export function regionOf(handle: LiveHandle): Region {
  if (handle.object.kind !== "vmar") throw new Error(`slot ${handle.slot} is no region`);
  return handle.object;
}

/** A handle to any region in which all of a range lies; none if no region that has a handle does. */
export function pickAround(draw: Draw, live: Live, { page, end }: PageRange): LiveHandle | undefined {
  const handles = live.aliveVmars.filter((handle) => {
    const region = regionOf(handle);
    return region.page <= page && end <= region.page + region.pages;
  });
  return handles.length === 0 ? undefined : draw.pick(handles);
}

/** Where something begins or ends inside a region, its own ends included; ascending, without repeats. */
function boundaries(region: Region, inside: readonly LiveEntry[]): number[] {
  const edges = [region.page, region.page + region.pages];
  for (const { page, end } of inside) {
    insertEdge(edges, page);
    insertEdge(edges, end);
  }
  return edges;
}

function insertEdge(edges: number[], page: number): void {
  let at = edges.length;
  while ((edges[at - 1] ?? -1) > page) at--;
  if (edges[at - 1] !== page) edges.splice(at, 0, page);
}

/** A range of a region that starts and ends where something does: exactly an entry, spanning several, the whole, or beside. */
export function pickRange(draw: Draw, live: Live, region: Region): PageRange {
  const end = region.page + region.pages;
  const range = RANGES[draw.weighted(RANGE_ODDS)]?.(draw, region, live.inside(region)) ?? whole(region);
  const exact = draw.chance(75);
  const page = exact ? range.page : Math.max(0, range.page + draw.int(-1, 1));
  const to = exact ? range.end : Math.max(page + 1, range.end + draw.int(-1, 1));
  // Mostly within the region.
  if (draw.chance(12)) return { page, end: to };
  const first = Math.max(region.page, Math.min(page, end - 1));
  return { page: first, end: Math.max(first + 1, Math.min(to, end)) };
}

type RangeIn = (draw: Draw, region: Region, inside: readonly LiveEntry[]) => PageRange;

const RANGE_ODDS = [30, 25, 25, 6, 14];

/** By the odds above. */
const RANGES: readonly RangeIn[] = [
  (draw, region, inside) => (inside.length === 0 ? whole(region) : draw.pick(inside)),
  (draw, region, inside) => {
    const edges = boundaries(region, inside);
    const from = draw.int(0, edges.length - 2);
    const to = edges[draw.int(from + 1, edges.length - 1)];
    return { page: edges[from] ?? region.page, end: to ?? region.page + region.pages };
  },
  (draw, region, inside) => around(draw, draw.pick(boundaries(region, inside)), region),
  (_draw, region) => whole(region),
  (draw, region) => {
    const page = region.page + draw.int(0, Math.min(region.pages, 64) - 1);
    return { page, end: page + draw.int(1, 4) };
  },
];

/**
 * A range without gaps: part or all of a mapping, or of several that touch; undefined where nothing is mapped. `first` is the lowest
 * mapping that it has a part of, one in the region.
 */
export function pickMapped(draw: Draw, live: Live, region: Region, first?: LiveEntry): PageRange | undefined {
  const mappings = live.mappingsInside(region);
  if (mappings.length === 0) return undefined;
  let at = first === undefined ? draw.int(0, mappings.length - 1) : mappings.indexOf(first);
  const { page } = mappings[at] ?? region;
  let end = mappings[at]?.end ?? page + 1;
  while (mappings[at + 1]?.page === end && draw.chance(75)) end = mappings[++at]?.end ?? end;
  const pages = end - page;
  if (pages === 1 || draw.chance(40)) return { page, end };
  const from = page + draw.int(0, Math.min(pages, 64) - 1);
  return { page: from, end: draw.chance(40) ? end : Math.min(end, from + draw.int(1, 3)) };
}

function whole(region: Region): PageRange {
  return { page: region.page, end: region.page + region.pages };
}

/** A page or two that touch an edge. */
function around(draw: Draw, edge: number, region: Region): PageRange {
  const before = draw.chance(50) ? 1 : 0;
  const page = Math.max(region.page, edge - before);
  return { page, end: page + draw.int(1, 2) };
}

/** Of the start of a gap, its end, and anywhere in it. */
const GAP_ODDS = [6, 3, 1];

/** A part of a region that nothing occupies, or undefined if it is full. */
export function pickGap(draw: Draw, live: Live, region: Region): PageRange | undefined {
  const inside = live.inside(region);
  const gaps = countGaps(region, inside);
  if (gaps === 0) return undefined;
  const gap = gapAt(region, inside, draw.int(0, gaps - 1));
  const size = gap.end - gap.page;
  const len = draw.chance(15) ? size : Math.min(size, draw.int(1, 4));
  const anywhere = gap.page + draw.int(0, Math.min(size - len, 64));
  const where = draw.weighted(GAP_ODDS);
  const page = where === 0 ? gap.page : where === 1 ? gap.end - len : anywhere;
  return { page, end: page + len };
}

/** How many parts of a region nothing occupies. */
function countGaps(region: Region, inside: readonly LiveEntry[]): number {
  let count = 0;
  let at = region.page;
  for (const entry of inside) {
    if (entry.page > at) count++;
    at = Math.max(at, entry.end);
  }
  return region.page + region.pages > at ? count + 1 : count;
}

/** The one of them with that number, counted from 0. */
function gapAt(region: Region, inside: readonly LiveEntry[], number: number): PageRange {
  let at = region.page;
  let rest = number;
  for (const entry of inside) {
    if (entry.page > at && rest-- === 0) return { page: at, end: entry.page };
    at = Math.max(at, entry.end);
  }
  return { page: at, end: region.page + region.pages };
}

/** The address of a page, as a distance from the region's slot or from that of a mapping there. */
export function addrOf(draw: Draw, live: Live, page: number, vmar: LiveHandle): Addr {
  const near = mapsAt(live, page);
  const from = near > 0 && draw.chance(40) ? mapAt(live, page, draw.int(0, near - 1)) : undefined;
  const region = regionOf(vmar);
  const base = from?.page ?? region.page;
  return {
    slot: from?.slot ?? baseSlot(vmar),
    delta: subU64(live.pages.bytes(page), live.pages.bytes(base)),
  };
}

/** How many of the slots that hold an address of a mapping were mapped at a page, or end there. */
function mapsAt(live: Live, page: number): number {
  let count = 0;
  for (const map of live.maps) if (map.page <= page && page <= map.page + map.pages) count++;
  return count;
}

/** The one of them with that number, counted from 0. */
function mapAt(live: Live, page: number, number: number): MapSlot | undefined {
  let rest = number;
  for (const map of live.maps) {
    if (map.page <= page && page <= map.page + map.pages && rest-- === 0) return map;
  }
  return undefined;
}

/** The slot whose address is the region's base: that of the allocate call (duplicates have no address). */
export function baseSlot(vmar: LiveHandle): Slot {
  return vmar.object.handles[0]?.slot ?? vmar.slot;
}

/** An offset for SPECIFIC: the distance of `page` from the region's base, sometimes written as that to a mapping. */
export function offsetOf(draw: Draw, live: Live, page: number, vmar: LiveHandle): Offset {
  const region = regionOf(vmar);
  const map = live.maps.find((candidate) => candidate.page === page);
  if (map !== undefined && draw.chance(30)) return { of: map.slot, from: baseSlot(vmar), delta: 0 };
  return subU64(live.pages.bytes(page), live.pages.bytes(region.page));
}

/** Of lengths as they are, inside of a page, one more, none, and hostile ones. */
const LEN_ODDS = [90, 4, 3, 1, 2];

/** Pages as a length in bytes: mostly exact, sometimes not a page multiple, rarely hostile. */
export function lenOf(draw: Draw, live: Live, pages: number): U64 {
  const exact = live.pages.bytes(Math.max(0, pages));
  switch (draw.weighted(LEN_ODDS)) {
    case 0:
      return exact;
    case 1:
      return pages > 0 ? subU64(exact, draw.pick([1, live.pages.size - 1])) : 0;
    case 2:
      return addU64(exact, 1);
    case 3:
      return 0;
    default:
      return hostile(draw, live.pages.size);
  }
}

/** Some bits of a word of flags as a fresh word. */
export function subset(draw: Draw, bits: readonly number[], percent: number): number {
  let word = 0;
  for (const bit of bits) if (draw.chance(percent)) word |= bit;
  return word >>> 0;
}

/** Rights for duplicate and replace: mostly one or two fewer, sometimes the same, none, or more than there are. */
export function pickRights(draw: Draw, handle: LiveHandle): number {
  /** What mapping, protecting and ops ask for. */
  const main: readonly number[] = [
    Rights.READ,
    Rights.WRITE,
    Rights.EXECUTE,
    Rights.OP_CHILDREN,
    Rights.MAP,
    Rights.RESIZE,
  ];
  const gates = [
    ...main,
    Rights.DUPLICATE,
    Rights.INSPECT,
    Rights.SIGNAL,
    Rights.WAIT,
    Rights.GET_PROPERTY,
    Rights.SET_PROPERTY,
  ];
  const held = gates.filter((right) => (handle.rights & right) !== 0);
  const heldMain = held.filter((right) => main.includes(right));
  return draw.among<() => number>([
    [12, () => Rights.SAME_RIGHTS],
    [10, () => handle.rights],
    [35, () => (handle.rights & ~(heldMain.length === 0 ? 0 : draw.pick(heldMain))) >>> 0],
    [15, () => (handle.rights & ~(held.length === 0 ? 0 : draw.pick(held))) >>> 0],
    [14, () => (handle.rights & ~subset(draw, held, 35)) >>> 0],
    [8, () => (handle.rights & ~Rights.OP_CHILDREN) >>> 0],
    [8, () => (handle.rights & ~Rights.WRITE) >>> 0],
    [4, () => 0],
    [4, () => (handle.rights & (Rights.READ | Rights.MAP)) >>> 0],
    [6, () => (handle.rights | draw.pick([...gates, Rights.DESTROY, Rights.SAME_RIGHTS])) >>> 0],
  ])();
}

/** Names: short, as long as fits, longer, cut inside of a character, one with a NUL, and one that begins with a byte order mark. */
const NAMES: readonly string[] = [
  "a",
  "name",
  "x".repeat(31),
  "y".repeat(40),
  `${"z".repeat(30)}é`,
  "before\0after",
  "\uFEFFmark",
];

export function pickName(draw: Draw): string {
  return draw.pick(NAMES);
}

/** User signals to clear and to set, now and then one that is none of them. */
export function pickSignalChange(draw: Draw): { readonly clear: number; readonly set: number } {
  return {
    clear: draw.pick([0, 0x100_0000, 0xff00_0000, 1]),
    set: draw.pick([0, 0x100_0000, 0x8000_0000, 0x8100_0000, 8]),
  };
}

/** Signals to wait for. */
export function pickSignals(draw: Draw): number {
  return draw.pick([0, 8, 0x100_0000, 0xff00_0008]);
}

/** Eight bytes to store: mostly of 31 bits, else up to the most that a trace can write down. */
export function pickWord(draw: Draw): number {
  const small = draw.int(1, 0x7fff_ffff);
  return draw.chance(85) ? small : draw.pick([2 ** 32, 2 ** 32 + small, 2 ** 52 + small, 2 ** 53 - 1]);
}
