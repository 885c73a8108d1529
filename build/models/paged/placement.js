import { alignField, VmOption } from "../../src/zircon/index.js";
/** The request of an option word: ALIGN and OFFSET_IS_UPPER_LIMIT. */
export function spotRequest(world, region, options, pages, offset) {
    const step = alignPages(world, options);
    const upper = (options & VmOption.OFFSET_IS_UPPER_LIMIT) !== 0;
    return { pages, step, limit: upper ? region.start + offset : region.end };
}
/** `max(2^n, PAGE)` in pages. */
function alignPages(world, options) {
    const exponent = alignField(options) - world.pages.shift;
    return exponent > 0 ? 2 ** exponent : 1;
}
/** ALLOC-17, MAP-32: whether a mapping or region with these options may start at page `start`. */
export function alignedStart(world, _region, options, start) {
    const step = alignPages(world, options);
    return step === 1 || start % step === 0;
}
/** The page where the request is placed, or -1 if no spot is admissible. */
export function findSpot(world, region, request) {
    const { pages, step, limit } = request;
    // PLC-01 by bounds alone
    const lowest = Math.ceil(region.start / step) * step;
    const highest = Math.floor((Math.min(limit, region.end) - pages) / step) * step;
    if (lowest > highest)
        return -1; // PLC-02
    const entropyBits = entropyOf(world, region);
    if (entropyBits === 0)
        return firstSpot(region, request, lowest); // PLC-04
    const picked = world.placement.pick(lowest, highest, step, entropyBits); // PLC-03
    const from = Math.ceil(picked / step) * step;
    const spot = firstSpot(region, request, from);
    return spot < 0 && from > lowest ? firstSpot(region, request, lowest) : spot;
}
/** E of §4: by the region allocated in, not the one being made. */
function entropyOf(world, region) {
    if ((region.flags & VmOption.COMPACT) === 0)
        return world.aslrEntropyBits;
    return world.semantics["V-4"] ? 0 : 8;
}
/** The lowest admissible spot at or above `from` (a multiple of the step), or -1. */
function firstSpot(region, { pages, step, limit }, from) {
    for (;;) {
        const free = region.runs.firstFree(from, pages);
        if (free + pages > limit)
            return -1;
        const aligned = Math.ceil(free / step) * step;
        if (aligned === free)
            return free;
        from = aligned;
    }
}
//# sourceMappingURL=placement.js.map