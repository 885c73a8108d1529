import type { BytesAnswer, Handle } from "../../src/zircon/kernel.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { Status } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { CachePolicy } from "../../src/zircon/vmo.ts";
import { ByteRange } from "./byte-range.ts";
import { resolveVmo } from "./handle-table.ts";
import type { Vmo } from "./vmo.ts";
import { readBytes, writeBytes } from "./vmo-bytes.ts";
import type { World } from "./world.ts";

/** 64 MiB: the most that one transfer moves (D-11, PMEM-02). */
export const TRANSFER_MAX: number = 64 * 2 ** 20;

/** zx_vmo_read (VMO-05). */
export function vmoRead(
  world: World,
  vmoHandle: Handle,
  offset: U64,
  len: U64,
  buffer?: Uint8Array,
): BytesAnswer {
  const handle = resolveVmo(world, "VMO-05", vmoHandle, Rights.READ);
  if (typeof handle === "number") return { status: handle, bytes: new Uint8Array() };
  world.rule("VMO-05");
  const vmo = handle.object;
  const range = ByteRange.ofBytes(world.geometry, offset, len);
  let status = transferStatus(vmo, range);
  if (status === Status.OK && len > TRANSFER_MAX) status = Status.INVALID_ARGS; // D-11
  if (status !== Status.OK) return { status, bytes: new Uint8Array() };
  return { status, bytes: readBytes(vmo, range.first, range.firstByte, Number(len), buffer) };
}

/** zx_vmo_write (VMO-05). */
export function vmoWrite(world: World, vmoHandle: Handle, offset: U64, bytes: Uint8Array): Status {
  const handle = resolveVmo(world, "VMO-05", vmoHandle, Rights.WRITE);
  if (typeof handle === "number") return handle;
  world.rule("VMO-05");
  const vmo = handle.object;
  const range = ByteRange.ofBytes(world.geometry, offset, bytes.length);
  const status = transferStatus(vmo, range);
  if (status === Status.OK) writeBytes(vmo, range.first, range.firstByte, bytes);
  return status;
}

function transferStatus(vmo: Vmo, range: ByteRange): Status {
  if (range.last === Infinity) return Status.OUT_OF_RANGE; // D-2
  if (vmo.cachePolicy !== CachePolicy.CACHED) return Status.BAD_STATE;
  if (range.end > vmo.size) return Status.OUT_OF_RANGE;
  if (vmo.kind === "physical") return Status.NOT_SUPPORTED;
  return vmo.discarded && !range.empty ? Status.NOT_FOUND : Status.OK; // D-13
}
