import type {
  Handle,
  InfoHandleBasicAnswer,
  InfoMapsAnswer,
  InfoVmarAnswer,
  InfoVmoAnswer,
  ValueAnswer,
} from "../../src/zircon/kernel.ts";
import { INFO_HANDLE_BASIC_SIZE, INFO_VMAR_SIZE, VmoInfoFlags } from "../../src/zircon/records.ts";
import { ObjectType, Rights } from "../../src/zircon/rights.ts";
import { Status } from "../../src/zircon/status.ts";
import { type KernelObject, resolve, resolveProcess, resolveVmar, resolveVmo } from "./handle-table.ts";
import { aspaceEntry, fillMaps, mapsOf } from "./maps.ts";
import { countMemory } from "./memory-counters.ts";
import { Process } from "./process.ts";
import { Vmar } from "./vmar.ts";
import type { Vmo } from "./vmo.ts";
import type { World } from "./world.ts";

/** zx_object_get_info(ZX_INFO_VMAR) (§3.10). */
export function infoVmar(world: World, vmarHandle: Handle, bufferSize: number): InfoVmarAnswer {
  const { geometry } = world;
  const handle = resolveVmar(world, "INFO-01", vmarHandle, Rights.INSPECT);
  if (typeof handle === "number") return { status: handle, actual: 0, available: 0 };
  const vmar = handle.object;
  if (bufferSize < INFO_VMAR_SIZE) {
    return { status: world.decide("INFO-02", Status.BUFFER_TOO_SMALL), actual: 0, available: 1 };
  }
  world.rule("INFO-03"); // also when dead
  const info = { base: geometry.bytes(vmar.base), len: geometry.bytes(vmar.size) };
  return { status: Status.OK, actual: 1, available: 1, info };
}

/** zx_object_get_info(ZX_INFO_VMAR_MAPS) (§3.11). */
export function infoVmarMaps(world: World, vmarHandle: Handle, bufferSize: number): InfoMapsAnswer {
  if (!world.semantics["V-8"]) return noMaps(Status.NOT_SUPPORTED); // D-15
  const handle = resolveVmar(world, "INFO-10", vmarHandle, Rights.INSPECT);
  if (typeof handle === "number") return noMaps(handle);
  if (!handle.object.alive) return noMaps(world.decide("INFO-11", Status.BAD_STATE));
  return fillMaps(world, mapsOf(world, handle.object, 0), bufferSize);
}

/** zx_object_get_info(ZX_INFO_PROCESS_MAPS) (INFO-17). */
export function infoProcessMaps(world: World, processHandle: Handle, bufferSize: number): InfoMapsAnswer {
  const handle = resolveProcess(world, "INFO-17", processHandle, Rights.INSPECT);
  if (typeof handle === "number") return noMaps(handle);
  world.rule("INFO-17");
  if (!handle.object.alive) return noMaps(Status.BAD_STATE);
  return fillMaps(world, [aspaceEntry(world), ...mapsOf(world, world.root, 1)], bufferSize);
}

function noMaps(status: Status): InfoMapsAnswer {
  return { status, actual: 0, available: 0, maps: [] };
}

/** zx_object_get_info(ZX_INFO_HANDLE_BASIC) (HND-04). */
export function infoHandleBasic(world: World, value: Handle, bufferSize: number): InfoHandleBasicAnswer {
  const handle = resolve(world, "HND-04", value, 0);
  if (typeof handle === "number") return { status: handle };
  world.rule("HND-04");
  if (bufferSize < INFO_HANDLE_BASIC_SIZE) return { status: Status.BUFFER_TOO_SMALL };
  const { object, rights } = handle;
  const info = { koid: object.koid, rights, type: typeOf(object), relatedKoid: 0 };
  return { status: Status.OK, info };
}

function typeOf(object: KernelObject): ObjectType {
  if (object instanceof Process) return ObjectType.PROCESS;
  return object instanceof Vmar ? ObjectType.VMAR : ObjectType.VMO;
}

/** zx_object_get_info(ZX_INFO_HANDLE_COUNT) (HND-04). */
export function infoHandleCount(world: World, value: Handle): ValueAnswer {
  const handle = resolve(world, "HND-04", value, Rights.INSPECT);
  if (typeof handle === "number") return { status: handle, value: 0 };
  world.rule("HND-04");
  return { status: Status.OK, value: handle.object.handles };
}

/** zx_object_get_info(ZX_INFO_VMO) (D-9). */
export function infoVmo(world: World, vmoHandle: Handle): InfoVmoAnswer {
  const handle = resolveVmo(world, "VMO-24", vmoHandle, Rights.INSPECT);
  if (typeof handle === "number") return { status: handle };
  const vmo = handle.object;
  world.rule("VMO-24");
  world.rule("INFO-16");
  const memory = countMemory(world, vmo, 0, vmo.size);
  const info = {
    koid: vmo.koid,
    name: vmo.name,
    sizeBytes: world.geometry.bytes(vmo.size),
    parentKoid: vmo.parent?.koid ?? 0,
    numChildren: vmo.livingChildren,
    numMappings: vmo.mappings,
    shareCount: vmo.mappings > 0 ? 1 : 0,
    flags: vmoFlags(vmo),
    handleRights: handle.rights,
    cachePolicy: vmo.cachePolicy,
    committedBytes: memory.committedBytes,
    populatedBytes: memory.populatedBytes,
    committedPrivateBytes: memory.committedPrivateBytes,
    populatedPrivateBytes: memory.populatedPrivateBytes,
    committedScaledBytes: memory.committedScaledBytes,
    populatedScaledBytes: memory.populatedScaledBytes,
    committedFractionalScaledBytes: memory.committedFractionalScaledBytes,
    populatedFractionalScaledBytes: memory.populatedFractionalScaledBytes,
  };
  return { status: Status.OK, info };
}

function vmoFlags(vmo: Vmo): number {
  return (
    VmoInfoFlags.VIA_HANDLE |
    (vmo.kind === "physical" ? 0 : VmoInfoFlags.PAGED) |
    (vmo.kind === "contiguous" ? VmoInfoFlags.CONTIGUOUS : 0) |
    (vmo.resizable ? VmoInfoFlags.RESIZABLE : 0) |
    (vmo.relation === "snapshot" ? VmoInfoFlags.IS_COW_CLONE : 0) |
    (vmo.discardable ? VmoInfoFlags.DISCARDABLE : 0)
  );
}
