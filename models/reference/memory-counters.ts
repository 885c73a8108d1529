import { type MemoryCounters } from "../../src/zircon/records.ts";
import { wrapU64 } from "../../src/zircon/u64.ts";
import type { Vmo } from "./vmo.ts";
import type { World } from "./world.ts";

/** The fraction of a byte is counted in units of 2^-63. */
const FRACTION_BITS = 63n;

const NOTHING: MemoryCounters = {
  committedBytes: 0,
  populatedBytes: 0,
  committedPrivateBytes: 0,
  populatedPrivateBytes: 0,
  committedScaledBytes: 0,
  populatedScaledBytes: 0,
  committedFractionalScaledBytes: 0,
  populatedFractionalScaledBytes: 0,
};

/** INFO-16, D-12: what the VMO's pages [first, first + count), as far as there are such, count for. */
export function countMemory(world: World, vmo: Vmo, first: number, count: number): MemoryCounters {
  if (vmo.store.isEmpty) return NOTHING;
  let present = 0;
  let unshared = 0;
  let scaled = 0n; // of the shared pages, in units of the fraction
  if (vmo.kind !== "physical" && !vmo.sharesPages) {
    const pageInFractions = (): bigint => BigInt(world.geometry.size) << FRACTION_BITS;
    vmo.store.sharers(first, Math.min(first + count, vmo.size), (sharers, pages) => {
      present += pages;
      if (sharers === 1) unshared += pages;
      else scaled += (pageInFractions() / BigInt(sharers)) * BigInt(pages);
    });
  }
  const bytes = present * world.geometry.size;
  const privateBytes = unshared * world.geometry.size;
  const isShared = unshared < present;
  const scaledBytes = isShared ? privateBytes + Number(scaled >> FRACTION_BITS) : privateBytes;
  const fraction = isShared ? wrapU64(scaled & ((1n << FRACTION_BITS) - 1n)) : 0;
  return {
    committedBytes: bytes,
    populatedBytes: bytes,
    committedPrivateBytes: privateBytes,
    populatedPrivateBytes: privateBytes,
    committedScaledBytes: scaledBytes,
    populatedScaledBytes: scaledBytes,
    committedFractionalScaledBytes: fraction,
    populatedFractionalScaledBytes: fraction,
  };
}

/** V-9 older, D-16: the first two fields count pages, the others did not exist. */
export function countPages(world: World, vmo: Vmo, first: number, count: number): MemoryCounters {
  const pages = Number(countMemory(world, vmo, first, count).committedBytes) / world.geometry.size;
  return {
    committedBytes: pages,
    populatedBytes: pages,
    committedPrivateBytes: 0,
    populatedPrivateBytes: 0,
    committedScaledBytes: 0,
    populatedScaledBytes: 0,
    committedFractionalScaledBytes: 0,
    populatedFractionalScaledBytes: 0,
  };
}
