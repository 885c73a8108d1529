import { VmOption, type VmOptionName } from "../zircon/options.ts";
import { FlagSet } from "./flag-set.ts";

/** The names in {@link VmarFlags}: every option but SPECIFIC_OVERWRITE. */
export type VmarFlagName = Exclude<VmOptionName, "SPECIFIC_OVERWRITE">;

const { SPECIFIC_OVERWRITE: _unsafe, ...SAFE_OPTIONS } = VmOption;

/**
 * Options of the safe calls on a `Vmar`. None of them can take memory away from somebody who uses it; the one
 * option that can, SPECIFIC_OVERWRITE, is only in `VmarFlagsExtended`, which is another type.
 *
 * Alignment is no flag here but a field of its own, see `Alignment`.
 *
 * @see zx-api.md §2, vmar-semantics.md §1.3
 */
export class VmarFlags extends FlagSet<VmarFlags> {
  static readonly TABLE: Readonly<Record<VmarFlagName, number>> = SAFE_OPTIONS;

  static readonly NONE: VmarFlags = new VmarFlags(0);
  /** map, protect: readable. */
  static readonly PERM_READ: VmarFlags = VmarFlags.of("PERM_READ");
  /** map, protect: writable; needs PERM_READ. */
  static readonly PERM_WRITE: VmarFlags = VmarFlags.of("PERM_WRITE");
  /** map, protect: executable; needs PERM_READ. */
  static readonly PERM_EXECUTE: VmarFlags = VmarFlags.of("PERM_EXECUTE");
  /** allocate: what is placed in the new region is placed close together. */
  static readonly COMPACT: VmarFlags = VmarFlags.of("COMPACT");
  /** allocate, map: place exactly at the VMAR's base plus the offset, or fail. */
  static readonly SPECIFIC: VmarFlags = VmarFlags.of("SPECIFIC");
  /** allocate: calls on the new region may use SPECIFIC and OFFSET_IS_UPPER_LIMIT. */
  static readonly CAN_MAP_SPECIFIC: VmarFlags = VmarFlags.of("CAN_MAP_SPECIFIC");
  /** allocate: the new region may hold readable mappings. */
  static readonly CAN_MAP_READ: VmarFlags = VmarFlags.of("CAN_MAP_READ");
  /** allocate: the new region may hold writable mappings. */
  static readonly CAN_MAP_WRITE: VmarFlags = VmarFlags.of("CAN_MAP_WRITE");
  /** allocate: the new region may hold executable mappings. */
  static readonly CAN_MAP_EXECUTE: VmarFlags = VmarFlags.of("CAN_MAP_EXECUTE");
  /** map: make the page table entries of pages that are already there. */
  static readonly MAP_RANGE: VmarFlags = VmarFlags.of("MAP_RANGE");
  /** map: refuse a VMO that can change its size. */
  static readonly REQUIRE_NON_RESIZABLE: VmarFlags = VmarFlags.of("REQUIRE_NON_RESIZABLE");
  /** map: access may fault later. */
  static readonly ALLOW_FAULTS: VmarFlags = VmarFlags.of("ALLOW_FAULTS");
  /** allocate, map: the offset limits where the new range ends instead of fixing where it starts. */
  static readonly OFFSET_IS_UPPER_LIMIT: VmarFlags = VmarFlags.of("OFFSET_IS_UPPER_LIMIT");
  /** map, protect: counts as PERM_READ on machines without execute-only memory. */
  static readonly PERM_READ_IF_XOM_UNSUPPORTED: VmarFlags = VmarFlags.of("PERM_READ_IF_XOM_UNSUPPORTED");
  /** map: access beyond the page where the VMO's stream ends faults; needs ALLOW_FAULTS. */
  static readonly FAULT_BEYOND_STREAM_SIZE: VmarFlags = VmarFlags.of("FAULT_BEYOND_STREAM_SIZE");

  /** Every flag that has a name here: 0xffdf. */
  static readonly ALL: VmarFlags = VmarFlags.NONE.complement();

  get [Symbol.toStringTag](): "VmarFlags" {
    return "VmarFlags";
  }

  protected get table(): Readonly<Record<VmarFlagName, number>> {
    return VmarFlags.TABLE;
  }

  protected make(bits: number): VmarFlags {
    return new VmarFlags(bits);
  }
}
