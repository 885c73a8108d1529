/** Bytes in a `zx_info_vmar_t`, a `zx_info_maps_t`, a `zx_info_handle_basic_t` (§1.7). */
export const INFO_VMAR_SIZE = 16;
export const INFO_MAPS_SIZE = 152;
export const INFO_HANDLE_BASIC_SIZE = 32;
/** `zx_info_maps_type_t`. */
export const MapsType = { NONE: 0, ASPACE: 1, VMAR: 2, MAPPING: 3 };
/** Bits of {@link VmoInfo.flags}. */
export const VmoInfoFlags = {
    PAGED: 0x1,
    RESIZABLE: 0x2,
    IS_COW_CLONE: 0x4,
    VIA_HANDLE: 0x8,
    CONTIGUOUS: 0x40,
    DISCARDABLE: 0x80,
};
//# sourceMappingURL=records.js.map