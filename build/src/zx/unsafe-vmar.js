import { toU64 } from "../zircon/u64.js";
import { mapVmo } from "./map-request.js";
import { fromStatus } from "./result.js";
import { VmarFlagsExtended } from "./vmar-flags-extended.js";
/**
 * The calls that can take memory away from somebody who still uses it: what is `unsafe` in Rust. They are
 * reached through `vmar.unsafe`, so that every call says so.
 *
 * The kernel makes no mistake here; the program can. What the *caller* must see to is listed with each call.
 * For all four (SAFE-14): this covers all threads, and other processes that share the address space.
 * (SAFE-16): after an error other than NO_MEMORY nothing has changed, so nothing was owed; after NO_MEMORY
 * assume that a part has changed.
 *
 * "The range" is the range rounded up to whole pages.
 *
 * @see zx-api.md §1.4
 */
export class UnsafeVmar {
    #vmar;
    constructor(vmar) {
        this.#vmar = vmar;
    }
    /**
     * `zx_vmar_map` (Rust: `map_unsafe`): as `vmar.map`, with SPECIFIC_OVERWRITE among the flags, and with
     * every bit sent as it is.
     *
     * Safety, with SPECIFIC_OVERWRITE; without it nothing is owed (SAFE-04):
     * - SAFE-01: no reference into a mapping that the range touches is used afterwards as if its old content
     *   were still there.
     * - SAFE-02: all that is mapped in the range is the caller's own; no allocator, stack or loader relies on
     *   it.
     * - SAFE-03: no code in the range runs now or later, unless the new content is meant for that.
     *
     * Errors: those of `vmar.map`, and INVALID_ARGS for SPECIFIC_OVERWRITE over a child region, with
     * OFFSET_IS_UPPER_LIMIT or with MAP_RANGE (MAP, OVW rules).
     *
     * @returns the absolute address where the range begins
     * @throws TypeError for a VMO of another kernel
     */
    map(vmo, request) {
        return mapVmo(this.#vmar, vmo, (request.flags ?? VmarFlagsExtended.NONE).bits, request);
    }
    /**
     * `zx_vmar_unmap`: removes all mappings in the range and destroys the child regions that lie wholly inside.
     * A mapping may be cut; a range without mappings is fine. The region itself stays.
     *
     * Safety:
     * - SAFE-05: nobody reads or writes the range after the call.
     * - SAFE-06: every reference into it is dropped before the call.
     * - SAFE-07: no code in it runs now or later.
     * - SAFE-08: all this for whole pages, so also for the bytes past `addr + len`.
     * - SAFE-09: what {@link destroy} asks, for each child region that is destroyed.
     *
     * Errors (UNMAP rules):
     * - INVALID_ARGS for a misaligned `addr`, a `len` of 0, a range that leaves the region, a child region that
     *   is covered in part, or any child region without OP_CHILDREN
     * - BAD_STATE if the region is destroyed
     *
     * @param addr absolute, page-aligned
     * @param len in bytes, rounded up to pages
     */
    unmap(addr, len) {
        return fromStatus(this.#vmar.kernel.vmarUnmap(this.#vmar.rawHandle, toU64(addr), toU64(len)));
    }
    /**
     * `zx_vmar_protect`: what all mappings in the range permit from now on; no flags at all take all access
     * away. Never more than the handles allowed when the mapping was made, and through an ancestor of the
     * mapping's region never more than now.
     *
     * Safety:
     * - SAFE-10: what READ, WRITE or EXECUTE is taken from is no longer read, written or executed by any
     *   thread.
     * - SAFE-15: nobody relies on it that pages which become writable or executable were not.
     *
     * Errors (PROT rules):
     * - ACCESS_DENIED without the handle's right for each permission, or if a mapping may not get it
     * - INVALID_ARGS for WRITE or EXECUTE without READ, other flags, a misaligned `addr`, a `len` of 0, a range
     *   that leaves the region, or a mapping in a child region without OP_CHILDREN
     * - BAD_STATE if the region is destroyed
     * - NOT_FOUND for a gap
     *
     * @param addr absolute, page-aligned
     * @param len in bytes, rounded up to pages
     * @param flags of PERM_READ, PERM_WRITE, PERM_EXECUTE, PERM_READ_IF_XOM_UNSUPPORTED
     */
    protect(addr, len, flags) {
        return fromStatus(this.#vmar.kernel.vmarProtect(this.#vmar.rawHandle, flags.bits, toU64(addr), toU64(len)));
    }
    /**
     * `zx_vmar_destroy`: unmaps all that is in the region and destroys it with the regions below. The handle
     * stays open, and answers BAD_STATE.
     *
     * Safety:
     * - SAFE-11: SAFE-05…07 hold for every mapping in the region and below.
     * - SAFE-12: nobody counts on later calls through this handle, its duplicates, or handles of regions below.
     * - SAFE-13: nobody assumes that the addresses stay free: the parent may give them away at once.
     *
     * Errors (DEST rules):
     * - ACCESS_DENIED without OP_CHILDREN
     * - NOT_SUPPORTED for the root
     * - BAD_STATE if it is destroyed already
     */
    destroy() {
        return fromStatus(this.#vmar.kernel.vmarDestroy(this.#vmar.rawHandle));
    }
}
//# sourceMappingURL=unsafe-vmar.js.map