import { Status } from "../../src/zircon/status.ts";
import { CachePolicy } from "../../src/zircon/vmo.ts";
import type { ByteRange } from "./byte-range.ts";
import type { Vmo } from "./vmo.ts";
import { hasRelatives } from "./vmo-family.ts";
import type { World } from "./world.ts";

/*
 * What op_range does to one VMO, whether it is asked through a VMAR (OPR-20…26) or directly (VMO-23). Each step is all or
 * nothing.
 */

/** D-28: COMMIT of more pages than this answers NO_MEMORY. */
export const COMMIT_PAGES_MAX: number = 2 ** 20;

/** COMMIT: every page that the range touches is present afterwards. */
export function commit(vmo: Vmo, range: ByteRange): Status {
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  if (range.end > vmo.size) return Status.OUT_OF_RANGE;
  if (range.empty) return Status.OK;
  if (vmo.discarded) return Status.NOT_FOUND;
  if (range.end - range.first > COMMIT_PAGES_MAX) return Status.NO_MEMORY;
  vmo.store.makePresent(vmo.windowStart + range.first, vmo.windowStart + range.end);
  return Status.OK;
}

/** DECOMMIT (VMO-20): the pages are absent afterwards and read zero. */
export function decommit(world: World, vmo: Vmo, range: ByteRange): Status {
  world.rule("VMO-20");
  const status = decommitStatus(world, vmo, range);
  if (status === Status.OK) zeroBytes(vmo, range);
  return status;
}

function decommitStatus(world: World, vmo: Vmo, range: ByteRange): Status {
  if (vmo.kind !== "anonymous") return Status.NOT_SUPPORTED;
  if (range.end > vmo.size) return Status.OUT_OF_RANGE;
  if (range.empty) return Status.OK; // D-4
  if (hasRelatives(world, vmo)) return Status.NOT_SUPPORTED;
  return range.pageGranular ? Status.OK : Status.INVALID_ARGS;
}

/** ZERO (VMO-21). */
export function zero(world: World, vmo: Vmo, range: ByteRange): Status {
  world.rule("VMO-21");
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  const cached = vmo.cachePolicy === CachePolicy.CACHED;
  if (!cached && !world.semantics["Q-8"]) return Status.BAD_STATE; // D-20
  if (decommitStatus(world, vmo, range) !== Status.OK) {
    if (!cached) return Status.BAD_STATE;
    if (range.end > vmo.size) return Status.OUT_OF_RANGE;
  }
  zeroBytes(vmo, range);
  return Status.OK;
}

/** PREFETCH changes nothing here. */
export function prefetch(vmo: Vmo, range: ByteRange): Status {
  if (range.end > vmo.size) return Status.OUT_OF_RANGE;
  return vmo.discarded && !range.empty ? Status.NOT_FOUND : Status.OK;
}

/**
 * Zeroes a range inside the VMO: whole pages become absent, parts of present pages are overwritten (D-12). The pages of a contiguous
 * VMO stay where they are (D-30).
 */
export function zeroBytes({ store, windowStart, kind }: Vmo, range: ByteRange): void {
  if (range.empty) return;
  const { firstByte, lastByte } = range;
  let first = windowStart + range.first;
  const last = windowStart + range.last;
  if (first === last) {
    store.zeroPart(first, firstByte, lastByte);
    return;
  }
  if (firstByte > 0) {
    store.zeroPart(first, firstByte, store.pageSize);
    first++;
  }
  if (kind === "contiguous") store.blank(first, last);
  else store.drop(first, last);
  if (lastByte > 0) store.zeroPart(last, 0, lastByte);
}
