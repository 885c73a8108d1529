import type { Region } from "./region.ts";
import type { World } from "./world.ts";

/** Whether a mapping or child region has a page of [start, end): ALLOC-18, MAP-33. Touching is no overlap. */
export function overlaps(world: World, region: Region, start: number, end: number): boolean {
  const pos = region.runs.find(start);
  return pos >= 0 && world.runs.start(pos) < end;
}

/** Whether a direct child region has a page of [start, end): OVW-02. */
export function overlapsRegion(world: World, region: Region, start: number, end: number): boolean {
  return region.nests && meetsRegion(world, region, start, end);
}

function meetsRegion(world: World, region: Region, start: number, end: number): boolean {
  const { runs } = world;
  for (let pos = region.runs.find(start); pos >= 0 && runs.start(pos) < end; pos = runs.after(pos)) {
    if (runs.code(pos) < 0) return true;
  }
  return false;
}
