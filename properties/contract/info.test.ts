import { describe, expect, it } from "vitest";
import { DEFAULT_ASPACE } from "../../src/zircon/kernel.ts";
import { permsText } from "../../src/zircon/options.ts";
import { INFO_MAPS_SIZE, type MapInfo, type MappingDetails } from "../../src/zircon/records.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { VmoChildOption } from "../../src/zircon/vmo.ts";
import { KERNELS } from "./kernels.ts";
import { at, P, R, RW, Scene, SPECIFIC } from "./scene.ts";

const { SNAPSHOT, SLICE, REFERENCE } = VmoChildOption;

/** A region with a mapping of two protection ranges, a child region with a mapping, and an empty child region. */
function build(s: Scene): void {
  s.kernel.objectSetName(s.vmo, "vmo");
  s.map(s.v, RW | SPECIFIC, 0, s.vmo, 2, 2);
  s.protect(s.v, R, 1, 1);
  const c = s.child(s.v, 4, 4);
  s.map(c, R | SPECIFIC, 1, s.vmo, 0, 1);
  s.child(s.v, 12, 1);
}

const SHAPE = [
  "0 vmar 0+16 useralloc",
  "1 rw- 0+1 vmo @2",
  "1 r-- 1+1 vmo @3",
  "1 vmar 4+4 useralloc",
  "2 r-- 5+1 vmo @0",
  "1 vmar 12+1 useralloc",
];

function shape(s: Scene, entries: readonly MapInfo[]): string[] {
  return entries.map(({ name, base, size, depth, details }) => {
    const kind = details.kind === "mapping" ? permsText(details.mapping.mmuFlags) : details.kind;
    const offset = details.kind === "mapping" ? ` @${Number(details.mapping.vmoOffset) / P}` : "";
    return `${depth} ${kind} ${(Number(base) - Number(s.v.base)) / P}+${Number(size) / P} ${name}${offset}`;
  });
}

function memoryOf(s: Scene): [U64, U64, U64, U64][] {
  return s.mappings(s.v).map(({ mapping }) => countersOf(mapping));
}

function countersOf(mapping: MappingDetails): [U64, U64, U64, U64] {
  expect(mapping.populatedBytes).toBe(mapping.committedBytes);
  return [
    mapping.committedBytes,
    mapping.committedPrivateBytes,
    mapping.committedScaledBytes,
    mapping.committedFractionalScaledBytes,
  ];
}

describe.each(KERNELS)("zx_object_get_info: $name", ({ create }) => {
  it("INFO-01…03: the region's base and length, also of a dead one (E-58)", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    const { kernel } = s;
    expect(statusName(kernel.infoVmar(0, 16).status)).toBe("BAD_HANDLE");
    expect(statusName(kernel.infoVmar(s.vmo, 0).status)).toBe("WRONG_TYPE");
    expect(statusName(kernel.infoVmar(s.without(s.v.handle, Rights.INSPECT), 0).status)).toBe(
      "ACCESS_DENIED",
    );
    const short = kernel.infoVmar(s.v.handle, 8);
    expect([statusName(short.status), short.actual, short.available]).toEqual(["BUFFER_TOO_SMALL", 0, 1]);
    expect(kernel.infoVmar(dead.handle, 16)).toEqual({
      status: 0,
      actual: 1,
      available: 1,
      info: { base: dead.base, len: 16 * P },
    });
  });

  it("INFO-10…15: the regions and mappings in order", () => {
    const s = new Scene(create);
    build(s);
    const { kernel } = s;
    expect(statusName(kernel.infoVmarMaps(s.vmo, 0).status)).toBe("WRONG_TYPE");
    expect(statusName(kernel.infoVmarMaps(s.without(s.v.handle, Rights.INSPECT), 0).status)).toBe(
      "ACCESS_DENIED",
    );
    expect(statusName(kernel.infoVmarMaps(s.deadVmar().handle, 0).status)).toBe("BAD_STATE");
    expect(shape(s, s.maps(s.v))).toEqual(SHAPE);
    for (const { mapping } of s.mappings(s.v)) expect(mapping.vmoKoid).toBe(s.koid(s.vmo));
  });

  it("INFO-12: a short buffer is no error (E-57)", () => {
    const s = new Scene(create);
    build(s);
    const counts = [0, 151, 152, 303, 304, 152 * 6, 152 * 7, Infinity].map((size) => {
      const { status, actual, available, maps } = s.kernel.infoVmarMaps(s.v.handle, size);
      expect([status, maps.length]).toEqual([0, actual]);
      return [actual, available];
    });
    expect(counts.map(([actual]) => actual)).toEqual([0, 0, 1, 1, 2, 6, 6, 6]);
    expect(counts.every(([, available]) => available === 6)).toBe(true);
  });

  it("INFO-17, D-27: the process lists the address space and the root above that", () => {
    const s = new Scene(create);
    build(s);
    const { kernel } = s;
    const { status, maps } = kernel.infoProcessMaps(kernel.process, Infinity);
    expect(status).toBe(0);
    expect(maps[0]).toMatchObject({ name: "proc:1024", depth: 0, details: { kind: "addressSpace" } });
    expect(maps[1]).toMatchObject({ name: "root", depth: 1, base: s.root.base, size: maps[0]?.size });
    expect(shape(s, maps.slice(2))).toEqual(SHAPE.map((line) => `${Number(line[0]) + 2}${line.slice(1)}`));
    expect(kernel.infoProcessMaps(kernel.process, 2 * INFO_MAPS_SIZE)).toMatchObject({
      actual: 2,
      available: 8,
    });
    expect(statusName(kernel.infoProcessMaps(kernel.rootVmar, 0).status)).toBe("WRONG_TYPE");
    const blind = s.without(kernel.process, Rights.INSPECT);
    expect(statusName(kernel.infoProcessMaps(blind, 0).status)).toBe("ACCESS_DENIED");
  });

  it("INFO-16, D-12: pages count where they are present, shared ones in parts", () => {
    const s = new Scene(create);
    s.kernel.vmoWrite(s.vmo, 0, new Uint8Array(3 * P)); // pages 0…2
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 1, 10); // also past the end
    expect(memoryOf(s)).toEqual([[2 * P, 2 * P, 2 * P, 0]]);

    s.kernel.vmoCreateChild(s.vmo, SNAPSHOT, 2 * P, 8 * P); // shares page 2
    expect(memoryOf(s)).toEqual([[2 * P, P, P + P / 2, 0]]);
    const second = s.kernel.vmoCreateChild(s.vmo, SNAPSHOT, 2 * P, 8 * P).handle; // a third sharer
    const third = (BigInt(P) << 63n) / 3n;
    expect(memoryOf(s)).toEqual([[2 * P, P, P + Number(third >> 63n), third & ((1n << 63n) - 1n)]]);

    s.kernel.vmoWrite(second, 0, Uint8Array.of(1)); // its own from now on
    expect(memoryOf(s)).toEqual([[2 * P, P, P + P / 2, 0]]);
    expect(s.kernel.infoVmo(second).info).toMatchObject({ committedBytes: P, committedPrivateBytes: P });
  });

  it("INFO-16: slices, references and physical VMOs count for nothing, contiguous ones in full (E-81)", () => {
    const s = new Scene(create);
    s.kernel.vmoWrite(s.vmo, 0, new Uint8Array(3 * P));
    const { kernel } = s;
    const others = [
      kernel.vmoCreateChild(s.vmo, SLICE, 0, 2 * P).handle,
      kernel.vmoCreateChild(s.vmo, REFERENCE, 0, 0).handle,
      kernel.vmoCreatePhysical(2 * P).handle,
    ];
    for (const vmo of others) {
      expect(kernel.infoVmo(vmo).info).toMatchObject({ committedBytes: 0, populatedScaledBytes: 0 });
      expect(s.map(s.v, R, 0, vmo, 0, 2)).toBe("OK");
    }
    s.map(s.v, R, 0, kernel.vmoCreateContiguous(2 * P).handle, 0, 2);
    expect(memoryOf(s).map(([committed]) => committed)).toEqual([0, 0, 0, 2 * P]);
  });

  it("D-9, VMO-24: ZX_INFO_VMO", () => {
    const s = new Scene(create);
    const { kernel } = s;
    kernel.objectSetName(s.vmo, "it");
    const child = kernel.vmoCreateChild(s.vmo, SNAPSHOT, 0, P).handle;
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 4);
    s.unmap(s.v, 1, 1);
    expect(kernel.infoVmo(s.vmo).info).toMatchObject({
      koid: s.koid(s.vmo),
      name: "it",
      sizeBytes: 8 * P,
      parentKoid: 0,
      numChildren: 1,
      numMappings: 2,
      shareCount: 1,
      flags: 1 | 8,
      handleRights: 0xd0ef,
      cachePolicy: 0,
    });
    expect(kernel.infoVmo(child).info).toMatchObject({
      parentKoid: s.koid(s.vmo),
      shareCount: 0,
      numChildren: 0,
    });
    expect(statusName(kernel.infoVmo(s.without(s.vmo, Rights.INSPECT)).status)).toBe("ACCESS_DENIED");
    kernel.handleClose(child);
    expect(kernel.infoVmo(s.vmo).info?.numChildren).toBe(0);
  });

  it("what a harness observes is what the process maps say", () => {
    const s = new Scene(create);
    build(s);
    const seen: string[] = [];
    s.kernel.observeSpace(at(s.v, 1), 12 * P, {
      region: (koid, base, size, depth) => seen.push(`${depth} ${koid} ${base}+${size}`),
      mapping: (base, size, depth, perms, koid, offset) =>
        seen.push(`${depth} ${permsText(perms)} ${base}+${size} ${koid}@${offset}`),
    });
    const b = Number(s.v.base);
    expect(seen).toEqual([
      `1 1025 ${s.root.base}+${DEFAULT_ASPACE.size}`,
      `2 1026 ${b}+${16 * P}`,
      `3 r-- ${b + P}+${P} 1027@${3 * P}`,
      `3 1028 ${b + 4 * P}+${4 * P}`,
      `4 r-- ${b + 5 * P}+${P} 1027@0`,
      `3 1029 ${b + 12 * P}+${P}`,
    ]);
    expect(s.kernel.observePage(b + P + 5)).toEqual({ perms: 1, vmoKoid: 1027, vmoOffset: 3 * P, reach: 0 });
    expect(s.kernel.observePage(at(s.v, 2))).toBeUndefined();
  });
});
