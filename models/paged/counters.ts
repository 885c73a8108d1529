import { type MemoryCounters, wrapU64 } from "../../src/zircon/index.ts";
import type { Vmo } from "./vmo.ts";
import type { World } from "./world.ts";

const FRACTION_BITS = 63n;
const FRACTION_MASK = (1n << FRACTION_BITS) - 1n;

/**
 * What of a VMO is present: pages, those that no other VMO shares, and the sum of each page's share in
 * units of 2^-63 byte.
 */
interface Present {
  readonly pages: number;
  readonly privatePages: number;
  readonly scaled: bigint;
}

/** The byte counters of `count` pages of a VMO from page `first` on (INFO-16, D-12). */
export function memoryCounters(world: World, vmo: Vmo, first: number, count: number): MemoryCounters {
  const present = presentIn(world, vmo, first, count);
  const committed = world.pages.bytes(present.pages);
  const own = world.pages.bytes(present.privatePages);
  const scaled = wrapU64(present.scaled >> FRACTION_BITS);
  const fraction = wrapU64(present.scaled & FRACTION_MASK);
  return {
    committedBytes: committed,
    populatedBytes: committed,
    committedPrivateBytes: own,
    populatedPrivateBytes: own,
    committedScaledBytes: scaled,
    populatedScaledBytes: scaled,
    committedFractionalScaledBytes: fraction,
    populatedFractionalScaledBytes: fraction,
  };
}

/** The counters of a maps record: as above, or of pages alone before V-9 (D-16). */
export function recordCounters(world: World, vmo: Vmo, first: number, count: number): MemoryCounters {
  if (world.semantics["V-9"]) return memoryCounters(world, vmo, first, count);
  const { pages } = presentIn(world, vmo, first, count);
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

function presentIn(world: World, vmo: Vmo, first: number, count: number): Present {
  if (vmo.kind === "physical" || vmo.origin === "slice" || vmo.origin === "reference")
    return { pages: 0, privatePages: 0, scaled: 0n };
  const end = Math.min(first + count, vmo.pages);
  const whole = BigInt(world.pages.size) << FRACTION_BITS;
  if (vmo.kind === "contiguous") {
    const pages = Math.max(0, end - first);
    return { pages, privatePages: pages, scaled: BigInt(pages) * whole };
  }
  let privatePages = vmo.store.countBlank(vmo.base + first, vmo.base + end);
  const shared = new Map<number, number>();
  vmo.store.forEachStored(vmo.base + first, vmo.base + end, ({ sharers }) => {
    if (sharers === 1) privatePages++;
    else shared.set(sharers, (shared.get(sharers) ?? 0) + 1);
  });
  let pages = privatePages;
  let scaled = BigInt(privatePages) * whole;
  for (const [sharers, number] of shared) {
    pages += number;
    scaled += BigInt(number) * (whole / BigInt(sharers));
  }
  return { pages, privatePages, scaled };
}
