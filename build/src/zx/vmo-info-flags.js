import { FlagSet } from "./flag-set.js";
const VMO_INFO_BITS = {
    PAGED: 0x1,
    RESIZABLE: 0x2,
    IS_COW_CLONE: 0x4,
    VIA_HANDLE: 0x8,
    VIA_MAPPING: 0x10,
    PAGER_BACKED: 0x20,
    CONTIGUOUS: 0x40,
    DISCARDABLE: 0x80,
    IMMUTABLE: 0x100,
    VIA_IOB_HANDLE: 0x200,
};
/**
 * What kind of VMO a `VmoInfo` describes.
 *
 * @see zx-api.md §5.5
 */
export class VmoInfoFlags extends FlagSet {
    static TABLE = VMO_INFO_BITS;
    /** Ordinary memory, not physical. */
    static PAGED = VmoInfoFlags.of("PAGED");
    static RESIZABLE = VmoInfoFlags.of("RESIZABLE");
    /** A snapshot child of any kind. */
    static IS_COW_CLONE = VmoInfoFlags.of("IS_COW_CLONE");
    /** The record was asked for through a handle: `handleRights` means something. */
    static VIA_HANDLE = VmoInfoFlags.of("VIA_HANDLE");
    static VIA_MAPPING = VmoInfoFlags.of("VIA_MAPPING");
    static PAGER_BACKED = VmoInfoFlags.of("PAGER_BACKED");
    static CONTIGUOUS = VmoInfoFlags.of("CONTIGUOUS");
    static DISCARDABLE = VmoInfoFlags.of("DISCARDABLE");
    static IMMUTABLE = VmoInfoFlags.of("IMMUTABLE");
    static VIA_IOB_HANDLE = VmoInfoFlags.of("VIA_IOB_HANDLE");
    get [Symbol.toStringTag]() {
        return "VmoInfoFlags";
    }
    get table() {
        return VmoInfoFlags.TABLE;
    }
    make(bits) {
        return new VmoInfoFlags(bits);
    }
}
//# sourceMappingURL=vmo-info-flags.js.map