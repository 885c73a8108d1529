import type { Handle } from "../../src/zircon/kernel.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { Status } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { handleClose } from "./handle-calls.ts";
import { allows, resolveVmar } from "./handle-table.ts";
import { destroyTree, removeMappings } from "./removal.ts";
import { Vmar } from "./vmar.ts";
import type { World } from "./world.ts";

/** zx_vmar_unmap (§3.6). */
export function vmarUnmap(world: World, vmarHandle: Handle, addr: U64, len: U64): Status {
  const { geometry } = world;
  const handle = resolveVmar(world, "UNMAP-01", vmarHandle, 0);
  if (typeof handle === "number") return handle;
  const vmar = handle.object;
  if (!geometry.aligned(addr)) return world.decide("UNMAP-02", Status.INVALID_ARGS);
  const pages = geometry.up(len);
  if (pages === 0) return world.decide("UNMAP-03", Status.INVALID_ARGS);
  if (!vmar.alive) return world.decide("UNMAP-04", Status.BAD_STATE);
  const first = geometry.of(addr);
  if (!vmar.inRange(first, pages)) return world.decide("UNMAP-05", Status.INVALID_ARGS);
  if (vmar.children.length === 0) return world.decide("UNMAP-06", Status.OK);

  const end = first + pages;
  const regions = vmar.children.filter(
    (child): child is Vmar => child instanceof Vmar && child.base < end && child.end > first,
  );
  const whole = regions.every((child) => first <= child.base && child.end <= end);
  if (regions.length > 0 && (!whole || !allows(handle, Rights.OP_CHILDREN))) {
    if (whole) world.rule("HND-08");
    return world.decide("UNMAP-08", Status.INVALID_ARGS);
  }

  world.rule("UNMAP-09");
  world.rule("FAULT-08");
  removeMappings(vmar, first, end);
  for (const child of regions) destroyTree(child);
  return Status.OK;
}

/**
 * zx_vmar_unmap_handle_close_thread_exit (UNMAP-11): the unmap's status if it failed; else what closing the handle said just
 * before the thread exited, or trapped on a bad handle.
 */
export function vmarUnmapHandleCloseThreadExit(
  world: World,
  vmarHandle: Handle,
  addr: U64,
  len: U64,
  close: Handle,
): Status {
  world.rule("UNMAP-11");
  const status = vmarUnmap(world, vmarHandle, addr, len);
  return status === Status.OK ? handleClose(world, close) : status;
}
