import { Mapping } from "./mapping.ts";
import type { Vmar } from "./vmar.ts";
import { settle } from "./vmo-family.ts";

/** Ends a mapping that no longer stands in the tree. Its VMO may go with it. */
export function dropMapping(mapping: Mapping): void {
  mapping.vmo.mappings--;
  settle(mapping.vmo);
}

/** If a mapping of `vmar` has pages on both sides of `page`, makes it two mappings that meet there. Says whether it did. */
export function splitAt(vmar: Vmar, page: number): boolean {
  for (const child of vmar.children) {
    if (child.end <= page) continue;
    if (child.base >= page || !(child instanceof Mapping)) return false;
    vmar.insert(child.splitAt(page));
    return true;
  }
  return false;
}

/**
 * Removes the direct mapping parts of `vmar` in [first, end) (UNMAP-09, OVW-03). A mapping that reaches past an edge keeps
 * what is outside, so one that reaches past both becomes two. Says whether such pieces are left.
 */
export function removeMappings(vmar: Vmar, first: number, end: number): boolean {
  const leftBelow = splitAt(vmar, first);
  const leftAbove = splitAt(vmar, end);
  const { children } = vmar;
  let kept = 0;
  for (const child of children) {
    if (child instanceof Mapping && child.base >= first && child.end <= end) dropMapping(child);
    else children[kept++] = child;
  }
  while (children.length > kept) children.pop();
  return leftBelow || leftAbove;
}

/** Ends `vmar` and everything below it: all regions dead, all mappings gone (DEST-05). Its parent no longer lists it. */
export function destroyTree(vmar: Vmar): void {
  vmar.parent?.remove(vmar);
  const doomed: Vmar[] = [vmar];
  for (let region = doomed.pop(); region !== undefined; region = doomed.pop()) {
    for (const child of region.children) {
      if (child instanceof Mapping) dropMapping(child);
      else doomed.push(child);
    }
    region.children.length = 0;
    region.parent = undefined;
    region.alive = false;
  }
}
