import type { Region } from "./region.ts";
import type { MappingVisitor } from "./run-pool.ts";
import type { World } from "./world.ts";

/**
 * Walks the mapped runs at any depth below `region` that end after `start` and begin before `end`,
 * ascending. The visitor answers whether to go on. The walk of protect and op_range.
 */
export function walkMappings(
  world: World,
  region: Region,
  start: number,
  end: number,
  visit: (pos: number, owner: Region) => boolean,
): void {
  const { runs } = world;
  const earlyEnd = world.semantics["Q-6"];
  const resume: number[] = [];
  const owners: Region[] = [];
  let owner = region;
  let pos = region.runs.find(start);
  for (;;) {
    if (pos < 0 || runs.start(pos) >= end) {
      const above = owners.pop();
      if (above === undefined) return;
      owner = above;
      pos = resume.pop() ?? -1;
      continue;
    }
    const code = runs.code(pos);
    const next = runs.after(pos);
    if (code < 0) {
      owners.push(owner);
      resume.push(next);
      owner = world.regionOf(code);
      pos = earlyEnd ? owner.runs.first() : owner.runs.find(start);
      continue;
    }
    if (runs.end(pos) <= start) {
      if (next < 0) return; // Q-6 (D-21): the last child of a nested region, wholly below
    } else if (!visit(pos, owner)) return;
    pos = next;
  }
}

/** Receives what a region holds: INFO-13. `depth` is 1 for the direct children of the region asked about. */
export interface EntryVisitor extends MappingVisitor {
  region(region: Region, depth: number): void;
}

/**
 * Visits the regions and mapped runs below `region` that intersect pages [start, end): depth first,
 * ascending.
 */
export function walkEntries(
  world: World,
  region: Region,
  start: number,
  end: number,
  visitor: EntryVisitor,
): void {
  const { runs } = world;
  let inner = region;
  let depth = 1;
  for (let child = region.recentAround(start, end); child !== undefined;) {
    visitor.region(child, depth++);
    inner = child;
    child = inner.recentAround(start, end);
  }
  const resume: number[] = [];
  let pos = inner.runs.find(start);
  for (;;) {
    const nested = pos < 0 ? -1 : runs.list(pos, end, depth + resume.length, visitor);
    if (nested >= 0) {
      const child = world.regionOf(runs.code(nested));
      visitor.region(child, depth + resume.length);
      resume.push(runs.after(nested));
      pos = child.runs.find(start);
    } else {
      const above = resume.pop();
      if (above === undefined) return;
      pos = above;
    }
  }
}
