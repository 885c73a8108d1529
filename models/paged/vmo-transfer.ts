import {
  addOverflows,
  type BytesAnswer,
  type Handle,
  Rights,
  Status,
  type U64,
} from "../../src/zircon/index.ts";
import type { Vmo } from "./vmo.ts";
import { inBounds } from "./vmo-range.ts";
import type { World } from "./world.ts";

/** D-11, PMEM-02: the longest transfer, 64 MiB. */
export const TRANSFER_MAX: number = 64 * 1024 * 1024;
export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** zx_vmo_read: VMO-05. */
export function vmoRead(
  world: World,
  handle: Handle,
  offset: U64,
  len: U64,
  buffer?: Uint8Array,
): BytesAnswer {
  const vmo = world.handles.vmo(handle, Rights.READ);
  if (typeof vmo === "number") return { status: vmo, bytes: NO_BYTES };
  const status = transferStatus(world, vmo, offset, len);
  if (status !== Status.OK) return { status, bytes: NO_BYTES };
  if (len > TRANSFER_MAX) return { status: Status.INVALID_ARGS, bytes: NO_BYTES }; // D-11
  const bytes = zeros(Number(len), buffer);
  vmo.store.read(vmo.base + world.pages.of(offset), world.pages.offsetIn(offset), bytes);
  return { status, bytes };
}

/** So many zero bytes, in `buffer` if they fit. */
export function zeros(count: number, buffer: Uint8Array | undefined): Uint8Array {
  return buffer !== undefined && count <= buffer.length
    ? buffer.subarray(0, count).fill(0)
    : new Uint8Array(count);
}

/** zx_vmo_write: VMO-05. */
export function vmoWrite(world: World, handle: Handle, offset: U64, bytes: Uint8Array): Status {
  const vmo = world.handles.vmo(handle, Rights.WRITE);
  if (typeof vmo === "number") return vmo;
  const status = transferStatus(world, vmo, offset, bytes.length);
  if (status === Status.OK)
    vmo.store.write(vmo.base + world.pages.of(offset), world.pages.offsetIn(offset), bytes);
  return status;
}

function transferStatus(world: World, vmo: Vmo, offset: U64, len: U64): Status {
  if (addOverflows(offset, len)) return Status.OUT_OF_RANGE;
  if (!vmo.cached) return Status.BAD_STATE; // VMO-09
  if (!inBounds(world, vmo, offset, len)) return Status.OUT_OF_RANGE;
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  if (vmo.discarded && len !== 0) return Status.NOT_FOUND; // D-13
  return Status.OK;
}
