import type { AccessKind, ValueAnswer } from "../../src/zircon/kernel.ts";
import { Perm } from "../../src/zircon/options.ts";
import { Status } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import type { Mapping } from "./mapping.ts";
import { copyBytes, writeBytes } from "./vmo-bytes.ts";
import { mappingAt } from "./walk.ts";
import { bytesOfWord, wordOfBytes } from "./words.ts";
import type { World } from "./world.ts";

/** A user thread reads, writes or executes at an address (§6.1). */
export function access(
  world: World,
  addr: U64,
  kind: AccessKind,
  width: 1 | 8,
  value: U64 | undefined,
): ValueAnswer {
  const { geometry } = world;
  const page = geometry.of(addr);
  const within = geometry.offsetIn(addr);
  const first = pageFault(world, page, kind);
  if (typeof first === "number") return { status: first, value: 0 };

  // A word across a page boundary is a second decision, taken before anything is stored.
  const below = Math.min(width, geometry.size - within);
  const nextPage = (page + 1) % geometry.limit;
  const next = below < width ? pageFault(world, nextPage, kind) : first;
  if (typeof next === "number") return { status: next, value: 0 };

  if (kind === "execute") return { status: Status.OK, value: 0 };
  const bytes = new Uint8Array(width);
  copyBytes(first.vmo, first.vmoPage(page), within, bytes, 0);
  if (below < width) copyBytes(next.vmo, next.vmoPage(nextPage), 0, bytes, below);
  if (kind === "read") return { status: Status.OK, value: wordOfBytes(bytes) };

  const stored = value === undefined ? bytes : bytesOfWord(value, width);
  storeBytes(world, first, page, within, below < width ? stored.subarray(0, below) : stored);
  if (below < width) storeBytes(world, next, nextPage, 0, stored.subarray(below));
  return { status: Status.OK, value: 0 };
}

function storeBytes(world: World, mapping: Mapping, page: number, within: number, bytes: Uint8Array): void {
  const vmoPage = mapping.vmoPage(page);
  if (mapping.vmo.copiesOnWrite(vmoPage)) world.rule("FAULT-09");
  writeBytes(mapping.vmo, vmoPage, within, bytes);
}

/** The mapping that permits the access to `page`, or the status that the exception report carries (FAULT-07). */
function pageFault(world: World, page: number, kind: AccessKind): Mapping | Status {
  const mapping = mappingAt(world.root, page);
  const status =
    mapping === undefined ? world.decide("FAULT-01", Status.NOT_FOUND) : permit(world, mapping, page, kind);
  if (mapping === undefined || status !== Status.OK) {
    world.rule("FAULT-07");
    return status;
  }
  world.rule("FAULT-06");
  return mapping;
}

function permit(world: World, mapping: Mapping, page: number, kind: AccessKind): Status {
  const perms = mapping.permsAt(page);
  const needed = neededPerms(world, kind);
  if ((perms & needed) !== needed) {
    if (perms === 0) world.rule("FAULT-10");
    if (kind === "execute" && !(perms & Perm.READ)) world.rule("FAULT-11");
    return world.decide("FAULT-02", Status.ACCESS_DENIED);
  }
  const status = reach(mapping, page);
  if (status === Status.OUT_OF_RANGE) world.rule(mapping.fbs ? "FAULT-04" : "FAULT-03");
  if (status === Status.NOT_FOUND) world.rule("FAULT-05");
  return status;
}

/** FAULT-02. On a machine with execute-only memory, and without Q-9, executing does not need READ (D-17). */
function neededPerms(world: World, kind: AccessKind): number {
  if (kind === "read") return Perm.READ;
  if (kind === "write") return Perm.WRITE;
  const executeOnly = world.semantics.xom && !world.semantics["Q-9"];
  return executeOnly ? Perm.EXECUTE : Perm.READ | Perm.EXECUTE;
}

/** FAULT-03…05: what an access with the permission meets behind `page`. */
export function reach(mapping: Mapping, page: number): Status {
  if (mapping.vmoPage(page) >= mapping.reachable) return Status.OUT_OF_RANGE;
  return mapping.vmo.discarded ? Status.NOT_FOUND : Status.OK;
}
