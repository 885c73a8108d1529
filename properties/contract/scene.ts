import {
  type AspaceConfig,
  DEFAULT_ASPACE,
  type Handle,
  type Kernel,
  type KernelConfig,
  type KernelFactory,
} from "../../src/zircon/kernel.ts";
import { permsText, VmOption } from "../../src/zircon/options.ts";
import { lowestPlacement, type Placement } from "../../src/zircon/placement.ts";
import { Rights } from "../../src/zircon/rights.ts";
import type { MapInfo, MappingDetails } from "../../src/zircon/records.ts";
import { DEFAULT_SEMANTICS, type Semantics } from "../../src/zircon/semantics.ts";
import { type Status, statusName } from "../../src/zircon/status.ts";
import { addU64, subU64, type U64 } from "../../src/zircon/u64.ts";

/** Bytes in a page. */
export const P = 4096;

const CAN_MAP_ALL =
  VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE;

export const R: number = VmOption.PERM_READ;
export const W: number = VmOption.PERM_WRITE;
export const X: number = VmOption.PERM_EXECUTE;
export const RW: number = R | W;
export const SPECIFIC: number = VmOption.SPECIFIC;
export const OVERWRITE: number = VmOption.SPECIFIC_OVERWRITE;
export const UPPER: number = VmOption.OFFSET_IS_UPPER_LIMIT;
/** FAULT_BEYOND_STREAM_SIZE with what it needs. */
export const FBS: number = VmOption.FAULT_BEYOND_STREAM_SIZE | VmOption.ALLOW_FAULTS;

/** A VMAR by its handle, and where it begins. */
export interface Area {
  readonly handle: Handle;
  readonly base: U64;
}

export interface SceneConfig {
  readonly semantics?: Partial<Semantics>;
  readonly placement?: Placement;
  readonly aspace?: AspaceConfig;
  readonly debugSyscalls?: boolean;
  readonly onRule?: KernelConfig["onRule"];
}

/**
 * The setting of the contract's edge cases (§8), in pages, with statuses by name: `v` is a VMAR of 16 pages with all flags below
 * the root, `vmo` an anonymous VMO of 8 pages.
 */
export class Scene {
  readonly kernel: Kernel;
  readonly root: Area;
  readonly v: Area;
  readonly vmo: Handle;

  constructor(create: KernelFactory, config: SceneConfig = {}) {
    const aspace = config.aspace ?? DEFAULT_ASPACE;
    this.kernel = create({
      aspace,
      placement: config.placement ?? lowestPlacement,
      semantics: { ...DEFAULT_SEMANTICS, ...config.semantics },
      ...(config.debugSyscalls === undefined ? {} : { debugSyscalls: config.debugSyscalls }),
      ...(config.onRule === undefined ? {} : { onRule: config.onRule }),
    });
    this.root = { handle: this.kernel.rootVmar, base: aspace.base };
    this.v = this.child(this.root, 0, 16);
    this.vmo = this.newVmo(8);
  }

  /** A VMAR with all CAN_MAP flags at page `page` of `parent`. */
  child(parent: Area, page: number, pages: number, options: number = CAN_MAP_ALL): Area {
    const { status, handle, addr } = this.kernel.vmarAllocate(
      parent.handle,
      options | SPECIFIC,
      page * P,
      pages * P,
    );
    must(status);
    return { handle, base: addr };
  }

  /** zx_vmar_allocate, by status; `page` is the offset. */
  allocate(parent: Area, options: number, page: number, pages: number): string {
    return statusName(this.kernel.vmarAllocate(parent.handle, options, page * P, pages * P).status);
  }

  /** A VMAR with its handle, its tree and its mappings gone. */
  deadVmar(): Area {
    const area = this.child(this.root, 64, 16);
    must(this.kernel.vmarDestroy(area.handle));
    return area;
  }

  newVmo(pages: number, options: number = 0): Handle {
    const { status, handle } = this.kernel.vmoCreate(pages * P, options);
    must(status);
    return handle;
  }

  /** The VMO with EXECUTE on the handle. */
  executable(vmo: Handle): Handle {
    return this.kernel.vmoReplaceAsExecutable(this.without(vmo, 0)).handle;
  }

  /** A duplicate of `handle` that lacks `rights`. */
  without(handle: Handle, rights: number): Handle {
    const held = this.kernel.infoHandleBasic(handle, 32).info?.rights ?? 0;
    const { status, handle: duplicate } = this.kernel.handleDuplicate(handle, held & ~rights);
    must(status);
    return duplicate;
  }

  /** `area` through a handle that lacks `rights`. */
  areaWithout(area: Area, rights: number): Area {
    return { ...area, handle: this.without(area.handle, rights) };
  }

  /** A handle to `vmo` without WRITE. */
  readOnly(vmo: Handle): Handle {
    return this.without(vmo, Rights.WRITE);
  }

  /** zx_vmar_map, by status; `page` is the offset. */
  map(area: Area, options: number, page: number, vmo: Handle, vmoPage: number, pages: number): string {
    const answer = this.kernel.vmarMap(area.handle, options, page * P, vmo, vmoPage * P, pages * P);
    return statusName(answer.status);
  }

  unmap(area: Area, page: number, pages: number): string {
    return statusName(this.kernel.vmarUnmap(area.handle, at(area, page), pages * P));
  }

  protect(area: Area, options: number, page: number, pages: number): string {
    return statusName(this.kernel.vmarProtect(area.handle, options, at(area, page), pages * P));
  }

  op(area: Area, op: number, page: number, pages: number): string {
    return statusName(this.kernel.vmarOpRange(area.handle, op, at(area, page), pages * P, 0));
  }

  destroy(area: Area): string {
    return statusName(this.kernel.vmarDestroy(area.handle));
  }

  read(area: Area, page: number): string {
    return statusName(this.kernel.access(at(area, page), "read", 1).status);
  }

  write(area: Area, page: number, value = 7): string {
    return statusName(this.kernel.access(at(area, page), "write", 8, value).status);
  }

  execute(area: Area, page: number): string {
    return statusName(this.kernel.access(at(area, page), "execute", 1).status);
  }

  /** The word at the start of a page, which must be readable. */
  load(area: Area, page: number): U64 {
    const { status, value } = this.kernel.access(at(area, page), "read", 8);
    must(status);
    return value;
  }

  /** The first byte of a VMO's page. */
  byteOf(vmo: Handle, page: number): number | undefined {
    const { status, bytes } = this.kernel.vmoRead(vmo, page * P, 1);
    must(status);
    return bytes[0];
  }

  /** The lengths in pages of what zx_process_read_memory delivers, or the status that it refuses with. */
  readMemory(area: Area, page: number, pages: number): number | string {
    const { status, bytes } = this.kernel.processReadMemory(this.kernel.process, at(area, page), pages * P);
    return status === 0 ? bytes.length / P : statusName(status);
  }

  /** zx_process_write_memory of one byte. */
  poke(area: Area, page: number, byte = 9): string {
    const bytes = Uint8Array.of(byte);
    return statusName(this.kernel.processWriteMemory(this.kernel.process, at(area, page), bytes).status);
  }

  maps(area: Area): readonly MapInfo[] {
    const { status, maps } = this.kernel.infoVmarMaps(area.handle, Infinity);
    must(status);
    return maps;
  }

  /** The mapping entries below `area`, each as `first+pages perms @vmoPage`. */
  entries(area: Area): string[] {
    return this.mappings(area).map(({ entry, mapping }) => {
      const page = Number(subU64(entry.base, area.base)) / P;
      const vmoPage = Number(mapping.vmoOffset) / P;
      return `${page}+${Number(entry.size) / P} ${permsText(mapping.mmuFlags)} @${vmoPage}`;
    });
  }

  mappings(area: Area): { entry: MapInfo; mapping: MappingDetails }[] {
    return this.maps(area).flatMap((entry) =>
      entry.details.kind === "mapping" ? [{ entry, mapping: entry.details.mapping }] : [],
    );
  }

  koid(handle: Handle): U64 | undefined {
    return this.kernel.infoHandleBasic(handle, 32).info?.koid;
  }

  mappingsOf(vmo: Handle): number | undefined {
    return this.kernel.infoVmo(vmo).info?.numMappings;
  }
}

/** The address of page `page` of an area; may wrap or lie below it. */
export function at(area: Area, page: number): U64 {
  return page < 0 ? subU64(area.base, -page * P) : addU64(area.base, page * P);
}

function must(status: Status): void {
  if (status !== 0) throw new Error(`the scene could not be set: ${statusName(status)}`);
}
