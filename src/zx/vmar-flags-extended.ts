import { VmOption, type VmOptionName } from "../zircon/options.ts";
import { FlagSet } from "./flag-set.ts";
import { VmarFlags } from "./vmar-flags.ts";

/**
 * All options of `vmar.unsafe.map`: those of `VmarFlags` and SPECIFIC_OVERWRITE, which replaces the mappings
 * in the way.
 *
 * It is no subtype of `VmarFlags`: a safe call does not take it. {@link from} and {@link narrow} convert.
 *
 * @see zx-api.md §2, vmar-semantics.md §1.3
 */
export class VmarFlagsExtended extends FlagSet<VmarFlagsExtended> {
  static readonly TABLE: Readonly<Record<VmOptionName, number>> = VmOption;

  static readonly NONE: VmarFlagsExtended = new VmarFlagsExtended(0);
  /** Readable. */
  static readonly PERM_READ: VmarFlagsExtended = VmarFlagsExtended.of("PERM_READ");
  /** Writable; needs PERM_READ. */
  static readonly PERM_WRITE: VmarFlagsExtended = VmarFlagsExtended.of("PERM_WRITE");
  /** Executable; needs PERM_READ. */
  static readonly PERM_EXECUTE: VmarFlagsExtended = VmarFlagsExtended.of("PERM_EXECUTE");
  /** Only for allocate. */
  static readonly COMPACT: VmarFlagsExtended = VmarFlagsExtended.of("COMPACT");
  /** Place exactly at the VMAR's base plus the offset; fail if something is there. */
  static readonly SPECIFIC: VmarFlagsExtended = VmarFlagsExtended.of("SPECIFIC");
  /** Place exactly at the VMAR's base plus the offset; take away the mappings that are there (SAFE-01…03). */
  static readonly SPECIFIC_OVERWRITE: VmarFlagsExtended = VmarFlagsExtended.of("SPECIFIC_OVERWRITE");
  /** Only for allocate. */
  static readonly CAN_MAP_SPECIFIC: VmarFlagsExtended = VmarFlagsExtended.of("CAN_MAP_SPECIFIC");
  /** Only for allocate. */
  static readonly CAN_MAP_READ: VmarFlagsExtended = VmarFlagsExtended.of("CAN_MAP_READ");
  /** Only for allocate. */
  static readonly CAN_MAP_WRITE: VmarFlagsExtended = VmarFlagsExtended.of("CAN_MAP_WRITE");
  /** Only for allocate. */
  static readonly CAN_MAP_EXECUTE: VmarFlagsExtended = VmarFlagsExtended.of("CAN_MAP_EXECUTE");
  /** Make the page table entries of pages that are already there; not with SPECIFIC_OVERWRITE. */
  static readonly MAP_RANGE: VmarFlagsExtended = VmarFlagsExtended.of("MAP_RANGE");
  /** Refuse a VMO that can change its size. */
  static readonly REQUIRE_NON_RESIZABLE: VmarFlagsExtended = VmarFlagsExtended.of("REQUIRE_NON_RESIZABLE");
  /** Access may fault later. */
  static readonly ALLOW_FAULTS: VmarFlagsExtended = VmarFlagsExtended.of("ALLOW_FAULTS");
  /** The offset limits where the new range ends instead of fixing where it starts. */
  static readonly OFFSET_IS_UPPER_LIMIT: VmarFlagsExtended = VmarFlagsExtended.of("OFFSET_IS_UPPER_LIMIT");
  /** Counts as PERM_READ on machines without execute-only memory. */
  static readonly PERM_READ_IF_XOM_UNSUPPORTED: VmarFlagsExtended = VmarFlagsExtended.of(
    "PERM_READ_IF_XOM_UNSUPPORTED",
  );
  /** Access beyond the page where the VMO's stream ends faults; needs ALLOW_FAULTS. */
  static readonly FAULT_BEYOND_STREAM_SIZE: VmarFlagsExtended =
    VmarFlagsExtended.of("FAULT_BEYOND_STREAM_SIZE");

  /** Every flag that has a name here: 0xffff. */
  static readonly ALL: VmarFlagsExtended = VmarFlagsExtended.NONE.complement();

  /** The same word as options of the unsafe map. */
  static from(flags: VmarFlags): VmarFlagsExtended {
    return new VmarFlagsExtended(flags.bits);
  }

  /**
   * The same word as options of the safe calls; undefined if a bit is none of theirs, as SPECIFIC_OVERWRITE.
   */
  narrow(): VmarFlags | undefined {
    return VmarFlags.fromBits(this.bits);
  }

  get [Symbol.toStringTag](): "VmarFlagsExtended" {
    return "VmarFlagsExtended";
  }

  protected get table(): Readonly<Record<VmOptionName, number>> {
    return VmarFlagsExtended.TABLE;
  }

  protected make(bits: number): VmarFlagsExtended {
    return new VmarFlagsExtended(bits);
  }
}
