import {
  type Handle,
  Rights,
  Status,
  type U64,
  type ValueAnswer,
  vmoMaxPages,
} from "../../src/zircon/index.ts";
import { zeroWithin } from "./vmo-range.ts";
import type { World } from "./world.ts";

/** VMO-02. */
export function vmoGetSize(world: World, handle: Handle): ValueAnswer {
  const vmo = world.handles.vmo(handle, 0);
  if (typeof vmo === "number") return { status: vmo, value: 0 };
  return { status: Status.OK, value: world.pages.bytes(vmo.pages) };
}

/** VMO-02: 0 where there is no stream. */
export function vmoGetStreamSize(world: World, handle: Handle): ValueAnswer {
  const vmo = world.handles.vmo(handle, 0);
  if (typeof vmo === "number") return { status: vmo, value: 0 };
  return { status: Status.OK, value: vmo.extent.stream ?? 0 };
}

/** zx_vmo_set_size: VMO-03. Mappings stay as they are. */
export function vmoSetSize(world: World, handle: Handle, size: U64): Status {
  const { pages } = world;
  const vmo = world.handles.vmo(handle, Rights.WRITE);
  if (typeof vmo === "number") return vmo;
  if (vmo.resizable && (world.handles.rights(handle) & Rights.RESIZE) === 0) return Status.ACCESS_DENIED;
  if (vmo.kind !== "anonymous") return Status.UNAVAILABLE;
  const count = pages.up(size);
  if (count === 0 && size !== 0) return Status.OUT_OF_RANGE;
  if (!vmo.resizable) return Status.UNAVAILABLE;
  if (count > vmoMaxPages(pages.shift)) return Status.OUT_OF_RANGE;
  const { extent, store } = vmo;
  // A resizable VMO starts at page 0 of its store. Growing shows zeros, whatever a slice left beyond the old end (D-29).
  store.drop(Math.min(count, extent.pages), Infinity);
  if (!pages.aligned(size)) store.zero(count - 1, pages.offsetIn(size), count, 0);
  extent.pages = count;
  extent.stream = size;
  return Status.OK;
}

/** zx_vmo_set_stream_size: VMO-04. */
export function vmoSetStreamSize(world: World, handle: Handle, size: U64): Status {
  const vmo = world.handles.vmo(handle, Rights.WRITE);
  if (typeof vmo === "number") return vmo;
  const { extent } = vmo;
  if (extent.stream === undefined) return Status.NOT_SUPPORTED;
  if (size === extent.stream) return Status.OK;
  const end = world.pages.bytes(extent.pages);
  if (size > end) return Status.OUT_OF_RANGE;
  const from = size < extent.stream ? size : extent.stream;
  zeroWithin(world, vmo, from, end);
  extent.stream = size;
  return Status.OK;
}
