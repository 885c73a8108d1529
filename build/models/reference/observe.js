import { addOverflows, addU64 } from "../../src/zircon/u64.js";
import { reach } from "./fault.js";
import { Mapping } from "./mapping.js";
import { mappingAt, regionsBelow } from "./walk.js";
/** What a harness sees of the address space without asking the kernel: no rule is applied and nothing changes. */
export function observeSpace(world, base, size, visitor) {
    const { geometry, root } = world;
    const first = geometry.of(base);
    const end = addOverflows(base, size) ? geometry.limit : geometry.up(addU64(base, size)) || geometry.limit;
    if (!root.alive || size === 0 || root.base >= end || root.end <= first)
        return;
    const visitVmar = (vmar) => visitor.region(vmar.koid, geometry.bytes(vmar.base), geometry.bytes(vmar.size), vmar.depth);
    visitVmar(root);
    for (const region of regionsBelow(root, first, end)) {
        if (!(region instanceof Mapping)) {
            visitVmar(region);
            continue;
        }
        region.protections.forEach((range, i) => {
            const rangeEnd = region.protectionEnd(i);
            if (range.first >= end || rangeEnd <= first)
                return;
            visitor.mapping(geometry.bytes(range.first), geometry.bytes(rangeEnd - range.first), region.parent.depth + 1, range.perms, region.vmo.shownKoid, geometry.bytes(region.vmoPage(range.first)));
        });
    }
}
/** What the page that holds byte `addr` shows, or undefined if nothing is mapped there. */
export function observePage(world, addr) {
    const { geometry, root } = world;
    const page = geometry.of(addr);
    const mapping = mappingAt(root, page);
    if (mapping === undefined)
        return undefined;
    return {
        perms: mapping.permsAt(page),
        vmoKoid: mapping.vmo.shownKoid,
        vmoOffset: geometry.bytes(mapping.vmoPage(page)),
        reach: reach(mapping, page),
    };
}
//# sourceMappingURL=observe.js.map