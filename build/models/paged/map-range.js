import { Status } from "../../src/zircon/index.js";
/**
 * MapRange (FAULT-12) of `pages` pages of a mapping from VMO page `offset` on, as far as it can be seen:
 * its status. `permitted` is the number of pages from `offset` to the first that has any permission;
 * `pages` or more if none has.
 */
export function mapRange(world, vmo, fbs, offset, pages, permitted) {
    if (permitted >= pages)
        return Status.OK; // ranges without permissions are skipped
    const reach = world.decide.reachPages(world.pages, vmo, fbs);
    if (world.semantics["Q-3"] && offset > reach && offset < vmo.pages) {
        if (offset + pages > vmo.pages)
            return Status.OUT_OF_RANGE; // D-18: not trimmed
    }
    else if (offset + permitted >= reach)
        return Status.OK; // trimmed to nothing
    return vmo.discarded ? Status.NOT_FOUND : Status.OK; // D-13
}
//# sourceMappingURL=map-range.js.map