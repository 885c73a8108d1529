import type { BytesAnswer, Handle, ValueAnswer } from "../../src/zircon/kernel.ts";
import { Perm } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { Status } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { CachePolicy } from "../../src/zircon/vmo.ts";
import { forceWritable } from "./force-writable.ts";
import { resolveProcess } from "./handle-table.ts";
import type { Mapping } from "./mapping.ts";
import { readBytes, writeBytes } from "./vmo-bytes.ts";
import { TRANSFER_MAX } from "./vmo-transfer.ts";
import { mappingAt } from "./walk.ts";
import type { World } from "./world.ts";

/** zx_process_read_memory (§6.2). */
export function processReadMemory(
  world: World,
  processHandle: Handle,
  addr: U64,
  len: U64,
  buffer?: Uint8Array,
): BytesAnswer {
  if (len === 0 || len > TRANSFER_MAX) return noBytes(world.decide("PMEM-02", Status.INVALID_ARGS));
  const handle = resolveProcess(world, "PMEM-03", processHandle, Rights.READ | Rights.WRITE);
  if (typeof handle === "number") return noBytes(handle);
  if (!handle.object.alive) return noBytes(world.decide("PMEM-04", Status.BAD_STATE));
  const { geometry } = world;
  const page = geometry.of(addr);
  const within = geometry.offsetIn(addr);
  const mapping = mappingAt(world.root, page);
  if (mapping === undefined) return noBytes(world.decide("PMEM-05", Status.NOT_FOUND));

  const status = transferStatus(world, mapping, page);
  if (status !== Status.OK) return noBytes(status);
  const count = transferLength(world, mapping, page, within, Number(len));
  return { status, bytes: readBytes(mapping.vmo, mapping.vmoPage(page), within, count, buffer) };
}

/** zx_process_write_memory (§6.2). */
export function processWriteMemory(
  world: World,
  processHandle: Handle,
  addr: U64,
  bytes: Uint8Array,
): ValueAnswer {
  if (!world.debugSyscalls) return nothing(world.decide("PMEM-01", Status.NOT_SUPPORTED));
  if (bytes.length === 0 || bytes.length > TRANSFER_MAX) {
    return nothing(world.decide("PMEM-02", Status.INVALID_ARGS));
  }
  const handle = resolveProcess(world, "PMEM-03", processHandle, Rights.WRITE);
  if (typeof handle === "number") return nothing(handle);
  if (!handle.object.alive) return nothing(world.decide("PMEM-04", Status.BAD_STATE));
  const { geometry } = world;
  const page = geometry.of(addr);
  const within = geometry.offsetIn(addr);
  const found = mappingAt(world.root, page);
  if (found === undefined) return nothing(world.decide("PMEM-05", Status.NOT_FOUND));
  const mapping = forceWritable(world, found);
  if (typeof mapping === "number") return nothing(mapping);

  const status = transferStatus(world, mapping, page);
  if (status !== Status.OK) return nothing(status);
  const count = transferLength(world, mapping, page, within, bytes.length);
  writeBytes(mapping.vmo, mapping.vmoPage(page), within, bytes.subarray(0, count));
  return { status, value: count };
}

/** PMEM-08: whether the VMO lets the kernel read and write, and has a byte there. */
function transferStatus(world: World, mapping: Mapping, page: number): Status {
  const { vmo } = mapping;
  if (vmo.kind === "physical") return world.decide("PMEM-08", Status.NOT_SUPPORTED);
  if (vmo.cachePolicy !== CachePolicy.CACHED) return world.decide("PMEM-08", Status.BAD_STATE);
  if (mapping.vmoPage(page) >= vmo.size) return world.decide("PMEM-08", Status.OUT_OF_RANGE);
  return vmo.discarded ? world.decide("PMEM-08", Status.NOT_FOUND) : Status.OK; // D-13
}

/**
 * PMEM-07: the transfer stops at the end of the mapping object, whatever the protections in it, and PMEM-08: at the end of the
 * VMO.
 */
function transferLength(world: World, mapping: Mapping, page: number, within: number, len: number): number {
  const pages = Math.min(mapping.end - page, mapping.vmo.size - mapping.vmoPage(page));
  const left = pages * world.geometry.size - within;
  if (left < len) world.rule(pages === mapping.end - page ? "PMEM-07" : "PMEM-08");
  if (mapping.somePerms(page, mapping.end, (perms) => !(perms & Perm.WRITE))) world.rule("PMEM-07");
  return Math.min(len, left);
}

function noBytes(status: Status): BytesAnswer {
  return { status, bytes: new Uint8Array() };
}

function nothing(status: Status): ValueAnswer {
  return { status, value: 0 };
}
