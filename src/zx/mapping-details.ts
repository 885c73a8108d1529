import type { MappingDetails as KernelRecord } from "../zircon/records.ts";
import { Koid } from "./koid.ts";
import { userNumber } from "./u64-like.ts";
import { VmarFlagsExtended } from "./vmar-flags-extended.ts";

/**
 * What a mapping entry of `maps` shows. The byte counters cover the mapped part of the VMO.
 *
 * @see zx-api.md §3.3.3, vmar-semantics.md INFO-15, INFO-16
 */
export interface MappingDetails {
  /** What is permitted now: of PERM_READ, PERM_WRITE, PERM_EXECUTE. */
  readonly mmuFlags: VmarFlagsExtended;
  /** `Koid.INVALID` for a clone that the kernel made by itself. */
  readonly vmoKoid: Koid;
  /** The byte of the VMO that is at the entry's base. */
  readonly vmoOffset: bigint;
  /** Bytes with memory, shared pages counted in full for each VMO that shows them (as RSS). */
  readonly committedBytes: number;
  /** The same, and content that is held in another form, such as compressed. */
  readonly populatedBytes: number;
  /** Only pages that no related VMO shows (as USS). */
  readonly committedPrivateBytes: number;
  readonly populatedPrivateBytes: number;
  /** Each shared page divided by the number of VMOs that share it, whole bytes (as PSS). */
  readonly committedScaledBytes: number;
  readonly populatedScaledBytes: number;
  /** What is left of the scaled bytes, in units of 2^-63 byte. */
  readonly committedFractionalScaledBytes: bigint;
  readonly populatedFractionalScaledBytes: bigint;
}

export function mappingDetails(record: KernelRecord): MappingDetails {
  return {
    mmuFlags: new VmarFlagsExtended(record.mmuFlags),
    vmoKoid: Koid.fromRaw(record.vmoKoid),
    vmoOffset: BigInt(record.vmoOffset),
    committedBytes: userNumber(record.committedBytes),
    populatedBytes: userNumber(record.populatedBytes),
    committedPrivateBytes: userNumber(record.committedPrivateBytes),
    populatedPrivateBytes: userNumber(record.populatedPrivateBytes),
    committedScaledBytes: userNumber(record.committedScaledBytes),
    populatedScaledBytes: userNumber(record.populatedScaledBytes),
    committedFractionalScaledBytes: BigInt(record.committedFractionalScaledBytes),
    populatedFractionalScaledBytes: BigInt(record.populatedFractionalScaledBytes),
  };
}
