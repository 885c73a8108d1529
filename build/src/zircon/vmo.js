/** `zx_vmo_create` options (§1.6). TRAP_DIRTY belongs to pagers, which this world has none of. */
export const VmoOption = {
    RESIZABLE: 0x2,
    DISCARDABLE: 0x4,
    TRAP_DIRTY: 0x8,
    UNBOUNDED: 0x10,
};
/** `ZX_VMO_CHILD_*` (§1.6). */
export const VmoChildOption = {
    SNAPSHOT: 0x1,
    RESIZABLE: 0x4,
    SLICE: 0x8,
    SNAPSHOT_AT_LEAST_ON_WRITE: 0x10,
    NO_WRITE: 0x20,
    REFERENCE: 0x40,
    SNAPSHOT_MODIFIED: 0x80,
};
/** `ZX_VMO_OP_*` (§1.4). LOCK shares its number with the VMAR op MAP_RANGE. */
export const VmoOp = {
    COMMIT: 1,
    DECOMMIT: 2,
    LOCK: 3,
    UNLOCK: 4,
    CACHE_SYNC: 6,
    CACHE_INVALIDATE: 7,
    CACHE_CLEAN: 8,
    CACHE_CLEAN_INVALIDATE: 9,
    ZERO: 10,
    TRY_LOCK: 11,
    DONT_NEED: 12,
    ALWAYS_NEED: 13,
    PREFETCH: 14,
};
/** `ZX_CACHE_POLICY_*`. */
export const CachePolicy = { CACHED: 0, UNCACHED: 1, UNCACHED_DEVICE: 2, WRITE_COMBINING: 3 };
/** The largest VMO in bytes, before rounding to the page size: 2^64-1 rounded down to 2·fanout·PAGE (§1.6, O-9). */
export function vmoMaxPages(pageShift) {
    return 2 ** (64 - pageShift) - 32;
}
/** ZX_MAX_NAME_LEN: bytes of a name with its NUL; 31 bytes of text. */
export const MAX_NAME_LEN = 32;
//# sourceMappingURL=vmo.js.map