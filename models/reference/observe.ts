import type { PageView, SpaceVisitor } from "../../src/zircon/kernel.ts";
import { addOverflows, addU64, type U64 } from "../../src/zircon/u64.ts";
import { reach } from "./fault.ts";
import { Mapping } from "./mapping.ts";
import { mappingAt, regionsBelow } from "./walk.ts";
import type { Vmar } from "./vmar.ts";
import type { World } from "./world.ts";

/** What a harness sees of the address space without asking the kernel: no rule is applied and nothing changes. */
export function observeSpace(world: World, base: U64, size: U64, visitor: SpaceVisitor): void {
  const { geometry, root } = world;
  const first = geometry.of(base);
  const end = addOverflows(base, size) ? geometry.limit : geometry.up(addU64(base, size)) || geometry.limit;
  if (!root.alive || size === 0 || root.base >= end || root.end <= first) return;
  const visitVmar = (vmar: Vmar): void =>
    visitor.region(vmar.koid, geometry.bytes(vmar.base), geometry.bytes(vmar.size), vmar.depth);
  const visitMapping = (mapping: Mapping): void => {
    mapping.protections.forEach((range, i) => {
      const rangeEnd = mapping.protectionEnd(i);
      if (range.first >= end || rangeEnd <= first) return;
      visitor.mapping(
        geometry.bytes(range.first),
        geometry.bytes(rangeEnd - range.first),
        mapping.parent.depth + 1,
        range.perms,
        mapping.vmo.shownKoid,
        geometry.bytes(mapping.vmoPage(range.first)),
      );
    });
  };
  visitVmar(root);
  for (const region of regionsBelow(root, first, end)) {
    if (region instanceof Mapping) visitMapping(region);
    else visitVmar(region);
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
