import { describe, expect, it } from "vitest";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { KERNELS } from "./kernels.ts";
import { at, P, R, RW, Scene, SPECIFIC } from "./scene.ts";

describe.each(KERNELS)("zx_vmar_unmap: $name", ({ create }) => {
  it("UNMAP-01…05: the order of its checks (E-04, E-29, E-34, E-84, E-85, E-88)", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    const unmap = (handle: number, addr: number | bigint, len: number | bigint): string =>
      statusName(s.kernel.vmarUnmap(handle, addr, len));
    const base = s.v.base;
    expect(unmap(0, 1, 0)).toBe("BAD_HANDLE");
    expect(unmap(s.vmo, 1, 0)).toBe("WRONG_TYPE");
    expect(unmap(dead.handle, 1, 0)).toBe("INVALID_ARGS");
    expect(unmap(dead.handle, dead.base, 0)).toBe("INVALID_ARGS");
    expect(unmap(dead.handle, dead.base, 2n ** 64n - 4094n)).toBe("INVALID_ARGS");
    expect(unmap(dead.handle, dead.base, P)).toBe("BAD_STATE");
    expect(unmap(s.v.handle, base, 2n ** 64n - 4096n)).toBe("INVALID_ARGS");
    expect(unmap(s.v.handle, at(s.v, -1), P)).toBe("INVALID_ARGS");
    expect(unmap(s.v.handle, at(s.v, 16), P)).toBe("INVALID_ARGS");
    expect(unmap(s.v.handle, at(s.v, 15), 2 * P)).toBe("INVALID_ARGS");
    expect(unmap(s.without(s.v.handle, 0xffff_ffff), base, P)).toBe("OK"); // UNMAP-06
  });

  it("UNMAP-09: trims, splits, and rounds the length up (E-44)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 8);
    s.protect(s.v, R, 5, 2);
    expect(statusName(s.kernel.vmarUnmap(s.v.handle, at(s.v, 2), 2 * P - 1))).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+2 rw- @0", "4+1 rw- @4", "5+2 r-- @5", "7+1 rw- @7"]);
    expect(s.unmap(s.v, 0, 1)).toBe("OK");
    expect(s.unmap(s.v, 7, 2)).toBe("OK");
    expect(s.unmap(s.v, 9, 2)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["1+1 rw- @1", "4+1 rw- @4", "5+2 r-- @5"]);
    expect(s.mappingsOf(s.vmo)).toBe(2);
  });

  it("UNMAP-08: a child region goes whole, with OP_CHILDREN, or nothing goes (E-30…33)", () => {
    const s = new Scene(create);
    const c = s.child(s.v, 1, 4);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(c, R | SPECIFIC, 1, s.vmo, 4, 2);
    expect(s.unmap(s.v, 0, 3)).toBe("INVALID_ARGS");
    expect(s.unmap(s.v, 2, 1)).toBe("INVALID_ARGS");
    expect(s.unmap(s.areaWithout(s.v, Rights.OP_CHILDREN), 0, 5)).toBe("INVALID_ARGS");
    expect(s.unmap(s.areaWithout(s.v, Rights.OP_CHILDREN), 5, 5)).toBe("OK");
    expect(s.entries(s.v)).toHaveLength(2);

    expect(s.unmap(s.v, 0, 16)).toBe("OK");
    expect(s.entries(s.v)).toEqual([]);
    expect(s.map(c, R, 0, s.vmo, 0, 1)).toBe("BAD_STATE");
    expect(s.kernel.infoVmar(c.handle, 16).info).toEqual({ base: c.base, len: 4 * P });
    expect(statusName(s.kernel.infoVmarMaps(c.handle, 152).status)).toBe("BAD_STATE");
    expect(s.kernel.handleClose(c.handle)).toBe(0);
    expect(s.allocate(s.v, 0, 0, 16)).toBe("OK");
  });

  it("UNMAP-11: closes a handle only after an unmap that succeeded", () => {
    const s = new Scene(create);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 4);
    const go = (page: number, close: number): string =>
      statusName(s.kernel.vmarUnmapHandleCloseThreadExit(s.v.handle, at(s.v, page), P, close));
    expect(go(16, s.vmo)).toBe("INVALID_ARGS");
    expect(s.kernel.vmoGetSize(s.vmo).value).toBe(8 * P);
    expect(go(0, s.vmo)).toBe("OK");
    expect(statusName(s.kernel.vmoGetSize(s.vmo).status)).toBe("BAD_HANDLE");
    expect(go(1, s.vmo)).toBe("BAD_HANDLE");
    expect(go(2, 0)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["3+1 r-- @3"]);
  });
});
