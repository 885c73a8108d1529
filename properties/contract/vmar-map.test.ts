import { describe, expect, it } from "vitest";
import { VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { VmoOption } from "../../src/zircon/vmo.ts";
import { KERNELS } from "./kernels.ts";
import { at, FBS, OVERWRITE, P, R, RW, Scene, SPECIFIC, UPPER, W, X } from "./scene.ts";

const { MAP_RANGE, ALLOW_FAULTS, FAULT_BEYOND_STREAM_SIZE, REQUIRE_NON_RESIZABLE } = VmOption;
const align = (exponent: number): number => exponent << 24;

describe.each(KERNELS)("zx_vmar_map: $name", ({ create }) => {
  it("MAP-01, 02: the VMAR handle comes first, its rights do not matter", () => {
    const s = new Scene(create);
    const map = (vmar: number, vmo: number): string =>
      statusName(s.kernel.vmarMap(vmar, 0, 0, vmo, 0, P).status);
    expect(map(0, 0)).toBe("BAD_HANDLE");
    expect(map(s.vmo, 0)).toBe("WRONG_TYPE");
    expect(map(s.v.handle, 0)).toBe("BAD_HANDLE");
    expect(map(s.v.handle, s.v.handle)).toBe("WRONG_TYPE");
    expect(map(s.v.handle, s.kernel.process)).toBe("WRONG_TYPE");
    expect(map(s.without(s.v.handle, 0xffff_ffff), s.vmo)).toBe("OK");
  });

  it("MAP-03, 04, 11: FAULT_BEYOND_STREAM_SIZE needs a stream, before MAP is looked at (E-69)", () => {
    const s = new Scene(create);
    for (const made of [s.kernel.vmoCreatePhysical(4 * P), s.kernel.vmoCreateContiguous(4 * P)]) {
      expect(s.map(s.v, FBS, 0, s.without(made.handle, Rights.MAP), 0, 1)).toBe("NOT_SUPPORTED");
    }
    expect(s.map(s.v, FBS, 0, s.without(s.vmo, Rights.MAP), 0, 1)).toBe("ACCESS_DENIED");
    expect(s.map(s.v, FAULT_BEYOND_STREAM_SIZE | R, 0, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, W, 0, s.without(s.vmo, Rights.MAP), 0, 1)).toBe("ACCESS_DENIED"); // E-16
  });

  it("MAP-05…09: permissions", () => {
    const s = new Scene(create);
    const noRead = s.without(s.vmo, Rights.READ);
    const noWrite = s.readOnly(s.vmo);
    expect(s.map(s.v, W | VmOption.PERM_READ_IF_XOM_UNSUPPORTED, 0, s.vmo, 0, 1)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+1 rw- @0"]);
    expect(s.map(s.v, W, 0, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, X, 0, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, MAP_RANGE | OVERWRITE | R, 0, noRead, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, VmOption.CAN_MAP_READ | R, 0, noRead, 0, 1)).toBe("INVALID_ARGS"); // E-14
    expect(s.map(s.v, R, 0, noRead, 0, 1)).toBe("ACCESS_DENIED");
    expect(s.map(s.v, RW, 0, noWrite, 0, 1)).toBe("ACCESS_DENIED");
    expect(s.map(s.v, R | X, 0, s.vmo, 0, 1)).toBe("ACCESS_DENIED");
    expect(s.map(s.v, R | X, 0, s.executable(s.vmo), 0, 1)).toBe("OK");
    expect(s.map(s.areaWithout(s.v, Rights.WRITE), RW, 0, s.vmo, 0, 1)).toBe("ACCESS_DENIED");
  });

  it("MAP-10: both handles limit what protect may do later (E-87, E-86)", () => {
    const s = new Scene(create);
    s.map(s.areaWithout(s.v, Rights.WRITE), R | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(s.v, R | SPECIFIC, 1, s.readOnly(s.vmo), 1, 1);
    s.map(s.v, R | SPECIFIC, 2, s.vmo, 2, 1);
    s.kernel.handleClose(s.vmo);
    expect([0, 1, 2].map((page) => s.protect(s.v, RW, page, 1))).toEqual([
      "ACCESS_DENIED",
      "ACCESS_DENIED",
      "OK",
    ]);
  });

  it("MAP-13…17: the remaining options", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    const resizable = s.newVmo(1, VmoOption.RESIZABLE);
    const discardable = s.newVmo(1, VmoOption.DISCARDABLE);
    const vmo = s.readOnly(s.vmo);
    expect(s.map(s.v, (1 << 20) | R, 0, vmo, 0, 1)).toBe("INVALID_ARGS");
    for (const exponent of [9, 33]) expect(s.map(s.v, align(exponent), 0, vmo, 0, 1)).toBe("INVALID_ARGS"); // E-64
    expect(s.map(dead, REQUIRE_NON_RESIZABLE, 0, resizable, 0, 0)).toBe("NOT_SUPPORTED"); // E-17
    expect(s.map(s.v, REQUIRE_NON_RESIZABLE, 0, vmo, 0, 1)).toBe("OK");
    expect(s.map(s.v, R, 0, discardable, 0, 1)).toBe("NOT_SUPPORTED"); // E-18
    expect(s.map(s.v, R | ALLOW_FAULTS, 0, discardable, 0, 1)).toBe("OK");
    expect(s.map(s.v, R, 0, resizable, 0, 3)).toBe("OK");
    expect(s.map(s.v, VmOption.COMPACT, 0, vmo, 0.5, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, VmOption.COMPACT | RW, 0, vmo, 0, 1)).toBe("ACCESS_DENIED"); // E-15
    expect(s.map(s.v, VmOption.CAN_MAP_SPECIFIC, 0, vmo, 0, 1)).toBe("INVALID_ARGS");
  });

  it("MAP-19…24: VMO offset and length", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    const map = (handle: number, vmoOffset: U64, len: U64): string =>
      statusName(s.kernel.vmarMap(handle, R, 0, s.vmo, vmoOffset, len).status);
    expect(map(dead.handle, 1, 0)).toBe("INVALID_ARGS");
    expect(map(dead.handle, 0, 2n ** 64n - 4094n)).toBe("OUT_OF_RANGE"); // E-04
    expect(map(dead.handle, 2n ** 64n - 4096n, P)).toBe("OUT_OF_RANGE"); // E-05
    expect(map(s.v.handle, 2n ** 64n - 8192n, P)).toBe("OK");
    expect(s.read(s.v, 0)).toBe("OUT_OF_RANGE");
    expect(map(s.v.handle, 0, 0)).toBe("INVALID_ARGS"); // E-03
    expect(map(dead.handle, 0, 0)).toBe("BAD_STATE");
    expect(map(s.v.handle, 0, P - 1)).toBe("OK"); // E-01
    expect(s.entries(s.v).at(-1)).toBe("1+1 r-- @0");
  });

  it("MAP-22: a physical VMO must hold the mapping, before death is looked at (E-80)", () => {
    const s = new Scene(create);
    const physical = s.kernel.vmoCreatePhysical(2 * P).handle;
    expect(s.map(s.deadVmar(), R, 0, physical, 0, 3)).toBe("OUT_OF_RANGE");
    expect(s.map(s.v, R, 0, physical, 1, 2)).toBe("OUT_OF_RANGE");
    expect(s.map(s.v, RW, 0, physical, 0, 2)).toBe("OK");
    expect(s.write(s.v, 1, 5)).toBe("OK");
    expect(s.load(s.v, 1)).toBe(5);
  });

  it("MAP-26…33: where", () => {
    const s = new Scene(create);
    const plain = s.child(s.root, 32, 4, VmOption.CAN_MAP_READ);
    expect(s.map(s.v, SPECIFIC | UPPER, 4, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, OVERWRITE | UPPER, 4, s.vmo, 0, 1)).toBe("INVALID_ARGS"); // E-21
    expect(s.map(s.v, 0, 4, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(plain, SPECIFIC, 0.5, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    for (const option of [SPECIFIC, OVERWRITE, UPPER]) {
      expect(s.map(plain, option, 1, s.vmo, 0, 1)).toBe("ACCESS_DENIED");
    }
    expect(s.map(s.v, 0, 0, s.vmo, 0, 17)).toBe("INVALID_ARGS");
    expect(s.map(s.v, SPECIFIC, 15, s.vmo, 0, 2)).toBe("INVALID_ARGS"); // E-07
    expect(s.map(s.v, UPPER, 17, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, UPPER, 1, s.vmo, 0, 2)).toBe("INVALID_ARGS");
    expect(s.map(s.v, SPECIFIC | align(16), 1, s.vmo, 0, 1)).toBe("INVALID_ARGS"); // E-63
    expect(s.map(s.v, SPECIFIC | align(10), 1, s.vmo, 0, 1)).toBe("OK");
    expect(s.map(s.v, SPECIFIC, 1, s.vmo, 0, 1)).toBe("ALREADY_EXISTS");
    expect(s.map(s.v, 0, 0, s.vmo, 0, 16)).toBe("NO_RESOURCES"); // E-06
  });

  it("MAP-38, Q-1: an upper limit forgets the VMO offset (E-09)", () => {
    const s = new Scene(create);
    s.kernel.vmoWrite(s.vmo, 0, Uint8Array.of(1));
    s.kernel.vmoWrite(s.vmo, 2 * P, Uint8Array.of(3));
    expect(s.map(s.v, R | UPPER, 8, s.vmo, 2, 1)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+1 r-- @0"]);
    expect(s.load(s.v, 0)).toBe(1);
  });

  it("MAP-39: a MAP_RANGE that fails leaves no mapping", () => {
    const s = new Scene(create);
    const vmo = s.newVmo(2, VmoOption.DISCARDABLE);
    s.kernel.vmoDiscard(vmo);
    expect(s.map(s.v, R | MAP_RANGE | ALLOW_FAULTS, 0, vmo, 0, 2)).toBe("NOT_FOUND");
    expect(s.entries(s.v)).toEqual([]);
    expect(s.map(s.v, MAP_RANGE | ALLOW_FAULTS, 0, vmo, 0, 2)).toBe("OK"); // no permissions, nothing to do
    expect(s.map(s.v, R | MAP_RANGE | ALLOW_FAULTS, 0, vmo, 2, 2)).toBe("OK"); // past the end
    expect(s.map(s.v, R | MAP_RANGE, 0, s.vmo, 2, 1)).toBe("OK"); // E-77
    expect(s.kernel.infoVmo(s.vmo).info?.committedBytes).toBe(0);
  });

  it("OVW: over a region never, over mappings by splitting them (E-20, E-22…24)", () => {
    const s = new Scene(create);
    const other = s.newVmo(2);
    s.child(s.v, 8, 1);
    expect(s.map(s.v, R | SPECIFIC, 8, s.vmo, 0, 1)).toBe("ALREADY_EXISTS");
    expect(s.map(s.v, R | OVERWRITE, 7, s.vmo, 0, 4)).toBe("INVALID_ARGS");
    expect(s.map(s.v, R | OVERWRITE, 0, s.vmo, 0, 4)).toBe("OK");
    expect(s.map(s.v, R | SPECIFIC | OVERWRITE, 1, other, 0, 2)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+1 r-- @0", "1+2 r-- @0", "3+1 r-- @3"]);
    expect(s.mappingsOf(s.vmo)).toBe(2);
    expect(s.map(s.v, R | OVERWRITE, 1, s.vmo, 1, 2)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+4 r-- @0"]);
    expect([s.mappingsOf(s.vmo), s.mappingsOf(other)]).toEqual([1, 0]);
  });

  it("MRG: what continues in all but permissions becomes one mapping (E-25…28)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 2);
    s.map(s.v, R | SPECIFIC, 2, s.vmo, 2, 2);
    expect(s.entries(s.v)).toEqual(["0+2 rw- @0", "2+2 r-- @2"]);
    expect([s.mappingsOf(s.vmo), s.readMemory(s.v, 0, 4)]).toEqual([1, 4]);

    s.map(s.v, R | SPECIFIC, 6, s.readOnly(s.vmo), 6, 2);
    s.map(s.v, R | SPECIFIC, 4, s.vmo, 4, 2);
    expect([s.mappingsOf(s.vmo), s.readMemory(s.v, 0, 8)]).toEqual([2, 6]);

    s.unmap(s.v, 1, 1);
    expect(s.mappingsOf(s.vmo)).toBe(3);
    s.map(s.v, RW | SPECIFIC, 1, s.vmo, 1, 1);
    expect(s.mappingsOf(s.vmo)).toBe(2);
  });

  it("MRG-02: not with another VMO, offset, limit or fault behaviour", () => {
    const s = new Scene(create);
    const slice = s.kernel.vmoCreateChild(s.vmo, 8, 0, 8 * P).handle;
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(s.v, R | SPECIFIC, 1, slice, 1, 1); // E-81
    s.map(s.v, R | SPECIFIC, 3, s.vmo, 4, 1);
    s.map(s.v, R | SPECIFIC, 4, s.vmo, 6, 1);
    s.map(s.v, R | SPECIFIC | FBS, 5, s.vmo, 7, 1);
    expect([s.mappingsOf(s.vmo), s.mappingsOf(slice)]).toEqual([4, 1]);
    expect(s.readMemory(s.v, 0, 2)).toBe(1);
  });

  it("MRG-03: not across a region's edge", () => {
    const s = new Scene(create);
    const c = s.child(s.v, 1, 1);
    s.map(c, R | SPECIFIC, 0, s.vmo, 1, 1);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(s.v, R | SPECIFIC, 2, s.vmo, 2, 1);
    expect(s.mappingsOf(s.vmo)).toBe(3);
    expect(s.entries(s.v)).toEqual(["0+1 r-- @0", "1+1 r-- @1", "2+1 r-- @2"]);
  });

  it("answers the base of the requested range, not of the merged mapping (MAP-40)", () => {
    const s = new Scene(create);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    expect(s.kernel.vmarMap(s.v.handle, R | SPECIFIC, P, s.vmo, P, P).addr).toBe(at(s.v, 1));
  });
});
