import { FlagSet } from "./flag-set.ts";

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
} as const;

/** The names in {@link VmoInfoFlags}. */
export type VmoInfoFlagName = keyof typeof VMO_INFO_BITS;

/**
 * What kind of VMO a `VmoInfo` describes.
 *
 * @see zx-api.md §5.5
 */
export class VmoInfoFlags extends FlagSet<VmoInfoFlags> {
  static readonly TABLE: Readonly<Record<VmoInfoFlagName, number>> = VMO_INFO_BITS;

  /** Ordinary memory, not physical. */
  static readonly PAGED: VmoInfoFlags = VmoInfoFlags.of("PAGED");
  static readonly RESIZABLE: VmoInfoFlags = VmoInfoFlags.of("RESIZABLE");
  /** A snapshot child of any kind. */
  static readonly IS_COW_CLONE: VmoInfoFlags = VmoInfoFlags.of("IS_COW_CLONE");
  /** The record was asked for through a handle: `handleRights` means something. */
  static readonly VIA_HANDLE: VmoInfoFlags = VmoInfoFlags.of("VIA_HANDLE");
  static readonly VIA_MAPPING: VmoInfoFlags = VmoInfoFlags.of("VIA_MAPPING");
  static readonly PAGER_BACKED: VmoInfoFlags = VmoInfoFlags.of("PAGER_BACKED");
  static readonly CONTIGUOUS: VmoInfoFlags = VmoInfoFlags.of("CONTIGUOUS");
  static readonly DISCARDABLE: VmoInfoFlags = VmoInfoFlags.of("DISCARDABLE");
  static readonly IMMUTABLE: VmoInfoFlags = VmoInfoFlags.of("IMMUTABLE");
  static readonly VIA_IOB_HANDLE: VmoInfoFlags = VmoInfoFlags.of("VIA_IOB_HANDLE");

  get [Symbol.toStringTag](): "VmoInfoFlags" {
    return "VmoInfoFlags";
  }

  protected get table(): Readonly<Record<VmoInfoFlagName, number>> {
    return VmoInfoFlags.TABLE;
  }

  protected make(bits: number): VmoInfoFlags {
    return new VmoInfoFlags(bits);
  }
}
