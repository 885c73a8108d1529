import { Mapping } from "./mapping.ts";
import type { Region, Vmar } from "./vmar.ts";
import type { World } from "./world.ts";

/** MRG-01: joins `mapping` with its right neighbour, then with its left one, where they continue each other. */
export function mergeNeighbours(world: World, mapping: Mapping): void {
  world.rule("MRG-01");
  const siblings = mapping.parent.children;
  const index = siblings.indexOf(mapping);
  merge(world, mapping, siblings[index + 1]);
  if (index > 0) merge(world, siblings[index - 1], mapping);
}

/** V-5 older, D-14: joins all direct mappings of `vmar` that became equal by a change of protection. */
export function joinEqualNeighbours(world: World, vmar: Vmar): void {
  for (let i = vmar.children.length - 1; i > 0; i--) {
    const left = vmar.children[i - 1];
    const right = vmar.children[i];
    if (left instanceof Mapping && right instanceof Mapping && continues(world, left, right))
      join(left, right);
  }
}

function merge(world: World, left: Region | undefined, right: Region | undefined): void {
  if (left === undefined || right === undefined || left.end !== right.base) return;
  if (!(left instanceof Mapping) || !(right instanceof Mapping)) {
    world.rule("MRG-03");
    return;
  }
  if (!continues(world, left, right)) return;
  world.rule("MRG-02");
  world.rule("MRG-04");
  join(left, right);
}

function join(left: Mapping, right: Mapping): void {
  left.absorb(right);
  left.parent.remove(right);
}

/** MRG-02: whether `right` continues `left`: touching siblings that are equal in all but place and current permissions. */
function continues(world: World, left: Mapping, right: Mapping): boolean {
  return (
    left.end === right.base &&
    left.vmo === right.vmo &&
    left.offset + left.size === right.offset &&
    left.maxPerm === right.maxPerm &&
    left.fbs === right.fbs &&
    left.placement === right.placement && // V-2 older
    (world.semantics["V-5"] || left.permsAt(left.base) === right.permsAt(right.base))
  );
}
