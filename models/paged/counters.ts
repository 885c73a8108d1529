import { addU64, type MemoryCounters, wrapU64 } from "../../src/zircon/index.ts";
import type { Vmo } from "./vmo.ts";
import type { World } from "./world.ts";

const FRACTION_BITS = 63n;
const FRACTION_MASK = (1n << FRACTION_BITS) - 1n;

/** What of a VMO is present. */
interface Present {
  readonly pages: number;
  /** Those that no other VMO shares. */
  readonly privatePages: number;
  /** The sum of this VMO's shares of the others, in units of 2^-63 byte. */
  readonly shares: bigint;
}

/** The byte counters of `count` pages of a VMO from page `first` on (INFO-16, D-12). */
export function memoryCounters(world: World, vmo: Vmo, first: number, count: number): MemoryCounters {
  const present = presentIn(world, vmo, first, count);
  const committed = world.pages.bytes(present.pages);
  const own = world.pages.bytes(present.privatePages);
  const isShared = present.pages > present.privatePages;
  const scaled = isShared ? addU64(own, wrapU64(present.shares >> FRACTION_BITS)) : own;
  const fraction = isShared ? wrapU64(present.shares & FRACTION_MASK) : 0;
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

const NONE: Present = { pages: 0, privatePages: 0, shares: 0n };

function presentIn(world: World, vmo: Vmo, first: number, count: number): Present {
  if (vmo.kind === "physical" || vmo.origin === "slice" || vmo.origin === "reference") return NONE;
  const end = Math.min(first + count, vmo.pages);
  if (vmo.kind === "contiguous") {
    const pages = Math.max(0, end - first);
    return { pages, privatePages: pages, shares: 0n };
  }
  if (vmo.store.isEmpty) return NONE;
  let privatePages = vmo.store.countBlank(vmo.base + first, vmo.base + end);
  /** Pages by their number of sharers. */
  let shared: Map<number, number> | undefined;
  vmo.store.forEachStored(vmo.base + first, vmo.base + end, ({ sharers }) => {
    if (sharers === 1) privatePages++;
    else {
      shared ??= new Map();
      shared.set(sharers, (shared.get(sharers) ?? 0) + 1);
    }
  });
  let pages = privatePages;
  let shares = 0n;
  if (shared === undefined) return { pages, privatePages, shares };
  const whole = BigInt(world.pages.size) << FRACTION_BITS;
  for (const [sharers, number] of shared) {
    pages += number;
    shares += BigInt(number) * (whole / BigInt(sharers));
  }
  return { pages, privatePages, shares };
}
