import { VmOption } from "../../src/zircon/options.ts";
import type { Vmar } from "./vmar.ts";
import type { World } from "./world.ts";

/** V-4 older: the entropy inside of COMPACT regions. */
const COMPACT_ENTROPY_BITS_OLDER = 8;

/** Pages from one position to the next that an ALIGN field of `exponent` allows: `max(2^exponent, PAGE)` (§1.3). */
export function alignmentPages(world: World, exponent: number): number {
  return 1 << Math.max(0, exponent - world.geometry.shift);
}

/**
 * §4: a free spot for `size` pages in `vmar` that ends at or before `limit` and starts at a multiple of `step`; undefined if
 * there is none (PLC-02).
 */
export function findSpot(
  world: World,
  vmar: Vmar,
  size: number,
  limit: number,
  step: number,
): number | undefined {
  world.rule("PLC-01");
  const lowest = roundUp(vmar.base, step);
  const highest = Math.floor((Math.min(limit, vmar.end) - size) / step) * step;
  const spot =
    lowest <= highest
      ? (firstFit(vmar, size, startingPoint(world, vmar, lowest, highest, step), highest, step) ??
        firstFit(vmar, size, lowest, highest, step))
      : undefined;
  if (spot === undefined) {
    world.rule("PLC-02");
    return undefined;
  }
  world.rule("PLC-05");
  if (size === vmar.size) world.rule("PLC-06");
  return spot;
}

/** PLC-03: a random position with ASLR. PLC-04: the lowest in a region that is COMPACT (V-4). */
function startingPoint(world: World, vmar: Vmar, lowest: number, highest: number, step: number): number {
  const entropyBits = entropyIn(world, vmar);
  if (entropyBits === 0) {
    world.rule("PLC-04");
    return lowest;
  }
  world.rule("PLC-03");
  world.rule("PLC-07");
  return world.placement.pick(lowest, highest, step, entropyBits);
}

function entropyIn(world: World, vmar: Vmar): number {
  if ((vmar.flags & VmOption.COMPACT) === 0) return world.aslrEntropyBits;
  return world.semantics["V-4"] ? 0 : COMPACT_ENTROPY_BITS_OLDER;
}

/** The lowest multiple of `step` in [from, highest] where `size` pages touch no child. Neighbours may touch. */
function firstFit(vmar: Vmar, size: number, from: number, highest: number, step: number): number | undefined {
  let spot = roundUp(from, step);
  for (const child of vmar.children) {
    if (child.base >= spot + size) break;
    if (child.end > spot) spot = roundUp(child.end, step);
  }
  return spot <= highest ? spot : undefined;
}

function roundUp(page: number, step: number): number {
  return Math.ceil(page / step) * step;
}
