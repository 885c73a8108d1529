import type { U64 } from "./u64.ts";

/** `zx_info_vmar_t`: 16 bytes. */
export interface VmarInfo {
  readonly base: U64;
  readonly len: U64;
}

/** Bytes in a `zx_info_vmar_t`, a `zx_info_maps_t`, a `zx_info_handle_basic_t` (§1.7). */
export const INFO_VMAR_SIZE = 16;
export const INFO_MAPS_SIZE = 152;
export const INFO_HANDLE_BASIC_SIZE = 32;

/** `zx_info_maps_type_t`. */
export const MapsType = { NONE: 0, ASPACE: 1, VMAR: 2, MAPPING: 3 } as const;
export type MapsType = (typeof MapsType)[keyof typeof MapsType];

/** The byte counters of a mapping entry or a VMO (INFO-16; the model is decision D-12 of the contract). */
export interface MemoryCounters {
  readonly committedBytes: U64;
  readonly populatedBytes: U64;
  readonly committedPrivateBytes: U64;
  readonly populatedPrivateBytes: U64;
  /** Whole bytes of the scaled sum. */
  readonly committedScaledBytes: U64;
  readonly populatedScaledBytes: U64;
  /** The rest of the scaled sum in units of 2^-63 byte. */
  readonly committedFractionalScaledBytes: U64;
  readonly populatedFractionalScaledBytes: U64;
}

/** `zx_info_maps_mapping_t`. */
export interface MappingDetails extends MemoryCounters {
  /** READ 1, WRITE 2, EXECUTE 4: what the entry permits now. */
  readonly mmuFlags: number;
  /** 0 for a clone that the kernel made by itself (PMEM-06). */
  readonly vmoKoid: U64;
  readonly vmoOffset: U64;
}

/** What a maps entry describes. */
export type MapDetails =
  | { readonly kind: "none" }
  | { readonly kind: "addressSpace" }
  | { readonly kind: "vmar" }
  | { readonly kind: "mapping"; readonly mapping: MappingDetails };

/** `zx_info_maps_t` (INFO-13…15). */
export interface MapInfo {
  readonly name: string;
  readonly base: U64;
  readonly size: U64;
  readonly depth: number;
  readonly details: MapDetails;
}

/** `zx_info_vmo_t`, the fields that this world gives meaning to. */
export interface VmoInfo extends MemoryCounters {
  readonly koid: U64;
  readonly name: string;
  readonly sizeBytes: U64;
  readonly parentKoid: U64;
  readonly numChildren: number;
  readonly numMappings: number;
  readonly shareCount: number;
  /** VmoInfoFlags: PAGED 1, RESIZABLE 2, IS_COW_CLONE 4, VIA_HANDLE 8, CONTIGUOUS 0x40, DISCARDABLE 0x80. */
  readonly flags: number;
  readonly handleRights: number;
  readonly cachePolicy: number;
}

/** Bits of {@link VmoInfo.flags}. */
export const VmoInfoFlags = {
  PAGED: 0x1,
  RESIZABLE: 0x2,
  IS_COW_CLONE: 0x4,
  VIA_HANDLE: 0x8,
  CONTIGUOUS: 0x40,
  DISCARDABLE: 0x80,
} as const;

/** `zx_info_handle_basic_t`. */
export interface HandleBasicInfo {
  readonly koid: U64;
  readonly rights: number;
  readonly type: number;
  readonly relatedKoid: U64;
}
