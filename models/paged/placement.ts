import { alignField, VmOption } from "../../src/zircon/index.ts";
import type { Region } from "./region.ts";
import type { World } from "./world.ts";

/** A request that leaves the address to the kernel (§4). */
export interface SpotRequest {
  /** Pages wanted, at most those of the region. */
  readonly pages: number;
  /** A in pages: the spot is a multiple. */
  readonly step: number;
  /** L of §4: the spot ends at or below this page. */
  readonly limit: number;
}

/** The request of an option word: ALIGN and OFFSET_IS_UPPER_LIMIT. */
export function spotRequest(
  world: World,
  region: Region,
  options: number,
  pages: number,
  offset: number,
): SpotRequest {
  const step = alignPages(world, options);
  const upper = (options & VmOption.OFFSET_IS_UPPER_LIMIT) !== 0;
  return new Request(pages, step, upper ? region.start + offset : region.end);
}

/**
 * A class and no literal: after the first number beyond 31 bits V8 gives each new object of a literal a layout that it has given up,
 * and finds out anew at each look.
 */
class Request implements SpotRequest {
  readonly pages: number;
  readonly step: number;
  readonly limit: number;

  constructor(pages: number, step: number, limit: number) {
    this.pages = pages;
    this.step = step;
    this.limit = limit;
  }
}

/** `max(2^n, PAGE)` in pages. */
function alignPages(world: World, options: number): number {
  const exponent = alignField(options) - world.pages.shift;
  return exponent > 0 ? 1 << exponent : 1;
}

/** ALLOC-17, MAP-32: whether a mapping or region with these options may start at page `start`. */
export function alignedStart(world: World, _region: Region, options: number, start: number): boolean {
  const step = alignPages(world, options);
  return step === 1 || start % step === 0;
}

/** The page where the request is placed, or -1 if no spot is admissible. */
export function findSpot(world: World, region: Region, request: SpotRequest): number {
  const { pages, step, limit } = request;
  // PLC-01 by bounds alone
  const lowest = Math.ceil(region.start / step) * step;
  const highest = Math.floor((Math.min(limit, region.end) - pages) / step) * step;
  if (lowest > highest) return -1; // PLC-02
  const entropyBits = entropyOf(world, region);
  if (entropyBits === 0) return firstSpot(region, request, lowest); // PLC-04
  const picked = world.placement.pick(lowest, highest, step, entropyBits); // PLC-03
  const from = Math.ceil(picked / step) * step;
  const spot = firstSpot(region, request, from);
  return spot < 0 && from > lowest ? firstSpot(region, request, lowest) : spot;
}

/** E of §4: by the region allocated in, not the one being made. */
function entropyOf(world: World, region: Region): number {
  if ((region.flags & VmOption.COMPACT) === 0) return world.aslrEntropyBits;
  return world.semantics["V-4"] ? 0 : 8;
}

/** The lowest admissible spot at or above `from` (a multiple of the step), or -1. */
function firstSpot(region: Region, { pages, step, limit }: SpotRequest, from: number): number {
  for (;;) {
    const free = region.runs.firstFree(from, pages);
    if (free + pages > limit) return -1;
    const aligned = Math.ceil(free / step) * step;
    if (aligned === free) return free;
    from = aligned;
  }
}
