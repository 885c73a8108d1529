import { type Handle, Rights, Status, type U64 } from "../../src/zircon/index.ts";
import { handleClose } from "./handle-calls.ts";
import type { Region } from "./region.ts";
import type { World } from "./world.ts";

const { OK } = Status; // a constant of this module: see LAYOUT (run-layout.ts)

/** zx_vmar_unmap. */
export function vmarUnmap(world: World, handle: Handle, addr: U64, len: U64): Status {
  const { pages } = world;
  const region = world.handles.vmar(handle, 0); // UNMAP-01
  if (typeof region === "number") return region;
  if (!pages.aligned(addr)) return Status.INVALID_ARGS; // UNMAP-02
  const count = pages.up(len);
  if (count === 0) return Status.INVALID_ARGS; // UNMAP-03
  if (!region.alive) return Status.BAD_STATE; // UNMAP-04
  const start = pages.of(addr);
  if (!region.inRange(start, count)) return Status.INVALID_ARGS; // UNMAP-05
  const end = start + count;
  if (world.decide.refusesUnmap(world, region, start, end, world.handles.rights(handle)))
    return Status.INVALID_ARGS; // UNMAP-08
  world.decide.removeRange(world, region, start, end); // UNMAP-06, UNMAP-09
  world.identities.settle();
  return OK;
}

/**
 * zx_vmar_unmap_handle_close_thread_exit: UNMAP-11. The thread exits with the status of the close, or comes
 * back with that of the unmap.
 */
export function vmarUnmapHandleCloseThreadExit(
  world: World,
  handle: Handle,
  addr: U64,
  len: U64,
  close: Handle,
): Status {
  const status = vmarUnmap(world, handle, addr, len);
  if (status !== OK) return status;
  return handleClose(world, close);
}

/** UNMAP-08: a direct child region has a page of [start, end), and may not go or would go only in part. */
export function refusesUnmap(
  world: World,
  region: Region,
  start: number,
  end: number,
  rights: number,
): boolean {
  return region.nests && holdsChildBack(world, region, start, end, rights);
}

function holdsChildBack(world: World, region: Region, start: number, end: number, rights: number): boolean {
  const { runs } = world;
  for (let pos = region.runs.find(start); pos >= 0 && runs.start(pos) < end; pos = runs.after(pos)) {
    if (runs.code(pos) >= 0) continue;
    if ((rights & Rights.OP_CHILDREN) === 0) return true;
    if (runs.start(pos) < start || runs.end(pos) > end) return true;
  }
  return false;
}

/**
 * UNMAP-09: the pages of [start, end) are free afterwards; child regions among them, all wholly inside,
 * die.
 */
export function removeRange(world: World, region: Region, start: number, end: number): void {
  if (region.nests) killChildren(world, region, start, end);
  region.runs.clear(start, end);
}

function killChildren(world: World, region: Region, start: number, end: number): void {
  const { runs } = world;
  const doomed: Region[] = [];
  for (let pos = region.runs.find(start); pos >= 0 && runs.start(pos) < end; pos = runs.after(pos)) {
    const code = runs.code(pos);
    if (code < 0) doomed.push(world.regionOf(code));
  }
  for (const child of doomed) world.killRegion(child);
}
