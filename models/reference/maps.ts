import type { InfoMapsAnswer } from "../../src/zircon/kernel.ts";
import { INFO_MAPS_SIZE, type MapInfo } from "../../src/zircon/records.ts";
import { Status } from "../../src/zircon/status.ts";
import { Mapping, type Protection } from "./mapping.ts";
import { countMemory, countPages } from "./memory-counters.ts";
import type { Vmar } from "./vmar.ts";
import { regionsBelow } from "./walk.ts";
import type { World } from "./world.ts";

/** INFO-13: `vmar`, which stands at `depth`, and all below it. */
export function mapsOf(world: World, vmar: Vmar, depth: number): MapInfo[] {
  world.rule("INFO-13");
  const entries = [vmarEntry(world, vmar, depth)];
  const added = depth - vmar.depth;
  for (const region of regionsBelow(vmar, vmar.base, vmar.end)) {
    if (region instanceof Mapping) {
      entries.push(...mappingEntries(world, region, region.parent.depth + 1 + added));
    } else entries.push(vmarEntry(world, region, region.depth + added));
  }
  return entries;
}

/** INFO-12: as many entries as the buffer holds whole. It is never too small. */
export function fillMaps(world: World, entries: readonly MapInfo[], bufferSize: number): InfoMapsAnswer {
  world.rule("INFO-12");
  const maps = entries.slice(0, Math.floor(bufferSize / INFO_MAPS_SIZE));
  return { status: Status.OK, actual: maps.length, available: entries.length, maps };
}

/** INFO-17, D-27: the address space, above the root. */
export function aspaceEntry(world: World): MapInfo {
  const { geometry, root, process } = world;
  return {
    name: `proc:${process.koid}`,
    base: geometry.bytes(root.base),
    size: geometry.bytes(root.size),
    depth: 0,
    details: { kind: "addressSpace" },
  };
}

/** INFO-14. */
function vmarEntry(world: World, vmar: Vmar, depth: number): MapInfo {
  world.rule("INFO-14");
  const { geometry } = world;
  return {
    name: vmar.name,
    base: geometry.bytes(vmar.base),
    size: geometry.bytes(vmar.size),
    depth,
    details: { kind: "vmar" },
  };
}

/** INFO-15: an entry for each protection range. */
function mappingEntries(world: World, mapping: Mapping, depth: number): MapInfo[] {
  world.rule("INFO-15");
  world.rule("INFO-16");
  const entries: MapInfo[] = [];
  for (let range: Protection | undefined = mapping.protections; range !== undefined; range = range.next) {
    entries.push(rangeEntry(world, mapping, range, depth));
  }
  return entries;
}

function rangeEntry(world: World, mapping: Mapping, range: Protection, depth: number): MapInfo {
  const { geometry, semantics } = world;
  const { vmo } = mapping;
  const size = mapping.protectionEnd(range) - range.first;
  const vmoPage = mapping.vmoPage(range.first);
  const count = semantics["V-9"] ? countMemory : countPages;
  const memory = count(world, vmo, vmoPage, size);
  return {
    name: vmo.name,
    base: geometry.bytes(range.first),
    size: geometry.bytes(size),
    depth,
    details: {
      kind: "mapping",
      mapping: {
        mmuFlags: range.perms,
        vmoKoid: vmo.shownKoid,
        vmoOffset: geometry.bytes(vmoPage),
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
