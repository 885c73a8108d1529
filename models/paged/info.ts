import {
  type Handle,
  INFO_MAPS_SIZE,
  INFO_VMAR_SIZE,
  type InfoMapsAnswer,
  type InfoVmarAnswer,
  type InfoVmoAnswer,
  type MapDetails,
  type MapInfo,
  Rights,
  Status,
  VmoInfoFlags,
} from "../../src/zircon/index.ts";
import { memoryCounters } from "./counters.ts";
import type { Region } from "./region.ts";
import type { Vmo } from "./vmo.ts";
import { walkEntries } from "./walk.ts";
import type { World } from "./world.ts";

const REGION_DETAILS: MapDetails = { kind: "vmar" };

/** ZX_INFO_VMAR: INFO-01…03. */
export function infoVmar(world: World, handle: Handle, bufferSize: number): InfoVmarAnswer {
  const region = world.handles.vmar(handle, Rights.INSPECT); // INFO-01
  if (typeof region === "number") return { status: region, actual: 0, available: 0 };
  if (bufferSize < INFO_VMAR_SIZE) return { status: Status.BUFFER_TOO_SMALL, actual: 0, available: 1 }; // INFO-02
  const info = { base: world.pages.bytes(region.start), len: world.pages.bytes(region.pages) };
  return { status: Status.OK, actual: 1, available: 1, info }; // INFO-03: dead or alive
}

/** ZX_INFO_VMAR_MAPS: INFO-10…16. */
export function infoVmarMaps(world: World, handle: Handle, bufferSize: number): InfoMapsAnswer {
  if (!world.semantics["V-8"]) return refuse(Status.NOT_SUPPORTED); // D-15
  const region = world.handles.vmar(handle, Rights.INSPECT); // INFO-10
  if (typeof region === "number") return refuse(region);
  if (!region.alive) return refuse(Status.BAD_STATE); // INFO-11
  return listMaps(world, region, bufferSize, []);
}

/** ZX_INFO_PROCESS_MAPS: INFO-17, D-27. */
export function infoProcessMaps(world: World, handle: Handle, bufferSize: number): InfoMapsAnswer {
  const process = world.handles.process(handle, Rights.INSPECT);
  if (typeof process === "number") return refuse(process);
  if (!process.alive) return refuse(Status.BAD_STATE);
  const aspace: MapInfo = {
    name: `proc:${process.koid}`,
    base: world.pages.bytes(world.root.start),
    size: world.pages.bytes(world.root.pages),
    depth: 0,
    details: { kind: "addressSpace" },
  };
  return listMaps(world, world.root, bufferSize, [aspace]);
}

/** INFO-12, INFO-13: the records that fit, the region itself after those in `above`. */
function listMaps(
  world: World,
  region: Region,
  bufferSize: number,
  above: readonly MapInfo[],
): InfoMapsAnswer {
  const capacity = Math.floor(bufferSize / INFO_MAPS_SIZE);
  const maps: MapInfo[] = [];
  let available = 0;
  const add = (record: () => MapInfo): void => {
    if (available++ < capacity) maps.push(record());
  };
  for (const info of above) add(() => info);
  const depth = above.length;
  add(() => regionRecord(world, region, depth));
  walkEntries(world, region, region.start, region.end, {
    region: (child, below) => add(() => regionRecord(world, child, depth + below)),
    mapping(start, end, code, delta, below) {
      add(() => mappingRecord(world, start, end, code, start + delta, depth + below));
    },
  });
  return { status: Status.OK, actual: maps.length, available, maps };
}

/** INFO-14. */
function regionRecord(world: World, region: Region, depth: number): MapInfo {
  const base = world.pages.bytes(region.start);
  return { name: region.name, base, size: world.pages.bytes(region.pages), depth, details: REGION_DETAILS };
}

/** INFO-15: one record for each protection range. */
function mappingRecord(
  world: World,
  start: number,
  end: number,
  code: number,
  vmoPage: number,
  depth: number,
): MapInfo {
  const { pages } = world;
  const count = end - start;
  const identity = world.identities.of(code);
  const memory = world.decide.recordCounters(world, identity.vmo, vmoPage, count);
  return {
    name: identity.vmo.name,
    base: pages.bytes(start),
    size: pages.bytes(count),
    depth,
    details: {
      kind: "mapping",
      mapping: {
        mmuFlags: code & 7,
        vmoKoid: identity.shownKoid,
        vmoOffset: pages.bytes(vmoPage),
        committedBytes: memory.committedBytes,
        populatedBytes: memory.populatedBytes,
        committedPrivateBytes: memory.committedPrivateBytes,
        populatedPrivateBytes: memory.populatedPrivateBytes,
        committedScaledBytes: memory.committedScaledBytes,
        populatedScaledBytes: memory.populatedScaledBytes,
        committedFractionalScaledBytes: memory.committedFractionalScaledBytes,
        populatedFractionalScaledBytes: memory.populatedFractionalScaledBytes,
      },
    },
  };
}

/** ZX_INFO_VMO: D-9. */
export function infoVmo(world: World, handle: Handle): InfoVmoAnswer {
  const vmo = world.handles.vmo(handle, Rights.INSPECT);
  if (typeof vmo === "number") return { status: vmo };
  const memory = memoryCounters(world, vmo, 0, vmo.pages);
  return {
    status: Status.OK,
    info: {
      koid: vmo.koid,
      name: vmo.name,
      sizeBytes: world.pages.bytes(vmo.pages),
      parentKoid: vmo.livingParent?.koid ?? 0,
      numChildren: vmo.livingChildren,
      numMappings: world.identities.mappingsOf(vmo),
      shareCount: vmo.mapped ? 1 : 0,
      flags: vmoFlags(vmo),
      handleRights: world.handles.rights(handle),
      cachePolicy: vmo.cachePolicy,
      committedBytes: memory.committedBytes,
      populatedBytes: memory.populatedBytes,
      committedPrivateBytes: memory.committedPrivateBytes,
      populatedPrivateBytes: memory.populatedPrivateBytes,
      committedScaledBytes: memory.committedScaledBytes,
      populatedScaledBytes: memory.populatedScaledBytes,
      committedFractionalScaledBytes: memory.committedFractionalScaledBytes,
      populatedFractionalScaledBytes: memory.populatedFractionalScaledBytes,
    },
  };
}

function vmoFlags(vmo: Vmo): number {
  let flags: number = VmoInfoFlags.VIA_HANDLE;
  if (vmo.kind !== "physical") flags |= VmoInfoFlags.PAGED;
  if (vmo.resizable) flags |= VmoInfoFlags.RESIZABLE;
  if (vmo.origin === "snapshot") flags |= VmoInfoFlags.IS_COW_CLONE;
  if (vmo.kind === "contiguous") flags |= VmoInfoFlags.CONTIGUOUS;
  if (vmo.discardable) flags |= VmoInfoFlags.DISCARDABLE;
  return flags;
}

function refuse(status: Status): InfoMapsAnswer {
  return { status, actual: 0, available: 0, maps: [] };
}
