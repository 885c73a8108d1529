import { describe, expect, it } from "vitest";
import {
  type AspaceConfig,
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  HANDLE_NEVER,
  type Kernel,
  lowestPlacement,
  type MapInfo,
  ObjectType,
  Perm,
  permsText,
  type Placement,
  Rights,
  type Semantics,
  Status,
  type U64,
  VmarOp,
  VmoChildOption,
  VmoOp,
  VmoOption,
  VmOption,
} from "../../src/zircon/index.ts";
import { createPagedKernel, PagedKernel } from "./index.ts";

// Rules that recordings of a kernel with simple VMOs cannot show. Numbers are in pages unless a name says bytes.

const P = 4096;
const B = 0x100_0000;
const R = VmOption.PERM_READ;
const RW = R | VmOption.PERM_WRITE;
const AT = VmOption.SPECIFIC;
const OVER = VmOption.SPECIFIC_OVERWRITE;
const REGION =
  VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE | VmOption.CAN_MAP_SPECIFIC;

function boot(semantics: Partial<Semantics> = {}, aspace: Partial<AspaceConfig> = {}): Kernel {
  return createPagedKernel({
    aspace: { ...DEFAULT_ASPACE, ...aspace },
    placement: lowestPlacement,
    semantics: { ...DEFAULT_SEMANTICS, ...semantics },
  });
}

/** The mapping entries of the root as `page+count perms @vmoPage`. */
function entries(kernel: Kernel): string[] {
  const out: string[] = [];
  kernel.observeSpace(0, 0xffff_ffff_ffff_ffffn, {
    region() {},
    mapping(base, size, _depth, perms, _koid, offset) {
      const page = (Number(base) - B) / P;
      out.push(`${page}+${Number(size) / P} ${permsText(perms)} @${Number(offset) / P}`);
    },
  });
  return out;
}

function map(
  kernel: Kernel,
  options: number,
  page: number,
  vmo: number,
  vmoPage: number,
  pages: number,
): Status {
  return kernel.vmarMap(kernel.rootVmar, options, page * P, vmo, vmoPage * P, pages * P).status;
}

function counters(info: MapInfo | undefined): U64[] {
  if (info?.details.kind !== "mapping") throw new Error("no mapping entry");
  const { mapping } = info.details;
  return [
    mapping.committedBytes,
    mapping.committedPrivateBytes,
    mapping.committedScaledBytes,
    mapping.committedFractionalScaledBytes,
  ];
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("handles and koids", () => {
  it("D-23: numbers objects in the order of their making and handles upwards, both low bits set", () => {
    const kernel = boot();
    expect(kernel.infoHandleBasic(kernel.process, 32).info).toEqual({
      koid: 1024,
      rights: 0x6_d3cf,
      type: ObjectType.PROCESS,
      relatedKoid: 0,
    });
    expect(kernel.infoHandleBasic(kernel.rootVmar, 32).info?.koid).toBe(1025);
    expect(kernel.infoHandleBasic(kernel.rootVmar, 32).info?.rights).toBe(0x20_801f);
    const first = kernel.vmoCreate(P, 0).handle;
    const second = kernel.vmoCreate(P, VmoOption.RESIZABLE).handle;
    expect(first & 3).toBe(3);
    expect(second).toBeGreaterThan(first);
    expect(kernel.infoHandleBasic(second, 32).info).toMatchObject({ koid: 1027, rights: 0x40_d0ef });
  });

  it("GEN-01, GEN-02: the handle is looked at before anything else", () => {
    const kernel = boot();
    expect(kernel.vmarUnmap(HANDLE_NEVER, 1, 0)).toBe(Status.BAD_HANDLE);
    expect(kernel.vmarUnmap(kernel.process, 1, 0)).toBe(Status.WRONG_TYPE);
    expect(kernel.taskKill(kernel.rootVmar)).toBe(Status.WRONG_TYPE);
    expect(kernel.vmoCreateChild(kernel.rootVmar, VmoChildOption.SNAPSHOT, 0, 0).status).toBe(
      Status.WRONG_TYPE,
    );
  });

  it("HND-02, HND-03: rights beyond the source's are refused, and replace then closes it", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(P, 0).handle;
    expect(kernel.handleDuplicate(vmo, Rights.SAME_RIGHTS | Rights.READ).status).toBe(Status.INVALID_ARGS);
    const bare = kernel.handleDuplicate(vmo, 0).handle;
    expect(kernel.handleDuplicate(bare, 0).status).toBe(Status.ACCESS_DENIED);
    expect(kernel.infoHandleCount(vmo).value).toBe(2);
    expect(kernel.handleReplace(vmo, Rights.EXECUTE).status).toBe(Status.INVALID_ARGS);
    expect(kernel.handleClose(vmo)).toBe(Status.BAD_HANDLE);
    expect(kernel.handleClose(0)).toBe(Status.OK);
  });

  it("D-24: names end at a NUL and at 31 bytes of whole characters", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(P, 0).handle;
    expect(kernel.objectGetName(vmo)).toEqual({ status: Status.OK, name: "" });
    kernel.objectSetName(vmo, "ab\0cd");
    expect(kernel.objectGetName(vmo).name).toBe("ab");
    kernel.objectSetName(vmo, `${"x".repeat(29)}é!`);
    expect(kernel.objectGetName(vmo).name).toBe(`${"x".repeat(29)}é`);
    kernel.objectSetName(vmo, `${"x".repeat(30)}é!`);
    expect(kernel.objectGetName(vmo).name).toBe("x".repeat(30));
    expect(kernel.objectGetName(kernel.process).name).toBe("process");
    expect(kernel.objectGetName(kernel.rootVmar).status).toBe(Status.ACCESS_DENIED);
  });

  it("D-25: ZERO_CHILDREN goes with the last child that has handles, mappings or children", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(2 * P, 0).handle;
    const observed = (): number => kernel.objectWaitOne(vmo, 8).observed;
    expect(observed()).toBe(8);
    const child = kernel.vmoCreateChild(vmo, VmoChildOption.SNAPSHOT, 0, P).handle;
    const grandchild = kernel.vmoCreateChild(child, VmoChildOption.SNAPSHOT, 0, P).handle;
    map(kernel, R | AT, 0, child, 0, 1);
    kernel.handleClose(child);
    expect(kernel.objectWaitOne(vmo, 8)).toEqual({ status: Status.TIMED_OUT, observed: 0 });
    kernel.vmarUnmap(kernel.rootVmar, B, P);
    expect(observed()).toBe(0);
    kernel.handleClose(grandchild);
    expect(kernel.objectSignal(vmo, 0, 0x8000_0000)).toBe(Status.OK);
    expect(observed()).toBe(0x8000_0008);
    expect(kernel.objectSignal(vmo, 8, 0)).toBe(Status.INVALID_ARGS);
  });
});

describe("regions", () => {
  it("UNMAP-11: closes the handle only after a good unmap", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(P, 0).handle;
    expect(kernel.vmarUnmapHandleCloseThreadExit(kernel.rootVmar, B + 1, P, vmo)).toBe(Status.INVALID_ARGS);
    expect(kernel.infoHandleCount(vmo).value).toBe(1);
    expect(kernel.vmarUnmapHandleCloseThreadExit(kernel.rootVmar, B, P, vmo)).toBe(Status.OK);
    expect(kernel.infoHandleCount(vmo).status).toBe(Status.BAD_HANDLE);
    expect(kernel.vmarUnmapHandleCloseThreadExit(kernel.rootVmar, B, P, vmo)).toBe(Status.BAD_HANDLE);
  });

  it("DEST-06, D-22: a killed process has no space, and its regions are dead", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(P, 0).handle;
    const region = kernel.vmarAllocate(kernel.rootVmar, REGION | AT, 8 * P, 4 * P).handle;
    map(kernel, R | AT, 0, vmo, 0, 1);
    expect(kernel.taskKill(kernel.process)).toBe(Status.OK);
    expect(kernel.taskKill(kernel.process)).toBe(Status.OK);
    expect(entries(kernel)).toEqual([]);
    expect(kernel.vmarDestroy(kernel.rootVmar)).toBe(Status.BAD_STATE);
    expect(kernel.vmarDestroy(region)).toBe(Status.BAD_STATE);
    expect(kernel.infoProcessMaps(kernel.process, Infinity).status).toBe(Status.BAD_STATE);
    expect(kernel.processReadMemory(kernel.process, B, 1).status).toBe(Status.BAD_STATE);
    expect(kernel.access(B, "read", 1).status).toBe(Status.NOT_FOUND);
    expect(kernel.infoVmar(region, 16).info).toEqual({ base: B + 8 * P, len: 4 * P });
    expect(kernel.infoVmo(vmo).info).toMatchObject({ numMappings: 0, shareCount: 0 });
  });

  it("nests as deep as one likes", () => {
    const kernel = boot();
    let region = kernel.rootVmar;
    for (let depth = 0; depth < 20_000; depth++)
      region = kernel.vmarAllocate(region, REGION | AT, 0, 16 * P).handle;
    const vmo = kernel.vmoCreate(P, 0).handle;
    expect(kernel.vmarMap(region, R | AT, 0, vmo, 0, P).status).toBe(Status.OK);
    expect(kernel.access(B, "read", 1).status).toBe(Status.OK);
    expect(kernel.vmarProtect(kernel.rootVmar, 0, B, P)).toBe(Status.OK);
    expect(kernel.infoVmarMaps(kernel.rootVmar, 0).available).toBe(20_002);
    expect(kernel.vmarUnmap(kernel.rootVmar, B, 16 * P)).toBe(Status.OK);
    expect(kernel.infoVmarMaps(region, 0).status).toBe(Status.BAD_STATE);
  });

  it("reaches to the end of the 64-bit space", () => {
    const top = 0xffff_ffff_ffff_0000n;
    const kernel = boot({}, { base: top, size: 16 * P });
    const vmo = kernel.vmoCreate(P, 0).handle;
    expect(map(kernel, RW | AT, 15, vmo, 0, 1)).toBe(Status.OK);
    const last = 0xffff_ffff_ffff_fff8n;
    expect(kernel.access(last, "write", 8, 0x1122_3344_5566_7788n).status).toBe(Status.OK);
    expect(kernel.access(last, "read", 8).value).toBe(0x1122_3344_5566_7788n);
    expect(kernel.access(last + 1n, "read", 8).status).toBe(Status.NOT_FOUND);
    expect(kernel.vmarProtect(kernel.rootVmar, R, last & ~0xfffn, 1)).toBe(Status.OK);
    expect(kernel.observePage(0xffff_ffff_ffff_ffffn)?.perms).toBe(Perm.READ);
    expect(kernel.vmarUnmap(kernel.rootVmar, top, 16 * P + 1)).toBe(Status.INVALID_ARGS);
    expect(kernel.vmarUnmap(kernel.rootVmar, top, 16 * P)).toBe(Status.OK);
  });

  it("PLC-03: asks for a place once, and takes the next free spot above it, else the lowest", () => {
    const asked: number[][] = [];
    let answer = 0;
    const placement: Placement = {
      pick(...request) {
        asked.push(request);
        return answer;
      },
    };
    const kernel = new PagedKernel({
      aspace: { base: B, size: 64 * P, pageSize: P },
      placement,
      semantics: DEFAULT_SEMANTICS,
      aslrEntropyBits: 20,
    });
    const vmo = kernel.vmoCreate(P, 0).handle;
    const base = B / P;
    const place = (options: number, pages: number): U64 =>
      kernel.vmarMap(kernel.rootVmar, options, 0, vmo, 0, pages * P).addr;
    answer = base + 10;
    expect(place(R, 4)).toBe(B + 10 * P);
    answer = base + 11;
    expect(place(R, 2)).toBe(B + 14 * P);
    answer = base + 60;
    expect(place(R, 4)).toBe(B + 60 * P);
    answer = base + 59;
    expect(place(R, 6)).toBe(B);
    answer = base + 17;
    expect(place(R | (16 << 24), 1)).toBe(B + 32 * P);
    expect(asked.map((request) => request.slice(1))).toEqual([
      [base + 60, 1, 20],
      [base + 62, 1, 20],
      [base + 60, 1, 20],
      [base + 58, 1, 20],
      [base + 48, 16, 20],
    ]);
    expect(place(R | (32 << 24), 1)).toBe(0);
    expect(asked).toHaveLength(5);
    const compact = kernel.vmarAllocate(
      kernel.rootVmar,
      REGION | AT | VmOption.COMPACT,
      40 * P,
      8 * P,
    ).handle;
    expect(kernel.vmarMap(compact, R, 0, vmo, 0, P).addr).toBe(B + 40 * P);
    expect(asked).toHaveLength(5);
  });
});

describe("VMOs of every kind", () => {
  it("physical: no transfers, no commits, no FBS, mapped within its size, yet accessible", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreatePhysical(2 * P).handle;
    expect(kernel.vmoCreatePhysical(P + 1).status).toBe(Status.INVALID_ARGS);
    expect(map(kernel, R | AT | VmOption.FAULT_BEYOND_STREAM_SIZE, 0, vmo, 0, 1)).toBe(Status.NOT_SUPPORTED);
    expect(map(kernel, RW | AT, 0, vmo, 0, 3)).toBe(Status.OUT_OF_RANGE);
    expect(map(kernel, RW | AT, 0, vmo, 0, 2)).toBe(Status.OK);
    for (const op of [VmarOp.COMMIT, VmarOp.DECOMMIT, VmarOp.ZERO])
      expect(kernel.vmarOpRange(kernel.rootVmar, op, B, P, 0)).toBe(Status.NOT_SUPPORTED);
    expect(kernel.vmarOpRange(kernel.rootVmar, VmarOp.PREFETCH, B, P, 0)).toBe(Status.OK);
    expect(kernel.access(B + 7, "write", 1, 9).status).toBe(Status.OK);
    expect(kernel.access(B + 7, "read", 1).value).toBe(9);
    expect(kernel.vmoRead(vmo, 0, 1).status).toBe(Status.NOT_SUPPORTED);
    expect(kernel.vmoRead(vmo, 2 * P, 1).status).toBe(Status.OUT_OF_RANGE);
    expect(kernel.processWriteMemory(kernel.process, B, bytes(1)).status).toBe(Status.NOT_SUPPORTED);
    expect(kernel.vmoSetSize(vmo, P)).toBe(Status.UNAVAILABLE);
    expect(kernel.vmoSetStreamSize(vmo, 0)).toBe(Status.NOT_SUPPORTED);
    expect(kernel.infoVmo(vmo).info).toMatchObject({ committedBytes: 0, flags: 8, sizeBytes: 2 * P });
  });

  it("contiguous: committed from the start, no decommit, no clones, slices even if uncached", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreateContiguous(4 * P).handle;
    expect(kernel.infoVmo(vmo).info).toMatchObject({
      committedBytes: 4 * P,
      committedPrivateBytes: 4 * P,
      flags: 0x49,
    });
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, P)).toBe(Status.NOT_SUPPORTED);
    expect(kernel.vmoCreateChild(vmo, VmoChildOption.SNAPSHOT, 0, P).status).toBe(Status.INVALID_ARGS);
    expect(kernel.vmoCreateChild(vmo, VmoChildOption.REFERENCE, 0, 0).status).toBe(Status.NOT_SUPPORTED);
    expect(kernel.vmoSetCachePolicy(vmo, 1)).toBe(Status.OK);
    expect(kernel.vmoOpRange(vmo, VmoOp.ZERO, 0, P)).toBe(Status.BAD_STATE);
    expect(kernel.vmoCreateChild(vmo, VmoChildOption.SLICE, P, P).status).toBe(Status.OK);
    expect(kernel.vmoCreateContiguous(0x4000_0000_0000_0000n).status).toBe(Status.NO_MEMORY);
    const huge = kernel.vmoCreateContiguous(2 ** 20 * P).handle;
    expect(kernel.infoVmo(huge).info?.committedBytes).toBe(2 ** 20 * P);
  });

  it("D-12: counts shared pages by their sharers", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(4 * P, 0).handle;
    kernel.vmoWrite(vmo, 0, bytes(1));
    kernel.vmoOpRange(vmo, VmoOp.COMMIT, P, P);
    map(kernel, RW | AT, 0, vmo, 0, 4);
    const entry = (): U64[] => counters(kernel.infoVmarMaps(kernel.rootVmar, Infinity).maps[1]);
    expect(entry()).toEqual([2 * P, 2 * P, 2 * P, 0]);
    const children = [0, 1].map(() => kernel.vmoCreateChild(vmo, VmoChildOption.SNAPSHOT, 0, 4 * P).handle);
    // A third of 4096 · 2^63, rounded down, twice
    const third = (4096n << 63n) / 3n;
    expect(entry()).toEqual([2 * P, 0, Number((third * 2n) >> 63n), (third * 2n) & ((1n << 63n) - 1n)]);
    kernel.access(B, "write", 1);
    expect(entry()).toEqual([2 * P, P, P + 1365, third & ((1n << 63n) - 1n)]);
    for (const child of children) kernel.handleClose(child);
    expect(entry()).toEqual([2 * P, 2 * P, 2 * P, 0]);
    kernel.vmoOpRange(vmo, VmoOp.ZERO, 0, P + 1);
    expect(entry()).toEqual([P, P, P, 0]);
  });

  it("VMO-22: decommit is refused until all relatives are gone, slices being none", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(2 * P, 0).handle;
    kernel.vmoCreateChild(vmo, VmoChildOption.SLICE, 0, P);
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, P)).toBe(Status.OK);
    const clone = kernel.vmoCreateChild(vmo, VmoChildOption.SNAPSHOT, 0, 2 * P).handle;
    const reference = kernel.vmoCreateChild(clone, VmoChildOption.REFERENCE, 0, 0).handle;
    kernel.handleClose(clone);
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, P)).toBe(Status.NOT_SUPPORTED);
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, 0)).toBe(Status.OK);
    kernel.handleClose(reference);
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 1, P)).toBe(Status.INVALID_ARGS);
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, P)).toBe(Status.OK);
  });

  it("D-1: a reference follows the size, and resizes only if it may", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(4 * P, VmoOption.RESIZABLE).handle;
    const fixed = kernel.vmoCreateChild(vmo, VmoChildOption.REFERENCE, 0, 0).handle;
    const resizable = kernel.vmoCreateChild(
      vmo,
      VmoChildOption.REFERENCE | VmoChildOption.RESIZABLE,
      0,
      0,
    ).handle;
    kernel.vmoWrite(fixed, 0, bytes(1, 2, 3));
    expect(kernel.vmoSetSize(fixed, P)).toBe(Status.UNAVAILABLE);
    expect(kernel.vmoSetSize(resizable, 2)).toBe(Status.OK);
    expect(kernel.vmoGetSize(vmo).value).toBe(P);
    expect(kernel.vmoGetStreamSize(fixed).value).toBe(2);
    expect(kernel.vmoRead(vmo, 0, 4).bytes).toEqual(bytes(1, 2, 0, 0));
    expect(kernel.vmoCreateChild(fixed, VmoChildOption.SLICE, 0, P).status).toBe(Status.OK);
    expect(kernel.vmoCreateChild(vmo, VmoChildOption.SLICE, 0, P).status).toBe(Status.NOT_SUPPORTED);
  });

  it("D-13: a discarded VMO faults until nobody can lock it again", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(2 * P, VmoOption.DISCARDABLE).handle;
    const faults = VmOption.ALLOW_FAULTS;
    expect(map(kernel, RW | AT | faults, 0, vmo, 0, 2)).toBe(Status.OK);
    expect(kernel.vmoOpRange(vmo, VmoOp.TRY_LOCK, 0, 2 * P)).toBe(Status.OK);
    expect(kernel.vmoDiscard(vmo)).toBe(Status.BAD_STATE);
    expect(kernel.vmoOpRange(vmo, VmoOp.UNLOCK, 0, P)).toBe(Status.OUT_OF_RANGE);
    expect(kernel.vmoOpRange(vmo, VmoOp.UNLOCK, 0, 2 * P)).toBe(Status.OK);
    expect(kernel.vmoOpRange(vmo, VmoOp.UNLOCK, 0, 2 * P)).toBe(Status.BAD_STATE);
    expect(kernel.vmoOpRange(vmo, VmoOp.LOCK, 0, 2 * P)).toBe(Status.INVALID_ARGS);
    expect(kernel.vmoDiscard(vmo)).toBe(Status.OK);
    expect(kernel.vmoDiscard(vmo)).toBe(Status.OK);
    expect(kernel.vmoOpRange(vmo, VmoOp.TRY_LOCK, 0, 2 * P)).toBe(Status.UNAVAILABLE);
    expect(kernel.access(B, "read", 1).status).toBe(Status.NOT_FOUND);
    expect(kernel.observePage(B)?.reach).toBe(Status.NOT_FOUND);
    expect(kernel.vmoRead(vmo, 0, 1).status).toBe(Status.NOT_FOUND);
    expect(kernel.processReadMemory(kernel.process, B, 1).status).toBe(Status.NOT_FOUND);
    expect(kernel.vmarOpRange(kernel.rootVmar, VmarOp.MAP_RANGE, B, P, 0)).toBe(Status.NOT_FOUND);
    expect(kernel.vmarOpRange(kernel.rootVmar, VmarOp.COMMIT, B, P, 0)).toBe(Status.NOT_FOUND);
    expect(kernel.vmarOpRange(kernel.rootVmar, VmarOp.DECOMMIT, B, P, 0)).toBe(Status.OK);
    // MAP-39: with permissions the MapRange fails and nothing is mapped; without any, or past the end, it does nothing
    const withRange = AT | faults | VmOption.MAP_RANGE;
    expect(map(kernel, R | withRange, 8, vmo, 0, 1)).toBe(Status.NOT_FOUND);
    expect(map(kernel, withRange, 8, vmo, 0, 1)).toBe(Status.OK);
    expect(map(kernel, R | withRange, 9, vmo, 2, 1)).toBe(Status.OK);
    expect(kernel.vmoDiscard(kernel.vmoCreate(P, 0).handle)).toBe(Status.NOT_SUPPORTED);
  });

  it("D-28: one step commits at most 2^20 pages", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(0, VmoOption.UNBOUNDED).handle;
    expect(kernel.vmoOpRange(vmo, VmoOp.COMMIT, 0, (2 ** 20 + 1) * P)).toBe(Status.NO_MEMORY);
    expect(kernel.infoVmo(vmo).info).toMatchObject({ committedBytes: 0, sizeBytes: 0xffff_ffff_fffe_0000n });
    expect(kernel.vmoWrite(vmo, 0xffff_ffff_fffd_ffffn, bytes(1))).toBe(Status.OK);
    expect(kernel.infoVmo(vmo).info?.committedBytes).toBe(P);
    expect(kernel.vmoOpRange(vmo, VmoOp.ZERO, 0, 0xffff_ffff_fffe_0000n)).toBe(Status.OK);
    expect(kernel.infoVmo(vmo).info?.committedBytes).toBe(0);
  });

  it("VMO-01, VMO-05: refuses sizes and ranges in the contract's order", () => {
    const kernel = boot();
    const { RESIZABLE, UNBOUNDED, TRAP_DIRTY } = VmoOption;
    expect(kernel.vmoCreate(0xffff_ffff_ffff_ffffn, RESIZABLE | UNBOUNDED).status).toBe(Status.INVALID_ARGS);
    expect(kernel.vmoCreate(0xffff_ffff_ffff_ffffn, TRAP_DIRTY).status).toBe(Status.OUT_OF_RANGE);
    expect(kernel.vmoCreate(0xffff_ffff_ffff_0000n, TRAP_DIRTY).status).toBe(Status.INVALID_ARGS);
    expect(kernel.vmoCreate(0xffff_ffff_ffff_0000n, UNBOUNDED).status).toBe(Status.OUT_OF_RANGE);
    const vmo = kernel.vmoCreate(P, 0).handle;
    kernel.vmoSetCachePolicy(vmo, 2);
    expect(kernel.vmoRead(vmo, 0xffff_ffff_ffff_ffffn, 1).status).toBe(Status.OUT_OF_RANGE);
    expect(kernel.vmoRead(vmo, 2 * P, 1).status).toBe(Status.BAD_STATE);
    expect(kernel.vmoSetCachePolicy(vmo, 4)).toBe(Status.INVALID_ARGS);
    const large = kernel.vmoCreate(2 ** 30, 0).handle;
    expect(kernel.vmoRead(large, 0, 2 ** 26 + 1).status).toBe(Status.INVALID_ARGS);
  });
});

describe("process memory", () => {
  it("PMEM-06: a forced write gives the whole mapping object a clone, whatever its permissions", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(4 * P, 0).handle;
    kernel.objectSetName(vmo, "data");
    kernel.vmoWrite(vmo, P, bytes(5));
    const readOnly = kernel.handleDuplicate(vmo, Rights.READ | Rights.MAP).handle;
    map(kernel, R | AT, 0, readOnly, 1, 6);
    kernel.vmarProtect(kernel.rootVmar, 0, B + 2 * P, P);
    expect(kernel.processWriteMemory(kernel.process, B + 5 * P, bytes(7))).toEqual({
      status: Status.OK,
      value: 1,
    });
    expect(entries(kernel)).toEqual(["0+2 r-- @0", "2+1 --- @2", "3+3 r-- @3"]);
    const maps = kernel.infoVmarMaps(kernel.rootVmar, Infinity).maps.slice(1);
    expect(maps.map((info) => info.name)).toEqual(["data", "data", "data"]);
    expect(counters(maps[0]).slice(0, 2)).toEqual([P, 0]);
    expect(kernel.processReadMemory(kernel.process, B, 1).bytes).toEqual(bytes(5));
    expect(kernel.infoVmo(vmo).info).toMatchObject({ numMappings: 0, shareCount: 0 });
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, P)).toBe(Status.NOT_SUPPORTED);
    // A second forced write finds the clone, also in a piece of it.
    kernel.vmarUnmap(kernel.rootVmar, B + P, P);
    kernel.processWriteMemory(kernel.process, B, bytes(8));
    expect(kernel.vmoRead(vmo, P, 1).bytes).toEqual(bytes(5));
    kernel.vmarUnmap(kernel.rootVmar, B, 6 * P);
    expect(kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, P)).toBe(Status.OK);
    // D-23: the clone took a koid.
    const next = kernel.vmoCreate(P, 0).handle;
    expect(kernel.infoHandleBasic(next, 32).info?.koid).toBe(1028);
  });

  it("Q-4 off (D-19): the clone ends with the VMO and replaces the mapping all the same", () => {
    const kernel = boot({ "Q-4": false });
    const vmo = kernel.vmoCreate(2 * P, 0).handle;
    const readOnly = kernel.handleDuplicate(vmo, Rights.READ | Rights.MAP).handle;
    map(kernel, R | AT, 0, readOnly, 0, 3);
    expect(kernel.processWriteMemory(kernel.process, B + 2 * P, bytes(1)).status).toBe(Status.OUT_OF_RANGE);
    expect(kernel.observePage(B)?.vmoKoid).toBe(0);
    expect(kernel.access(B + 2 * P, "read", 1).status).toBe(Status.OUT_OF_RANGE);
  });

  it("PMEM-06, D-7: refuses what cannot be cloned", () => {
    const kernel = boot();
    const sources = [
      kernel.vmoCreateContiguous(P).handle,
      kernel.vmoCreate(P, VmoOption.DISCARDABLE).handle,
      kernel.vmoCreateChild(kernel.vmoCreate(P, 0).handle, VmoChildOption.SLICE, 0, P).handle,
      kernel.vmoCreate(P, 0).handle,
    ];
    kernel.vmoSetCachePolicy(sources[3] ?? 0, 3);
    const statuses = sources.map((vmo, page) => {
      const readOnly = kernel.handleDuplicate(vmo, Rights.READ | Rights.MAP).handle;
      map(kernel, R | AT | VmOption.ALLOW_FAULTS, page, readOnly, 0, 1);
      return kernel.processWriteMemory(kernel.process, B + page * P, bytes(1)).status;
    });
    expect(statuses).toEqual([
      Status.INVALID_ARGS,
      Status.NOT_SUPPORTED,
      Status.NOT_SUPPORTED,
      Status.BAD_STATE,
    ]);
  });

  it("PMEM-01, PMEM-02: the switch and the length come before the handle", () => {
    const kernel = createPagedKernel({
      aspace: DEFAULT_ASPACE,
      placement: lowestPlacement,
      semantics: DEFAULT_SEMANTICS,
      debugSyscalls: false,
    });
    expect(kernel.processWriteMemory(0, B, bytes()).status).toBe(Status.NOT_SUPPORTED);
    expect(kernel.processReadMemory(0, B, 0).status).toBe(Status.INVALID_ARGS);
    expect(kernel.processReadMemory(0, B, 2 ** 26 + 1).status).toBe(Status.INVALID_ARGS);
  });

  it("an access to two pages stores nothing unless both permit it", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(2 * P, 0).handle;
    map(kernel, RW | AT, 0, vmo, 0, 2);
    kernel.vmarProtect(kernel.rootVmar, R, B + P, P);
    const edge = B + P - 4;
    expect(kernel.access(edge, "write", 8, 0xffff_ffff_ffff_ffffn).status).toBe(Status.ACCESS_DENIED);
    expect(kernel.access(edge, "read", 8).value).toBe(0);
    expect(kernel.infoVmo(vmo).info?.committedBytes).toBe(0);
    kernel.vmarProtect(kernel.rootVmar, RW, B + P, P);
    kernel.access(edge, "write", 8, 0x0102_0304_0506);
    expect(kernel.access(edge, "read", 8).value).toBe(0x0102_0304_0506);
    expect(kernel.vmoRead(vmo, P - 4, 8).bytes).toEqual(bytes(6, 5, 4, 3, 2, 1, 0, 0));
    expect(kernel.access(edge, "execute", 8).status).toBe(Status.ACCESS_DENIED);
  });
});

describe("mapping objects", () => {
  it("VMO-24: are counted through splits, overwrites, merges and protects", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(8 * P, 0).handle;
    const other = kernel.vmoCreate(8 * P, 0).handle;
    const count = (): number | undefined => kernel.infoVmo(vmo).info?.numMappings;
    map(kernel, RW | AT, 0, vmo, 0, 4);
    kernel.vmarProtect(kernel.rootVmar, R, B + P, P);
    expect(count()).toBe(1);
    map(kernel, RW | OVER, 1, other, 0, 2);
    expect(count()).toBe(2);
    map(kernel, R | OVER, 1, vmo, 1, 2);
    expect(count()).toBe(1);
    expect(entries(kernel)).toEqual(["0+1 rw- @0", "1+2 r-- @1", "3+1 rw- @3"]);
    expect(kernel.processReadMemory(kernel.process, B, 8 * P).bytes).toHaveLength(4 * P);
    map(kernel, RW | AT, 8, vmo, 0, 4);
    expect(count()).toBe(2);
  });

  it("V-5 older (D-14): end at protection boundaries", () => {
    const kernel = boot({ "V-5": false });
    const vmo = kernel.vmoCreate(8 * P, 0).handle;
    map(kernel, RW | AT, 0, vmo, 0, 4);
    kernel.vmarProtect(kernel.rootVmar, R, B + P, P);
    expect(kernel.infoVmo(vmo).info?.numMappings).toBe(3);
    expect(kernel.processReadMemory(kernel.process, B, 8 * P).bytes).toHaveLength(P);
    kernel.vmarProtect(kernel.rootVmar, RW, B, 4 * P);
    expect(kernel.infoVmo(vmo).info?.numMappings).toBe(1);
  });

  it("V-2 older: do not merge across placement options", () => {
    const kernel = boot({ "V-2": false });
    const vmo = kernel.vmoCreate(8 * P, 0).handle;
    map(kernel, RW | AT, 0, vmo, 0, 2);
    map(kernel, RW | OVER, 2, vmo, 2, 2);
    map(kernel, RW | OVER, 4, vmo, 4, 2);
    expect(entries(kernel)).toEqual(["0+2 rw- @0", "2+4 rw- @2"]);
    expect(kernel.infoVmo(vmo).info?.numMappings).toBe(2);
  });
});

describe("switches", () => {
  it("V-1 older: op_range asks for no handle rights", () => {
    for (const newest of [true, false]) {
      const kernel = boot({ "V-1": newest });
      map(kernel, RW | AT, 0, kernel.vmoCreate(P, 0).handle, 0, 1);
      const bare = kernel.handleDuplicate(kernel.rootVmar, 0).handle;
      const status = newest ? Status.ACCESS_DENIED : Status.OK;
      expect(kernel.vmarOpRange(bare, VmarOp.COMMIT, B, P, 0)).toBe(status);
    }
  });

  it("V-3 older: a mapping may leave a physical VMO", () => {
    const kernel = boot({ "V-3": false });
    expect(map(kernel, R | AT, 0, kernel.vmoCreatePhysical(P).handle, 0, 2)).toBe(Status.OK);
    expect(kernel.access(B + P, "read", 1).status).toBe(Status.OUT_OF_RANGE);
  });

  it("V-6 older: a full region is out of memory", () => {
    const kernel = boot({ "V-6": false }, { size: 2 * P });
    const vmo = kernel.vmoCreate(P, 0).handle;
    map(kernel, R | AT, 0, vmo, 0, 1);
    expect(map(kernel, R, 0, vmo, 0, 2)).toBe(Status.NO_MEMORY);
  });

  it("V-7 older: destroy needs no right", () => {
    for (const newest of [true, false]) {
      const kernel = boot({ "V-7": newest });
      const region = kernel.vmarAllocate(kernel.rootVmar, REGION, 0, P).handle;
      const bare = kernel.handleDuplicate(region, 0).handle;
      expect(kernel.vmarDestroy(bare)).toBe(newest ? Status.ACCESS_DENIED : Status.OK);
    }
  });

  it("V-8 older (D-15): FBS, ZERO, PREFETCH and VMAR_MAPS do not exist", () => {
    const kernel = boot({ "V-8": false });
    const fbs = VmOption.FAULT_BEYOND_STREAM_SIZE;
    const physical = kernel.vmoCreatePhysical(P).handle;
    expect(map(kernel, R | AT | fbs, 0, physical, 0, 1)).toBe(Status.INVALID_ARGS);
    expect(kernel.vmarAllocate(kernel.rootVmar, REGION | fbs, 0, P).status).toBe(Status.INVALID_ARGS);
    for (const op of [VmarOp.ZERO, VmarOp.PREFETCH])
      expect(kernel.vmarOpRange(kernel.rootVmar, op, B, P, 0)).toBe(Status.INVALID_ARGS);
    expect(kernel.infoVmarMaps(0, Infinity).status).toBe(Status.NOT_SUPPORTED);
    expect(kernel.infoProcessMaps(kernel.process, Infinity).maps.map((info) => info.name)).toEqual([
      "proc:1024",
      "root",
    ]);
  });

  it("V-9 older (D-16): map records count pages", () => {
    const kernel = boot({ "V-9": false });
    const vmo = kernel.vmoCreate(4 * P, 0).handle;
    kernel.vmoOpRange(vmo, VmoOp.COMMIT, 0, 3 * P);
    map(kernel, R | AT, 0, vmo, 0, 4);
    expect(counters(kernel.infoVmarMaps(kernel.rootVmar, Infinity).maps[1])).toEqual([3, 0, 0, 0]);
    expect(kernel.infoVmo(vmo).info?.committedBytes).toBe(3 * P);
  });

  it("Q-1: an upper limit forgets the VMO offset", () => {
    for (const quirk of [true, false]) {
      const kernel = boot({ "Q-1": quirk }, { size: 8 * P });
      const vmo = kernel.vmoCreate(4 * P, 0).handle;
      map(kernel, R | VmOption.OFFSET_IS_UPPER_LIMIT, 8, vmo, 2, 1);
      expect(entries(kernel)).toEqual([quirk ? "0+1 r-- @0" : "0+1 r-- @2"]);
    }
  });

  it("Q-2: a range that starts beyond the stream's end passes the stream check", () => {
    for (const quirk of [true, false]) {
      const kernel = boot({ "Q-2": quirk });
      const vmo = kernel.vmoCreate(8 * P, 0).handle;
      kernel.vmoSetStreamSize(vmo, 2 * P);
      map(kernel, RW | AT | VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE, 0, vmo, 0, 8);
      const commit = (page: number): Status =>
        kernel.vmarOpRange(kernel.rootVmar, VmarOp.COMMIT, B + page * P, P, 0);
      expect(commit(1)).toBe(Status.OK);
      expect(commit(2)).toBe(Status.OUT_OF_RANGE);
      expect(commit(3)).toBe(quirk ? Status.OK : Status.OUT_OF_RANGE);
    }
  });

  it("Q-3 on (D-18): MapRange beyond the stream's end is not trimmed at the VMO's", () => {
    for (const quirk of [true, false]) {
      const kernel = boot({ "Q-3": quirk });
      const vmo = kernel.vmoCreate(8 * P, 0).handle;
      kernel.vmoSetStreamSize(vmo, 2 * P);
      const options = R | AT | VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE | VmOption.MAP_RANGE;
      expect(map(kernel, options, 0, vmo, 3, 5)).toBe(Status.OK);
      expect(map(kernel, options, 8, vmo, 3, 6)).toBe(quirk ? Status.OUT_OF_RANGE : Status.OK);
      expect(map(kernel, options, 16, vmo, 9, 6)).toBe(Status.OK);
    }
  });

  it("Q-6 on (D-21): the walk ends at a last child below the address, in a nested region", () => {
    for (const quirk of [true, false]) {
      const kernel = boot({ "Q-6": quirk });
      const vmo = kernel.vmoCreate(16 * P, 0).handle;
      const child = kernel.vmarAllocate(kernel.rootVmar, REGION | AT, 0, 10 * P).handle;
      const nested = kernel.vmarAllocate(child, REGION | AT, 0, 2 * P).handle;
      kernel.vmarMap(nested, RW | AT, 0, vmo, 0, P);
      kernel.vmarMap(child, RW | AT, 4 * P, vmo, 4 * P, 2 * P);
      const expected = quirk ? [Status.NOT_FOUND, Status.BAD_STATE] : [Status.OK, Status.OK];
      expect([
        kernel.vmarProtect(kernel.rootVmar, R, B + 4 * P, 2 * P),
        kernel.vmarOpRange(kernel.rootVmar, VmarOp.DONT_NEED, B + 4 * P, 2 * P, 0),
      ]).toEqual(expected);
      // Two levels only: the mapping below is not last.
      expect(kernel.vmarProtect(child, R, B + 4 * P, 2 * P)).toBe(Status.OK);
    }
  });

  it("Q-8: ZERO of an uncached VMO", () => {
    for (const quirk of [true, false]) {
      const kernel = boot({ "Q-8": quirk });
      const vmo = kernel.vmoCreate(2 * P, 0).handle;
      kernel.vmoSetCachePolicy(vmo, 1);
      const zero = (offset: number, len: number): Status => kernel.vmoOpRange(vmo, VmoOp.ZERO, offset, len);
      expect(zero(0, P)).toBe(quirk ? Status.OK : Status.BAD_STATE);
      expect(zero(1, 0)).toBe(quirk ? Status.OK : Status.BAD_STATE);
      expect(zero(0, 1)).toBe(Status.BAD_STATE);
      expect(zero(2 * P, P)).toBe(Status.BAD_STATE);
    }
  });

  it("Q-9 off with xom (D-17): an execute-only mapping", () => {
    const options = VmOption.PERM_EXECUTE | VmOption.PERM_READ_IF_XOM_UNSUPPORTED | AT;
    for (const [xom, quirk, status, perms] of [
      [false, true, Status.OK, "r-x"],
      [false, false, Status.OK, "r-x"],
      [true, true, Status.INVALID_ARGS, undefined],
      [true, false, Status.OK, "--x"],
    ] as const) {
      const kernel = boot({ xom, "Q-9": quirk });
      const vmo = kernel.vmoReplaceAsExecutable(kernel.vmoCreate(P, 0).handle).handle;
      expect(map(kernel, options, 0, vmo, 0, 1)).toBe(status);
      const page = kernel.observePage(B);
      expect(page && permsText(page.perms)).toBe(perms);
    }
    const kernel = boot({ xom: true, "Q-9": false });
    map(kernel, options, 0, kernel.vmoReplaceAsExecutable(kernel.vmoCreate(P, 0).handle).handle, 0, 1);
    expect(kernel.access(B, "execute", 1).status).toBe(Status.OK);
    expect(kernel.access(B, "read", 1).status).toBe(Status.ACCESS_DENIED);
  });
});

describe("information", () => {
  it("INFO-02, INFO-12, HND-04: buffers that are too small", () => {
    const kernel = boot();
    expect(kernel.infoVmar(kernel.rootVmar, 15)).toEqual({
      status: Status.BUFFER_TOO_SMALL,
      actual: 0,
      available: 1,
    });
    expect(kernel.infoHandleBasic(kernel.rootVmar, 31).status).toBe(Status.BUFFER_TOO_SMALL);
    map(kernel, R | AT, 0, kernel.vmoCreate(P, 0).handle, 0, 1);
    const sizes = [0, 151, 152, 303, 304, Infinity];
    const answers = sizes.map((size) => kernel.infoVmarMaps(kernel.rootVmar, size));
    expect(answers.map((answer) => answer.actual)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(answers.every((answer) => answer.status === Status.OK && answer.available === 2)).toBe(true);
  });

  it("observeSpace shows what its window meets", () => {
    const kernel = boot();
    const vmo = kernel.vmoCreate(P, 0).handle;
    kernel.vmarAllocate(kernel.rootVmar, REGION | AT, 2 * P, 2 * P);
    map(kernel, R | AT, 0, vmo, 0, 1);
    map(kernel, R | AT, 8, vmo, 0, 1);
    const seen = (from: U64, size: U64): string[] => {
      const out: string[] = [];
      kernel.observeSpace(from, size, {
        region: (koid, _base, _size, depth) => out.push(`region ${koid}@${depth}`),
        mapping: (base) => out.push(`mapping ${(Number(base) - B) / P}`),
      });
      return out;
    };
    expect(seen(0, B)).toEqual([]);
    expect(seen(B + 1, 1)).toEqual(["region 1025@1", "mapping 0"]);
    expect(seen(B + P, 2 * P)).toEqual(["region 1025@1", "region 1027@2"]);
    expect(seen(B + 9 * P, 0xffff_ffff_ffff_ffffn)).toEqual(["region 1025@1"]);
    expect(seen(B, 0)).toEqual([]);
  });
});

describe("decisions", () => {
  it("can be replaced one by one", () => {
    const kernel = new PagedKernel(
      { aspace: DEFAULT_ASPACE, placement: lowestPlacement, semantics: DEFAULT_SEMANTICS },
      { overlaps: () => false },
    );
    const vmo = kernel.vmoCreate(P, 0).handle;
    map(kernel, R | AT, 0, vmo, 0, 1);
    expect(map(kernel, R | AT, 0, vmo, 0, 1)).toBe(Status.OK);
  });
});
