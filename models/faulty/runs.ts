import type { Region, World } from "../paged/index.ts";
import { walkMappings } from "../paged/walk.ts";

/** A copy of a run: it holds while the index changes, which a position does not. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly delta: number;
  /** Negative for a child region. */
  readonly code: number;
}

export function runAt({ runs }: World, pos: number): Run {
  return {
    start: runs.start(pos),
    end: runs.end(pos),
    delta: runs.delta(pos),
    code: runs.code(pos),
  };
}

/** The direct runs of a region that have a page of [start, end), ascending. */
export function directRuns(world: World, region: Region, start: number, end: number): Run[] {
  const found: Run[] = [];
  for (let pos = region.runs.find(start); pos >= 0; pos = world.runs.after(pos)) {
    const run = runAt(world, pos);
    if (run.start >= end) break;
    found.push(run);
  }
  return found;
}

/** The direct run that holds a page. */
export function runOf(world: World, region: Region, page: number): Run | undefined {
  return directRuns(world, region, page, page + 1)[0];
}

/** The mapped run of the whole space that holds a page. */
export function mappedRun(world: World, page: number): Run | undefined {
  const pos = world.mappingAt(page);
  return pos < 0 ? undefined : runAt(world, pos);
}

/** The mapped runs at any depth below a region that have a page of [start, end), ascending, with their owners. */
export function mappedRuns(
  world: World,
  region: Region,
  start: number,
  end: number,
): { readonly run: Run; readonly owner: Region }[] {
  const found: { run: Run; owner: Region }[] = [];
  walkMappings(world, region, start, end, (pos, owner) => {
    found.push({ run: runAt(world, pos), owner });
    return true;
  });
  return found;
}

/** Whether `right` goes on with the mapping object of `left`. */
export function sameObject(left: Run, right: Run): boolean {
  return left.end === right.start && left.delta === right.delta && left.code >> 3 === right.code >> 3;
}

/** The runs of the mapping object that holds a page of a region, ascending; none if nothing is mapped there. */
export function objectRuns(world: World, region: Region, page: number): Run[] {
  const run = runOf(world, region, page);
  if (run === undefined || run.code < 0) return [];
  const found = [run];
  for (let left = runOf(world, region, run.start - 1); left !== undefined;) {
    const first = found[0];
    if (first === undefined || left.code < 0 || !sameObject(left, first)) break;
    found.unshift(left);
    left = runOf(world, region, left.start - 1);
  }
  for (let right = runOf(world, region, run.end); right !== undefined;) {
    const last = found.at(-1);
    if (last === undefined || right.code < 0 || !sameObject(last, right)) break;
    found.push(right);
    right = runOf(world, region, right.end);
  }
  return found;
}
