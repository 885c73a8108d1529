import type { VmoInfo as KernelRecord } from "../zircon/records.ts";
import { Koid } from "./koid.ts";
import { Name } from "./name.ts";
import { Rights } from "./rights.ts";
import { VmoInfoFlags } from "./vmo-info-flags.ts";

/**
 * What a VMO tells about itself. Sizes and counters are in bytes; see `MappingDetails` for what the counters
 * count.
 *
 * @see zx-api.md §5.5
 */
export interface VmoInfo {
  readonly koid: Koid;
  readonly name: Name;
  /** A multiple of the page size. */
  readonly sizeBytes: bigint;
  /** `Koid.INVALID` without a parent. */
  readonly parentKoid: Koid;
  readonly numChildren: number;
  /** Mappings, however many of them are in one process. */
  readonly numMappings: number;
  /** An estimate of how many address spaces map it. */
  readonly shareCount: number;
  readonly flags: VmoInfoFlags;
  /** The rights of the handle that was asked. */
  readonly handleRights: Rights;
  /** Of `CachePolicy`. */
  readonly cachePolicy: number;
  readonly committedBytes: bigint;
  readonly populatedBytes: bigint;
  readonly committedPrivateBytes: bigint;
  readonly populatedPrivateBytes: bigint;
  readonly committedScaledBytes: bigint;
  readonly populatedScaledBytes: bigint;
  /** In units of 2^-63 byte. */
  readonly committedFractionalScaledBytes: bigint;
  readonly populatedFractionalScaledBytes: bigint;
}

export function vmoInfo(record: KernelRecord): VmoInfo {
  return {
    koid: Koid.fromRaw(record.koid),
    name: Name.lossy(record.name),
    sizeBytes: BigInt(record.sizeBytes),
    parentKoid: Koid.fromRaw(record.parentKoid),
    numChildren: record.numChildren,
    numMappings: record.numMappings,
    shareCount: record.shareCount,
    flags: new VmoInfoFlags(record.flags),
    handleRights: Rights.truncate(record.handleRights),
    cachePolicy: record.cachePolicy,
    committedBytes: BigInt(record.committedBytes),
    populatedBytes: BigInt(record.populatedBytes),
    committedPrivateBytes: BigInt(record.committedPrivateBytes),
    populatedPrivateBytes: BigInt(record.populatedPrivateBytes),
    committedScaledBytes: BigInt(record.committedScaledBytes),
    populatedScaledBytes: BigInt(record.populatedScaledBytes),
    committedFractionalScaledBytes: BigInt(record.committedFractionalScaledBytes),
    populatedFractionalScaledBytes: BigInt(record.populatedFractionalScaledBytes),
  };
}
