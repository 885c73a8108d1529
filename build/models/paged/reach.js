import { Status } from "../../src/zircon/index.js";
/**
 * The pages of the VMO that a mapping can reach: to the VMO's end, with FBS also only to the stream's
 * (FAULT-03, FAULT-04).
 */
export function reachPages(pages, vmo, fbs) {
    const { stream } = vmo.extent;
    return fbs && stream !== undefined ? Math.min(vmo.pages, pages.up(stream)) : vmo.pages;
}
/** What an access that has the permission answers at VMO page `page`: OK, OUT_OF_RANGE or NOT_FOUND. */
export function reachStatus(reach, identity, page) {
    if (page >= reach)
        return Status.OUT_OF_RANGE; // FAULT-03, FAULT-04
    if (identity.vmo.discarded)
        return Status.NOT_FOUND; // FAULT-05
    return Status.OK;
}
//# sourceMappingURL=reach.js.map