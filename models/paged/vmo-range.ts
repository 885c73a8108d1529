import {
  addOverflows,
  addU64,
  type Handle,
  Rights,
  Status,
  type U64,
  VmoOp,
} from "../../src/zircon/index.ts";
import type { Vmo } from "./vmo.ts";
import type { World } from "./world.ts";

/** D-28: pages that one COMMIT step can make. */
export const COMMIT_MAX_PAGES: number = 2 ** 20;

/** zx_vmo_op_range with a null buffer: VMO-23, D-5. */
export function vmoOpRange(world: World, handle: Handle, op: number, offset: U64, len: U64): Status {
  const vmo = world.handles.vmo(handle, 0);
  if (typeof vmo === "number") return vmo;
  const rights = world.handles.rights(handle);
  switch (op) {
    case VmoOp.COMMIT:
      return (rights & Rights.WRITE) === 0 ? Status.ACCESS_DENIED : commitBytes(world, vmo, offset, len);
    case VmoOp.DECOMMIT:
      return (rights & Rights.WRITE) === 0 ? Status.ACCESS_DENIED : decommitBytes(world, vmo, offset, len);
    case VmoOp.ZERO:
      return (rights & Rights.WRITE) === 0 ? Status.ACCESS_DENIED : zeroBytes(world, vmo, offset, len);
    case VmoOp.PREFETCH:
      return (rights & Rights.READ) === 0 ? Status.ACCESS_DENIED : prefetchBytes(world, vmo, offset, len);
    case VmoOp.LOCK:
    case VmoOp.TRY_LOCK:
    case VmoOp.UNLOCK:
      return (rights & (Rights.READ | Rights.WRITE)) === 0
        ? Status.ACCESS_DENIED
        : lockOp(world, vmo, op, offset, len);
    case VmoOp.CACHE_SYNC:
    case VmoOp.CACHE_INVALIDATE:
    case VmoOp.CACHE_CLEAN:
    case VmoOp.CACHE_CLEAN_INVALIDATE:
      if ((rights & Rights.READ) === 0) return Status.ACCESS_DENIED;
      if (len === 0) return Status.INVALID_ARGS;
      return inBounds(world, vmo, offset, len) ? Status.OK : Status.OUT_OF_RANGE;
    case VmoOp.DONT_NEED:
    case VmoOp.ALWAYS_NEED:
      return Status.OK;
    default:
      return Status.INVALID_ARGS;
  }
}

/** Whether the bytes [offset, offset + len) lie in the VMO; a sum of 2^64 does not (D-2). */
export function inBounds(world: World, vmo: Vmo, offset: U64, len: U64): boolean {
  return !addOverflows(offset, len) && addU64(offset, len) <= world.pages.bytes(vmo.pages);
}

/** The pages that a byte range in bounds touches: COMMIT and PREFETCH round outwards. */
function outwards(world: World, offset: U64, len: U64): { first: number; count: number } {
  const first = world.pages.of(offset);
  return { first, count: world.pages.up(addU64(offset, len)) - first };
}

function commitBytes(world: World, vmo: Vmo, offset: U64, len: U64): Status {
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  if (!inBounds(world, vmo, offset, len)) return Status.OUT_OF_RANGE;
  if (len === 0) return Status.OK;
  const { first, count } = outwards(world, offset, len);
  return commitPages(vmo, first, count);
}

function prefetchBytes(world: World, vmo: Vmo, offset: U64, len: U64): Status {
  if (!inBounds(world, vmo, offset, len)) return Status.OUT_OF_RANGE;
  if (len === 0) return Status.OK;
  const { first, count } = outwards(world, offset, len);
  return prefetchPages(vmo, first, count);
}

function decommitBytes(world: World, vmo: Vmo, offset: U64, len: U64): Status {
  if (vmo.kind !== "anonymous") return Status.NOT_SUPPORTED;
  if (!inBounds(world, vmo, offset, len)) return Status.OUT_OF_RANGE;
  if (len === 0) return Status.OK; // D-4
  if (world.decide.hasRelatives(vmo)) return Status.NOT_SUPPORTED; // VMO-22
  const { pages } = world;
  if (!pages.aligned(offset) || !pages.aligned(len)) return Status.INVALID_ARGS; // VMO-23
  return decommitPages(world, vmo, pages.of(offset), pages.of(len));
}

function zeroBytes(world: World, vmo: Vmo, offset: U64, len: U64): Status {
  const { pages } = world;
  if (pages.aligned(offset) && pages.aligned(len) && inBounds(world, vmo, offset, len))
    return zeroPages(world, vmo, pages.of(offset), pages.of(len));
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  const empty = len === 0 && vmo.kind === "anonymous" && world.semantics["Q-8"]; // D-4
  if (!vmo.cached && !(empty && inBounds(world, vmo, offset, len))) return Status.BAD_STATE;
  if (!inBounds(world, vmo, offset, len)) return Status.OUT_OF_RANGE;
  zeroWithin(world, vmo, offset, addU64(offset, len));
  return Status.OK;
}

/** Bytes [from, to) of the VMO, in its bounds, read zero from now on: whole pages become absent (D-12). */
export function zeroWithin(world: World, vmo: Vmo, from: U64, to: U64): void {
  const { pages } = world;
  vmo.store.zero(
    vmo.base + pages.of(from),
    pages.offsetIn(from),
    vmo.base + pages.of(to),
    pages.offsetIn(to),
  );
}

/** D-5, D-13. */
function lockOp(world: World, vmo: Vmo, op: number, offset: U64, len: U64): Status {
  if (!vmo.discardable) return Status.NOT_SUPPORTED;
  if (offset !== 0 || len !== world.pages.bytes(vmo.pages)) return Status.OUT_OF_RANGE;
  if (op === VmoOp.LOCK) return Status.INVALID_ARGS; // it needs a buffer
  if (op === VmoOp.TRY_LOCK) {
    if (vmo.discarded) return Status.UNAVAILABLE;
    vmo.locks++;
    return Status.OK;
  }
  if (vmo.locks === 0) return Status.BAD_STATE;
  vmo.locks--;
  return Status.OK;
}

function pagesInBounds(vmo: Vmo, first: number, count: number): boolean {
  return first + count <= vmo.pages;
}

/** The VMO step of COMMIT (OPR-20). */
export function commitPages(vmo: Vmo, first: number, count: number): Status {
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  if (!pagesInBounds(vmo, first, count)) return Status.OUT_OF_RANGE;
  if (vmo.discarded) return Status.NOT_FOUND;
  if (count > COMMIT_MAX_PAGES) return Status.NO_MEMORY;
  // A contiguous VMO has all its pages from the start (D-12): its store holds only what was written.
  if (vmo.kind === "anonymous") vmo.store.commit(vmo.base + first, vmo.base + first + count);
  return Status.OK;
}

/** The VMO step of PREFETCH (OPR-26), also of a physical VMO. */
export function prefetchPages(vmo: Vmo, first: number, count: number): Status {
  if (!pagesInBounds(vmo, first, count)) return Status.OUT_OF_RANGE;
  return vmo.discarded ? Status.NOT_FOUND : Status.OK;
}

/** VMO-20. */
export function decommitPages(world: World, vmo: Vmo, first: number, count: number): Status {
  const status = decommitStatus(world, vmo, first, count);
  if (status === Status.OK) vmo.store.drop(vmo.base + first, vmo.base + first + count);
  return status;
}

function decommitStatus(world: World, vmo: Vmo, first: number, count: number): Status {
  if (vmo.kind !== "anonymous") return Status.NOT_SUPPORTED; // physical; contiguous without page loaning
  if (!pagesInBounds(vmo, first, count)) return Status.OUT_OF_RANGE;
  if (world.decide.hasRelatives(vmo)) return Status.NOT_SUPPORTED; // VMO-22
  return Status.OK;
}

/** VMO-21 for whole pages. */
export function zeroPages(world: World, vmo: Vmo, first: number, count: number): Status {
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  // where DECOMMIT would do, the cache policy is not looked at. What has relatives is cached (VMO-09).
  const asDecommit = world.semantics["Q-8"] && decommitStatus(world, vmo, first, count) === Status.OK;
  if (!asDecommit) {
    if (!vmo.cached) return Status.BAD_STATE; // D-20
    if (!pagesInBounds(vmo, first, count)) return Status.OUT_OF_RANGE;
  }
  vmo.store.drop(vmo.base + first, vmo.base + first + count);
  return Status.OK;
}

/** VMO-22: the VMO shares a hidden parent with a living member of its family. */
export function hasRelatives(vmo: Vmo): boolean {
  return vmo.store.hasRelatives;
}
