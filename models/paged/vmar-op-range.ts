import { type Handle, Perm, Rights, Status, type U64, VmarOp } from "../../src/zircon/index.ts";
import type { Identity } from "./identity.ts";
import { mapRange } from "./map-range.ts";
import type { Region } from "./region.ts";
import { commitPages, decommitPages, prefetchPages, zeroPages } from "./vmo-range.ts";
import { walkMappings } from "./walk.ts";
import type { World } from "./world.ts";

/** zx_vmar_op_range with a null buffer. */
export function vmarOpRange(
  world: World,
  handle: Handle,
  op: number,
  addr: U64,
  len: U64,
  bufferSize: U64,
): Status {
  const { pages } = world;
  const region = world.handles.vmar(handle, 0); // OPR-01
  if (typeof region === "number") return region;
  const rights = world.handles.rights(handle);
  const needed = neededRights(world, op);
  if (needed < 0) return Status.INVALID_ARGS; // OPR-02
  if (world.semantics["V-1"] && (rights & needed) !== needed) return Status.ACCESS_DENIED; // OPR-03
  if (bufferSize !== 0) return Status.INVALID_ARGS; // OPR-04
  const count = pages.up(len);
  if (count === 0 || !pages.aligned(addr)) return Status.INVALID_ARGS; // OPR-05
  const start = pages.of(addr);
  if (!region.inRange(start, count)) return Status.OUT_OF_RANGE; // OPR-06
  if (!region.alive) return Status.BAD_STATE; // OPR-07
  return world.decide.opRangeWalk(world, region, op, start, start + count, rights);
}

/** OPR-03: the right that the op needs on the VMAR handle, or -1 for a number that is no op (OPR-02). */
function neededRights(world: World, op: number): number {
  switch (op) {
    case VmarOp.COMMIT:
    case VmarOp.DECOMMIT:
      return Rights.WRITE;
    case VmarOp.ZERO:
      return world.semantics["V-8"] ? Rights.WRITE : -1; // D-15
    case VmarOp.PREFETCH:
      return world.semantics["V-8"] ? Rights.READ : -1;
    case VmarOp.MAP_RANGE:
      return Rights.READ;
    case VmarOp.DONT_NEED:
    case VmarOp.ALWAYS_NEED:
      return 0;
    default:
      return -1;
  }
}

/**
 * OPR-09, OPR-10: the op on one mapping object after the other; what was done stays done when a later one
 * refuses.
 */
export function opRangeWalk(
  world: World,
  region: Region,
  op: number,
  start: number,
  end: number,
  rights: number,
): Status {
  const { runs, identities } = world;
  let at = start;
  let status: Status = Status.OK;
  walkMappings(world, region, start, end, (pos, owner) => {
    const first = runs.start(pos);
    if (first < at && at > start) return true; // a protection range of the mapping object just done
    if (first > at) return false; // OPR-09a: what is left is not mapped
    if (owner !== region && (isDirectOnly(op) || (rights & Rights.OP_CHILDREN) === 0)) {
      status = Status.INVALID_ARGS; // OPR-09b
    } else {
      const part = objectPart(world, pos, at, end);
      const offset = at + runs.delta(pos);
      status = opOnMapping(world, identities.of(runs.code(pos)), op, offset, part);
      at += part.pages;
    }
    return status === Status.OK;
  });
  return status === Status.OK && at < end ? Status.BAD_STATE : status;
}

/** The rest of a mapping object inside a range. */
interface ObjectPart {
  readonly pages: number;
  /** Pages before the first one with any permission; `pages` or more if there is none. */
  readonly permitted: number;
}

/** From page `at`, in the run at `pos`, to the end of its mapping object or to page `end`. */
function objectPart(world: World, pos: number, at: number, end: number): ObjectPart {
  const { runs } = world;
  let permitted = Infinity;
  let last = at;
  for (let run = pos; ;) {
    if (permitted === Infinity && (runs.code(run) & 7) !== 0) permitted = last - at;
    last = runs.end(run);
    const next = runs.after(run);
    if (last >= end || next < 0 || !runs.continues(run, next)) break;
    run = next;
  }
  return { pages: Math.min(last, end) - at, permitted };
}

/** OPR-09b: ops that never reach into child regions. */
function isDirectOnly(op: number): boolean {
  return op === VmarOp.COMMIT || op === VmarOp.DECOMMIT || op === VmarOp.PREFETCH;
}

/** OPR-09c, OPR-09d: the op on VMO pages from `offset` on, through one mapping object. */
function opOnMapping(
  world: World,
  identity: Identity,
  op: number,
  offset: number,
  { pages, permitted }: ObjectPart,
): Status {
  if (world.decide.streamRefuses(world, identity, offset, pages)) return Status.OUT_OF_RANGE;
  const { vmo, maxPerm, fbs } = identity;
  const needed = world.decide.neededMaxPerm(op);
  if ((maxPerm & needed) !== needed) return Status.ACCESS_DENIED; // OPR-11: the current permissions do not matter
  let status: Status = Status.OK;
  if (op === VmarOp.COMMIT)
    status = commitPages(vmo, offset, pages); // OPR-20
  else if (op === VmarOp.DECOMMIT)
    return decommitPages(world, vmo, offset, pages); // OPR-21
  else if (op === VmarOp.ZERO)
    return zeroPages(world, vmo, offset, pages); // OPR-23
  else if (op === VmarOp.DONT_NEED)
    return Status.OK; // OPR-24
  else if (op === VmarOp.PREFETCH) status = prefetchPages(vmo, offset, pages); // OPR-26
  if (status !== Status.OK) return status;
  return mapRange(world, vmo, fbs, offset, pages, permitted); // OPR-20, OPR-22, OPR-25, OPR-26
}

/** OPR-20…26: what the op needs of maxPerm. */
export function neededMaxPerm(op: number): number {
  if (op === VmarOp.COMMIT || op === VmarOp.DECOMMIT || op === VmarOp.ZERO) return Perm.WRITE;
  return op === VmarOp.PREFETCH ? Perm.READ : 0;
}

/**
 * OPR-09c: `pages > (s - offset) mod 2^64` for FBS. A range that starts beyond the stream's end s wraps and
 * passes.
 */
export function streamRefuses(world: World, identity: Identity, offset: number, pages: number): boolean {
  if (!identity.fbs) return false;
  const reach = world.decide.reachPages(world.pages, identity.vmo, true);
  return offset > reach ? !world.semantics["Q-2"] : pages > reach - offset;
}
