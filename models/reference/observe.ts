import type { PageView, SpaceVisitor } from "../../src/zircon/kernel.ts";
import { addOverflows, addU64, type U64 } from "../../src/zircon/u64.ts";
import { reach } from "./fault.ts";
import { Mapping, type Protection } from "./mapping.ts";
import { mappingAt, visitBelow } from "./walk.ts";
import type { Vmar } from "./vmar.ts";
import type { World } from "./world.ts";

/** What a harness sees of the address space without asking the kernel: no rule is applied and nothing changes. */
export function observeSpace(world: World, base: U64, size: U64, visitor: SpaceVisitor): void {
  const { geometry, root } = world;
  const first = geometry.of(base);
  const end = addOverflows(base, size) ? geometry.limit : geometry.up(addU64(base, size)) || geometry.limit;
  if (!root.alive || size === 0 || root.base >= end || root.end <= first) return;
  visitVmar(world, root, visitor);
  visitBelow(root, first, end, (region) => {
    if (region instanceof Mapping) visitMapping(world, region, first, end, visitor);
    else visitVmar(world, region, visitor);
  });
}

function visitVmar({ geometry }: World, vmar: Vmar, visitor: SpaceVisitor): void {
  visitor.region(vmar.koid, geometry.bytes(vmar.base), geometry.bytes(vmar.size), vmar.depth);
}

/** An entry for each protection range that has a page in [first, end). */
function visitMapping(
  { geometry }: World,
  mapping: Mapping,
  first: number,
  end: number,
  visitor: SpaceVisitor,
): void {
  const depth = mapping.parent.depth + 1;
  const koid = mapping.vmo.shownKoid;
  for (let range: Protection | undefined = mapping.protections; range !== undefined; range = range.next) {
    const rangeEnd = mapping.protectionEnd(range);
    if (range.first >= end || rangeEnd <= first) continue;
    visitor.mapping(
      geometry.bytes(range.first),
      geometry.bytes(rangeEnd - range.first),
      depth,
      range.perms,
      koid,
      geometry.bytes(mapping.vmoPage(range.first)),
    );
  }
}

/** What the page that holds byte `addr` shows, or undefined if nothing is mapped there. */
export function observePage(world: World, addr: U64): PageView | undefined {
  const { geometry, root } = world;
  const page = geometry.of(addr);
  const mapping = mappingAt(root, page);
  if (mapping === undefined) return undefined;
  return {
    perms: mapping.permsAt(page),
    vmoKoid: mapping.vmo.shownKoid,
    vmoOffset: geometry.bytes(mapping.vmoPage(page)),
    reach: reach(mapping, page),
  };
}
