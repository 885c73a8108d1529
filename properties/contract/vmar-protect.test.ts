import { describe, expect, it } from "vitest";
import { VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { addU64 } from "../../src/zircon/u64.ts";
import { KERNELS } from "./kernels.ts";
import { at, P, R, RW, Scene, SPECIFIC, W, X } from "./scene.ts";

describe.each(KERNELS)("zx_vmar_protect: $name", ({ create }) => {
  it("PROT-01…09: the order of its checks", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    const noWrite = s.areaWithout(s.v, Rights.WRITE);
    const protect = (handle: number, options: number, addr: number | bigint, len: number | bigint): string =>
      statusName(s.kernel.vmarProtect(handle, options, addr, len));
    expect(protect(0, W, 1, 0)).toBe("BAD_HANDLE");
    expect(protect(s.vmo, W, 1, 0)).toBe("WRONG_TYPE");
    expect(protect(noWrite.handle, W, 1, 0)).toBe("ACCESS_DENIED"); // E-12
    expect(protect(s.v.handle, W, s.v.base, P)).toBe("INVALID_ARGS");
    expect(protect(s.v.handle, X, s.v.base, P)).toBe("INVALID_ARGS");
    const noRead = s.areaWithout(s.v, Rights.READ);
    expect(protect(noRead.handle, VmOption.PERM_READ_IF_XOM_UNSUPPORTED, s.v.base, P)).toBe("ACCESS_DENIED");
    expect(protect(dead.handle, R, addU64(dead.base, 1), 0)).toBe("INVALID_ARGS");
    expect(protect(dead.handle, R, dead.base, 0)).toBe("INVALID_ARGS");
    expect(protect(dead.handle, R, dead.base, 2n ** 64n - 1n)).toBe("INVALID_ARGS");
    expect(protect(dead.handle, R, dead.base, P)).toBe("BAD_STATE");
    expect(protect(s.v.handle, R, at(s.v, -1), P)).toBe("INVALID_ARGS");
    expect(protect(s.v.handle, R, s.v.base, 2n ** 64n - 4096n)).toBe("INVALID_ARGS");
    expect(protect(s.v.handle, R, s.v.base, P)).toBe("NOT_FOUND");
  });

  it("PROT-05, 06: other options (E-43)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 1);
    for (const option of [
      VmOption.MAP_RANGE,
      VmOption.FAULT_BEYOND_STREAM_SIZE,
      VmOption.CAN_MAP_WRITE,
      SPECIFIC,
      12 << 24,
      9 << 24,
      255 << 24,
      1 << 16,
    ]) {
      expect(s.protect(s.v, R | option, 0, 1)).toBe("INVALID_ARGS");
    }
    expect(s.protect(s.v, VmOption.PERM_READ_IF_XOM_UNSUPPORTED, 0, 1)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+1 r-- @0"]);
  });

  it("PROT-10: the lowest mapping that refuses decides, and nothing changes (E-36…38)", () => {
    const s = new Scene(create);
    const readOnly = s.readOnly(s.vmo);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1); //     0  may write
    s.map(s.v, R | SPECIFIC, 1, readOnly, 1, 1); //  1  may not
    s.map(s.v, R | SPECIFIC, 2, s.vmo, 2, 1); //     2  may write, 3 is a gap
    s.map(s.v, R | SPECIFIC, 4, readOnly, 4, 1); //  4  may not
    const before = s.entries(s.v);
    expect(s.protect(s.v, RW, 0, 3)).toBe("ACCESS_DENIED");
    expect(s.protect(s.v, RW, 1, 4)).toBe("ACCESS_DENIED");
    expect(s.protect(s.v, RW, 2, 3)).toBe("NOT_FOUND");
    expect(s.protect(s.v, RW, 2, 2)).toBe("NOT_FOUND");
    expect(s.protect(s.v, 0, 4, 2)).toBe("NOT_FOUND");
    expect(s.entries(s.v)).toEqual(before);
  });

  it("PROT-10d, e: through a parent only with OP_CHILDREN, and only less (E-39…42)", () => {
    const s = new Scene(create);
    const c = s.child(s.v, 2, 4);
    const noChildren = s.areaWithout(s.v, Rights.OP_CHILDREN);
    s.map(c, RW | SPECIFIC, 0, s.vmo, 0, 2);
    expect(s.protect(noChildren, R, 2, 2)).toBe("INVALID_ARGS");
    expect(s.protect(noChildren, R | X, 2, 2)).toBe("ACCESS_DENIED");
    expect(s.protect(c, R, 1, 1)).toBe("OK");
    expect(s.protect(s.v, RW, 2, 2)).toBe("ACCESS_DENIED");
    expect(s.protect(s.v, RW, 2, 1)).toBe("OK");
    expect(s.protect(s.v, R, 2, 2)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["2+2 r-- @0"]);
    expect(s.protect(c, RW, 0, 2)).toBe("OK");
    expect(s.protect(s.v, R, 2, 3)).toBe("NOT_FOUND");
    s.child(s.v, 8, 1);
    expect(s.protect(s.v, R, 8, 1)).toBe("NOT_FOUND");
  });

  it("PROT-11: splits and fuses entries, not mappings (E-44, E-45)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 4);
    expect(statusName(s.kernel.vmarProtect(s.v.handle, R, at(s.v, 1), P + 1))).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+1 rw- @0", "1+2 r-- @1", "3+1 rw- @3"]);
    expect([s.mappingsOf(s.vmo), s.readMemory(s.v, 0, 4)]).toEqual([1, 4]);
    s.protect(s.v, RW, 1, 2);
    expect(s.entries(s.v)).toEqual(["0+4 rw- @0"]);
  });

  it("PROT-13: the handle's rights count, the region's flags do not", () => {
    const s = new Scene(create);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    expect(s.protect(s.areaWithout(s.v, Rights.WRITE), RW, 0, 1)).toBe("ACCESS_DENIED");
    expect(s.protect(s.areaWithout(s.v, 0xffff_ffff), 0, 0, 1)).toBe("OK");
  });

  it("works over several levels", () => {
    const s = new Scene(create);
    const c = s.child(s.v, 0, 10);
    const g = s.child(c, 0, 2);
    s.map(g, RW | SPECIFIC, 0, s.vmo, 0, 2);
    s.map(c, RW | SPECIFIC, 4, s.vmo, 4, 2);
    expect(s.protect(s.v, R, 4, 2)).toBe("OK"); // E-78
    s.map(c, RW | SPECIFIC, 2, s.vmo, 2, 2);
    expect(s.protect(s.v, R, 1, 4)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+1 rw- @0", "1+1 r-- @1", "2+4 r-- @2"]);
  });
});
