import {
  type BytesAnswer,
  type Handle,
  Perm,
  Rights,
  Status,
  type U64,
  type ValueAnswer,
} from "../../src/zircon/index.ts";
import { NO_BYTES, TRANSFER_MAX, zeros } from "./vmo-transfer.ts";
import type { World } from "./world.ts";

/** zx_process_read_memory: PMEM rules. Current permissions and the stream's end do not matter (PMEM-07). */
export function processReadMemory(
  world: World,
  handle: Handle,
  addr: U64,
  len: U64,
  buffer?: Uint8Array,
): BytesAnswer {
  if (len === 0 || len > TRANSFER_MAX) return { status: Status.INVALID_ARGS, bytes: NO_BYTES }; // PMEM-02
  const process = world.handles.process(handle, Rights.READ | Rights.WRITE); // PMEM-03
  if (typeof process === "number") return { status: process, bytes: NO_BYTES };
  if (!process.alive) return { status: Status.BAD_STATE, bytes: NO_BYTES }; // PMEM-04
  const pos = world.mappingAt(world.pages.of(addr));
  if (pos < 0) return { status: Status.NOT_FOUND, bytes: NO_BYTES }; // PMEM-05
  const { status, count } = transferSpan(world, pos, addr, Number(len));
  if (status !== Status.OK) return { status, bytes: NO_BYTES };
  const bytes = zeros(count, buffer);
  const { vmo } = world.identities.of(world.runs.code(pos));
  vmo.store.read(vmo.base + vmoPage(world, pos, addr), world.pages.offsetIn(addr), bytes);
  return { status, bytes };
}

/** zx_process_write_memory. */
export function processWriteMemory(world: World, handle: Handle, addr: U64, bytes: Uint8Array): ValueAnswer {
  if (!world.debugSyscalls) return { status: Status.NOT_SUPPORTED, value: 0 }; // PMEM-01
  if (bytes.length === 0 || bytes.length > TRANSFER_MAX) return { status: Status.INVALID_ARGS, value: 0 }; // PMEM-02
  const process = world.handles.process(handle, Rights.WRITE); // PMEM-03
  if (typeof process === "number") return { status: process, value: 0 };
  if (!process.alive) return { status: Status.BAD_STATE, value: 0 }; // PMEM-04
  const page = world.pages.of(addr);
  let pos = world.mappingAt(page);
  if (pos < 0) return { status: Status.NOT_FOUND, value: 0 }; // PMEM-05
  const identity = world.identities.of(world.runs.code(pos));
  if ((identity.maxPerm & Perm.WRITE) === 0 && identity.vmo.kind !== "physical" && !identity.privateClone) {
    const forced = world.decide.forceWritable(world, page, pos); // PMEM-06
    if (forced !== Status.OK) return { status: forced, value: 0 };
    pos = world.mappingAt(page);
  }
  const { status, count } = transferSpan(world, pos, addr, bytes.length);
  if (status !== Status.OK) return { status, value: 0 };
  const { vmo } = world.identities.of(world.runs.code(pos));
  const from = vmo.base + vmoPage(world, pos, addr);
  vmo.store.write(from, world.pages.offsetIn(addr), bytes.subarray(0, count));
  return { status, value: count };
}

function vmoPage(world: World, pos: number, addr: U64): number {
  return world.pages.of(addr) + world.runs.delta(pos);
}

/** Of `len` bytes from `addr` on: how many lie in its mapping object (PMEM-07) and in the VMO (PMEM-08). */
function transferSpan(world: World, pos: number, addr: U64, len: number): { status: Status; count: number } {
  const { pages, runs } = world;
  const { vmo } = world.identities.of(runs.code(pos));
  if (vmo.kind === "physical") return { status: Status.NOT_SUPPORTED, count: 0 };
  if (!vmo.cached) return { status: Status.BAD_STATE, count: 0 };
  const page = pages.of(addr);
  const at = pages.offsetIn(addr);
  const wanted = Math.ceil((at + len) / pages.size);
  const mapped = world.objectEnd(pos, page + wanted) - page;
  const reachable = Math.min(mapped, vmo.pages - vmoPage(world, pos, addr));
  if (reachable <= 0) return { status: Status.OUT_OF_RANGE, count: 0 };
  if (vmo.discarded) return { status: Status.NOT_FOUND, count: 0 }; // D-13
  return { status: Status.OK, count: Math.min(len, reachable * pages.size - at) };
}
