import { Status } from "../../src/zircon/status.js";
/**
 * FAULT-12: the kernel fills its page tables for `count` pages of `mapping` from page `first` on.
 *
 * There are no page tables here, so only the status matters. It is OK, also where pages are absent, without permission or past
 * the VMO's end, except for a discarded VMO, and with Q-3.
 */
export function mapRange(world, mapping, first, count) {
    world.rule("FAULT-12");
    const { vmo, reachable } = mapping;
    const vmoPage = mapping.vmoPage(first);
    // Q-3, D-18: past the stream's end, but inside the VMO, nothing is trimmed.
    const trimmed = !(world.semantics["Q-3"] && mapping.fbs && vmoPage > reachable && vmoPage < vmo.size);
    const filled = trimmed ? Math.min(count, Math.max(0, reachable - vmoPage)) : count;
    if (filled === 0 || !mapping.somePerms(first, first + filled, isAccessible))
        return Status.OK;
    if (vmoPage + filled > vmo.size)
        return Status.OUT_OF_RANGE;
    return vmo.discarded ? Status.NOT_FOUND : Status.OK;
}
function isAccessible(perms) {
    return perms !== 0;
}
//# sourceMappingURL=map-range.js.map