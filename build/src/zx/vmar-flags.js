import { VmOption } from "../zircon/options.js";
import { FlagSet } from "./flag-set.js";
const { SPECIFIC_OVERWRITE: _unsafe, ...SAFE_OPTIONS } = VmOption;
/**
 * Options of the safe calls on a `Vmar`. None of them can take memory away from somebody who uses it; the one
 * option that can, SPECIFIC_OVERWRITE, is only in `VmarFlagsExtended`, which is another type.
 *
 * Alignment is no flag here but a field of its own, see `Alignment`.
 *
 * @see zx-api.md §2, vmar-semantics.md §1.3
 */
export class VmarFlags extends FlagSet {
    static TABLE = SAFE_OPTIONS;
    static NONE = new VmarFlags(0);
    /** map, protect: readable. */
    static PERM_READ = VmarFlags.of("PERM_READ");
    /** map, protect: writable; needs PERM_READ. */
    static PERM_WRITE = VmarFlags.of("PERM_WRITE");
    /** map, protect: executable; needs PERM_READ. */
    static PERM_EXECUTE = VmarFlags.of("PERM_EXECUTE");
    /** allocate: what is placed in the new region is placed close together. */
    static COMPACT = VmarFlags.of("COMPACT");
    /** allocate, map: place exactly at the VMAR's base plus the offset, or fail. */
    static SPECIFIC = VmarFlags.of("SPECIFIC");
    /** allocate: calls on the new region may use SPECIFIC and OFFSET_IS_UPPER_LIMIT. */
    static CAN_MAP_SPECIFIC = VmarFlags.of("CAN_MAP_SPECIFIC");
    /** allocate: the new region may hold readable mappings. */
    static CAN_MAP_READ = VmarFlags.of("CAN_MAP_READ");
    /** allocate: the new region may hold writable mappings. */
    static CAN_MAP_WRITE = VmarFlags.of("CAN_MAP_WRITE");
    /** allocate: the new region may hold executable mappings. */
    static CAN_MAP_EXECUTE = VmarFlags.of("CAN_MAP_EXECUTE");
    /** map: make the page table entries of pages that are already there. */
    static MAP_RANGE = VmarFlags.of("MAP_RANGE");
    /** map: refuse a VMO that can change its size. */
    static REQUIRE_NON_RESIZABLE = VmarFlags.of("REQUIRE_NON_RESIZABLE");
    /** map: access may fault later. */
    static ALLOW_FAULTS = VmarFlags.of("ALLOW_FAULTS");
    /** allocate, map: the offset limits where the new range ends instead of fixing where it starts. */
    static OFFSET_IS_UPPER_LIMIT = VmarFlags.of("OFFSET_IS_UPPER_LIMIT");
    /** map, protect: counts as PERM_READ on machines without execute-only memory. */
    static PERM_READ_IF_XOM_UNSUPPORTED = VmarFlags.of("PERM_READ_IF_XOM_UNSUPPORTED");
    /** map: access beyond the page where the VMO's stream ends faults; needs ALLOW_FAULTS. */
    static FAULT_BEYOND_STREAM_SIZE = VmarFlags.of("FAULT_BEYOND_STREAM_SIZE");
    /** Every flag that has a name here: 0xffdf. */
    static ALL = VmarFlags.NONE.complement();
    get [Symbol.toStringTag]() {
        return "VmarFlags";
    }
    get table() {
        return VmarFlags.TABLE;
    }
    make(bits) {
        return new VmarFlags(bits);
    }
}
//# sourceMappingURL=vmar-flags.js.map