import { VmOption } from "../zircon/options.js";
import { FlagSet } from "./flag-set.js";
import { VmarFlags } from "./vmar-flags.js";
/**
 * All options of `vmar.unsafe.map`: those of `VmarFlags` and SPECIFIC_OVERWRITE, which replaces the mappings
 * in the way.
 *
 * It is no subtype of `VmarFlags`: a safe call does not take it. {@link from} and {@link narrow} convert.
 *
 * @see zx-api.md §2, vmar-semantics.md §1.3
 */
export class VmarFlagsExtended extends FlagSet {
    static TABLE = VmOption;
    static NONE = new VmarFlagsExtended(0);
    /** Readable. */
    static PERM_READ = VmarFlagsExtended.of("PERM_READ");
    /** Writable; needs PERM_READ. */
    static PERM_WRITE = VmarFlagsExtended.of("PERM_WRITE");
    /** Executable; needs PERM_READ. */
    static PERM_EXECUTE = VmarFlagsExtended.of("PERM_EXECUTE");
    /** Only for allocate. */
    static COMPACT = VmarFlagsExtended.of("COMPACT");
    /** Place exactly at the VMAR's base plus the offset; fail if something is there. */
    static SPECIFIC = VmarFlagsExtended.of("SPECIFIC");
    /** Place exactly at the VMAR's base plus the offset; take away the mappings that are there (SAFE-01…03). */
    static SPECIFIC_OVERWRITE = VmarFlagsExtended.of("SPECIFIC_OVERWRITE");
    /** Only for allocate. */
    static CAN_MAP_SPECIFIC = VmarFlagsExtended.of("CAN_MAP_SPECIFIC");
    /** Only for allocate. */
    static CAN_MAP_READ = VmarFlagsExtended.of("CAN_MAP_READ");
    /** Only for allocate. */
    static CAN_MAP_WRITE = VmarFlagsExtended.of("CAN_MAP_WRITE");
    /** Only for allocate. */
    static CAN_MAP_EXECUTE = VmarFlagsExtended.of("CAN_MAP_EXECUTE");
    /** Make the page table entries of pages that are already there; not with SPECIFIC_OVERWRITE. */
    static MAP_RANGE = VmarFlagsExtended.of("MAP_RANGE");
    /** Refuse a VMO that can change its size. */
    static REQUIRE_NON_RESIZABLE = VmarFlagsExtended.of("REQUIRE_NON_RESIZABLE");
    /** Access may fault later. */
    static ALLOW_FAULTS = VmarFlagsExtended.of("ALLOW_FAULTS");
    /** The offset limits where the new range ends instead of fixing where it starts. */
    static OFFSET_IS_UPPER_LIMIT = VmarFlagsExtended.of("OFFSET_IS_UPPER_LIMIT");
    /** Counts as PERM_READ on machines without execute-only memory. */
    static PERM_READ_IF_XOM_UNSUPPORTED = VmarFlagsExtended.of("PERM_READ_IF_XOM_UNSUPPORTED");
    /** Access beyond the page where the VMO's stream ends faults; needs ALLOW_FAULTS. */
    static FAULT_BEYOND_STREAM_SIZE = VmarFlagsExtended.of("FAULT_BEYOND_STREAM_SIZE");
    /** Every flag that has a name here: 0xffff. */
    static ALL = VmarFlagsExtended.NONE.complement();
    /** The same word as options of the unsafe map. */
    static from(flags) {
        return new VmarFlagsExtended(flags.bits);
    }
    /**
     * The same word as options of the safe calls; undefined if a bit is none of theirs, as SPECIFIC_OVERWRITE.
     */
    narrow() {
        return VmarFlags.fromBits(this.bits);
    }
    get [Symbol.toStringTag]() {
        return "VmarFlagsExtended";
    }
    get table() {
        return VmarFlagsExtended.TABLE;
    }
    make(bits) {
        return new VmarFlagsExtended(bits);
    }
}
//# sourceMappingURL=vmar-flags-extended.js.map