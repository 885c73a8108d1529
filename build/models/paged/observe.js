import { addOverflows, addU64 } from "../../src/zircon/index.js";
import { reachStatus } from "./reach.js";
import { walkEntries } from "./walk.js";
/** The regions and mapping entries that intersect the bytes [base, base + size), without effects. */
export function observeSpace(world, base, size, visitor) {
    const { pages, runs, root } = world;
    if (!root.alive || size === 0)
        return;
    const start = pages.of(base);
    // An end at or just below 2^64 wraps to 0.
    const end = addOverflows(base, size) ? pages.limit : pages.up(addU64(base, size)) || pages.limit;
    if (start >= root.end || end <= root.start)
        return;
    visitor.region(root.koid, pages.bytes(root.start), pages.bytes(root.pages), 1);
    walkEntries(world, root, start, end, {
        region(region, depth) {
            visitor.region(region.koid, pages.bytes(region.start), pages.bytes(region.pages), depth + 1);
        },
        mapping(pos, depth) {
            const first = runs.start(pos);
            const code = runs.code[pos] ?? 0;
            const length = pages.bytes(runs.end(pos) - first);
            const koid = world.identities.of(code).shownKoid;
            const offset = pages.bytes(first + (runs.delta[pos] ?? 0));
            visitor.mapping(pages.bytes(first), length, depth + 1, code & 7, koid, offset);
        },
    });
}
/** What the page that holds `addr` shows, or undefined if nothing is mapped there. */
export function observePage(world, addr) {
    const { pages, runs } = world;
    const page = pages.of(addr);
    const pos = world.mappingAt(page);
    if (pos < 0)
        return undefined;
    const code = runs.code[pos] ?? 0;
    const identity = world.identities.of(code);
    const vmoPage = page + (runs.delta[pos] ?? 0);
    const reach = world.decide.reachPages(pages, identity.vmo, identity.fbs);
    return {
        perms: code & 7,
        vmoKoid: identity.shownKoid,
        vmoOffset: pages.bytes(vmoPage),
        reach: reachStatus(reach, identity, vmoPage),
    };
}
//# sourceMappingURL=observe.js.map