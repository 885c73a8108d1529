import { Mapping } from "./mapping.ts";
import type { Region, Vmar } from "./vmar.ts";
import type { World } from "./world.ts";

/** The mapping that holds `page`, at any depth below `vmar`. */
export function mappingAt(vmar: Vmar, page: number): Mapping | undefined {
  let inside: Region | undefined = vmar;
  while (inside !== undefined && !(inside instanceof Mapping)) inside = childAt(inside, page);
  return inside;
}

function childAt(vmar: Vmar, page: number): Region | undefined {
  return vmar.children.find((child) => child.base <= page && page < child.end);
}

/** All regions below `vmar` that have a page in [first, end), depth first, siblings by ascending base (INFO-13). */
export function regionsBelow(vmar: Vmar, first: number, end: number): Region[] {
  const found: Region[] = [];
  visitBelow(vmar, first, end, (region) => found.push(region));
  return found;
}

/** The same, one after another; `visit` must leave the tree as it is. */
export function visitBelow(vmar: Vmar, first: number, end: number, visit: (region: Region) => void): void {
  /** Of the regions around `inside`, below `vmar`: which child comes next. */
  const resume: number[] = [];
  let inside = vmar;
  let next = 0;
  for (;;) {
    const region = next < inside.children.length ? inside.children[next++] : undefined;
    if (region === undefined) {
      const above = resume.pop();
      if (above === undefined || inside.parent === undefined) return;
      inside = inside.parent;
      next = above;
    } else if (region.base < end && region.end > first) {
      visit(region);
      if (region instanceof Mapping) continue;
      resume.push(next);
      inside = region;
      next = 0;
    }
  }
}

/** Puts the children on top of the stack, the lowest uppermost. */
function pushChildren(stack: Region[], vmar: Vmar): void {
  const { children } = vmar;
  for (let i = children.length - 1; i >= 0; i--) {
    const child = children[i];
    if (child !== undefined) stack.push(child);
  }
}

/** The mappings that protect and op_range meet in [first, end) below `vmar`, at any depth, by ascending address. */
export function mappingsIn(world: World, vmar: Vmar, first: number, end: number): readonly Mapping[] {
  const children = childrenIn(vmar, first, end);
  if (children.every(isMapping)) return children;
  if (world.semantics["Q-6"]) return mappingsMetWithQ6(children, first, end);
  const met: Mapping[] = [];
  visitBelow(vmar, first, end, (region) => {
    if (region instanceof Mapping) met.push(region);
  });
  return met;
}

/**
 * Q-6, D-21: below the direct child that holds `first` the walk starts from that child's first element, and it ends for good
 * at a mapping wholly below `first` that is the last child of its parent. The direct children are those that reach past `first`.
 */
function mappingsMetWithQ6(children: readonly Region[], first: number, end: number): Mapping[] {
  const met: Mapping[] = [];
  const ahead = children.toReversed();
  for (let region = ahead.pop(); region !== undefined; region = ahead.pop()) {
    if (region.base >= end) break;
    if (!(region instanceof Mapping)) pushChildren(ahead, region);
    else if (region.end > first) met.push(region);
    else if (region.parent.children.at(-1) === region) break;
  }
  return met;
}

/** The children of `vmar` that have a page in [first, end). */
function childrenIn(vmar: Vmar, first: number, end: number): Region[] {
  const { children } = vmar;
  let low = 0;
  while (low < children.length && children[low]!.end <= first) low++;
  let high = low;
  while (high < children.length && children[high]!.base < end) high++;
  return children.slice(low, high);
}

function isMapping(region: Region): region is Mapping {
  return region instanceof Mapping;
}
