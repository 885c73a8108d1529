import { INFO_VMAR_SIZE } from "../zircon/records.js";
import { Status } from "../zircon/status.js";
import { toU64 } from "../zircon/u64.js";
import { HandleBased } from "./handle.js";
import { mapVmo } from "./map-request.js";
import { queryAllMaps, queryMaps } from "./maps.js";
import { optionWord } from "./option-word.js";
import { err, fromStatus, ok } from "./result.js";
import { userNumber } from "./u64-like.js";
import { UnsafeVmar } from "./unsafe-vmar.js";
import { VmarFlags } from "./vmar-flags.js";
import { vmarInfo } from "./vmar-info.js";
/**
 * A virtual memory address region: a part of an address space in which memory can be mapped and smaller
 * regions be made. This is `zx::Vmar` over any `Kernel`.
 *
 * Each method makes one system call (the `…Vec` ones at least one) and checks nothing by itself: what is
 * allowed is the kernel's to say, and it says so in a {@link Result}. Offsets count from the region's base;
 * addresses are absolute. Every call answers BAD_HANDLE for a handle that is not open, WRONG_TYPE for a
 * handle to something else. The calls that can take memory away from its users are in {@link unsafe}.
 *
 * @example
 * ```ts
 * const { vmar, base } = unwrap(root.allocate({ size: 0x10000, flags: VmarFlags.of("CAN_MAP_READ", "CAN_MAP_WRITE") }));
 * const vmo = unwrap(Vmo.create(kernel, 0x1000));
 * const addr = unwrap(vmar.map(vmo, { len: 0x1000, flags: VmarFlags.of("PERM_READ", "PERM_WRITE") }));
 * unwrap(vmar.unsafe.unmap(addr, 0x1000));
 * ```
 * @see zx-api.md §1, vmar-semantics.md §3
 */
export class Vmar extends HandleBased {
    /** `vmar_root_self`: the root of the address space, borrowed. */
    static rootSelf(kernel) {
        return new Vmar(kernel, kernel.rootVmar, true);
    }
    /**
     * Moves a handle of any type into a Vmar. Nobody checks: a handle to something else is WRONG_TYPE in each
     * later call.
     */
    static fromHandle(handle) {
        return new Vmar(handle.kernel, handle.intoRaw(), false);
    }
    /**
     * Takes over a raw handle value.
     *
     * Safety (SAFE-20): the value is an open handle, or 0, and nobody else closes it.
     */
    static unsafeFromRaw(kernel, raw) {
        return new Vmar(kernel, raw, false);
    }
    /** The calls that are `unsafe` in Rust: `map` (with SPECIFIC_OVERWRITE), `unmap`, `protect`, `destroy`. */
    get unsafe() {
        return new UnsafeVmar(this);
    }
    /**
     * `zx_vmar_allocate`: makes a child region. Its handle has the VMAR default rights and READ, WRITE, EXECUTE
     * for each CAN_MAP flag, whatever this handle has. The addresses stay taken when the handle is closed; only
     * a destroy, or an unmap of all of it, frees them.
     *
     * Errors (ALLOC rules):
     * - ACCESS_DENIED if this handle lacks the right for a CAN_MAP flag, or the region lacks CAN_MAP_SPECIFIC
     *   and the offset is used
     * - INVALID_ARGS for a size of 0 or of half pages, flags that are not for allocate, a misaligned offset, an
     *   offset without a flag that uses it, a range that leaves the region, or SPECIFIC at an address that is
     *   not so aligned
     * - ALREADY_EXISTS if SPECIFIC meets something
     * - NO_RESOURCES if there is no room
     * - BAD_STATE if the region is destroyed
     */
    allocate(request) {
        const { status, handle, addr } = this.kernel.vmarAllocate(this.rawHandle, optionWord((request.flags ?? VmarFlags.NONE).bits, request.align), toU64(request.offset ?? 0), toU64(request.size));
        return status === Status.OK
            ? ok({ vmar: this.wrap(handle, false), base: userNumber(addr) })
            : err(status);
    }
    /**
     * `zx_vmar_map`: makes a range of the VMO appear in the region. The mapping keeps the VMO alive by itself,
     * and may reach past its end.
     *
     * Only bits that `VmarFlags` knows are sent. So this call never replaces a mapping, also if the flags were
     * built from a raw word. (Rust cuts to the larger set of `VmarFlagsExtended` and lets SPECIFIC_OVERWRITE
     * through.)
     *
     * Errors (MAP rules):
     * - ACCESS_DENIED if the VMO's handle lacks MAP, or one of both handles the right for a permission, or the
     *   region lacks CAN_MAP_SPECIFIC and the offset is used
     * - INVALID_ARGS for a length of 0, WRITE or EXECUTE without READ, flags that are not for map, misaligned
     *   offsets, an offset without a flag that uses it, a range that leaves the region, or SPECIFIC at an
     *   address that is not so aligned
     * - OUT_OF_RANGE if the VMO's range passes 2^64
     * - NOT_SUPPORTED for a resizable VMO with REQUIRE_NON_RESIZABLE, and for a discardable one without
     *   ALLOW_FAULTS
     * - ALREADY_EXISTS if SPECIFIC meets something
     * - NO_RESOURCES if there is no room
     * - BAD_STATE if the region is destroyed
     *
     * @returns the absolute address where the range begins
     * @throws TypeError for a VMO of another kernel
     */
    map(vmo, request) {
        return mapVmo(this, vmo, VmarFlags.truncate((request.flags ?? VmarFlags.NONE).bits).bits, request);
    }
    /**
     * `zx_vmar_op_range`, without a buffer: does `op` to each mapping of the range, lowest first. Not atomic:
     * what was done before an error stays done. DECOMMIT and ZERO change what memory holds and are safe calls
     * all the same.
     *
     * Errors (OPR rules):
     * - INVALID_ARGS for an unknown op, a misaligned `addr`, a `len` of 0, or a mapping in a child region
     *   without OP_CHILDREN or with an op that stays in the region
     * - ACCESS_DENIED without the right that the op needs, or if the mapping may never become writable or
     *   readable
     * - OUT_OF_RANGE for a range that leaves the region or the VMO
     * - BAD_STATE for a gap, or if the region is destroyed
     * - NOT_SUPPORTED and others as the VMO answers
     *
     * @param addr absolute, page-aligned
     * @param len in bytes, rounded up to pages
     */
    opRange(op, addr, len) {
        return fromStatus(this.kernel.vmarOpRange(this.rawHandle, op, toU64(addr), toU64(len), 0));
    }
    /**
     * `zx_object_get_info` VMAR: where the region lies, also if it is destroyed.
     *
     * Errors: ACCESS_DENIED without INSPECT (INFO-01…03).
     */
    info() {
        const { status, info } = this.kernel.infoVmar(this.rawHandle, INFO_VMAR_SIZE);
        if (status !== Status.OK)
            return err(status);
        return info === undefined ? err(Status.INTERNAL) : ok(vmarInfo(info));
    }
    /**
     * `zx_object_get_info` VMAR_MAPS with a buffer for `slots` entries: first the region itself at depth 0,
     * then all that is below it, parents before children, addresses ascending. With 0 slots it only counts.
     *
     * Errors (INFO-10…16):
     * - ACCESS_DENIED without INSPECT
     * - BAD_STATE if the region is destroyed
     *
     * @throws RangeError if `slots` is no count
     */
    maps(slots) {
        return queryMaps((size) => this.kernel.infoVmarMaps(this.rawHandle, size), slots);
    }
    /** {@link maps} by the name that it has in older crates. */
    infoMaps(slots) {
        return this.maps(slots);
    }
    /** All entries of {@link maps}. Asks with 16 slots, and again with as many as there are. */
    mapsVec() {
        return queryAllMaps((size) => this.kernel.infoVmarMaps(this.rawHandle, size));
    }
    /** {@link mapsVec} by the name that it has in older crates. */
    infoMapsVec() {
        return this.mapsVec();
    }
    get [Symbol.toStringTag]() {
        return "Vmar";
    }
    wrap(raw, borrowed) {
        return new Vmar(this.kernel, raw, borrowed);
    }
}
//# sourceMappingURL=vmar.js.map