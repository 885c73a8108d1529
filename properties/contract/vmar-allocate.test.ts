import { describe, expect, it } from "vitest";
import { VmOption } from "../../src/zircon/options.ts";
import type { Placement } from "../../src/zircon/placement.ts";
import { Rights, RIGHTS_VMAR_DEFAULT } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { KERNELS } from "./kernels.ts";
import { OVERWRITE, P, R, Scene, SPECIFIC, UPPER } from "./scene.ts";

const { CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_SPECIFIC, COMPACT } = VmOption;
const align = (exponent: number): number => exponent << 24;
const bit = (n: number): number => 1 << n;

const neverAsked: Placement = {
  pick: () => {
    throw new Error("asked");
  },
};

describe.each(KERNELS)("zx_vmar_allocate: $name", ({ create }) => {
  it("ALLOC-01: the handle's type and rights come before all options", () => {
    const s = new Scene(create);
    const { kernel, v, vmo } = s;
    const junk = bit(20);
    expect(statusName(kernel.vmarAllocate(0, junk, 1, 1).status)).toBe("BAD_HANDLE");
    expect(statusName(kernel.vmarAllocate(vmo, junk, 1, 1).status)).toBe("WRONG_TYPE");
    // E-11
    expect(s.allocate(s.areaWithout(v, Rights.WRITE), CAN_MAP_WRITE | junk, 0, 1)).toBe("ACCESS_DENIED");
    expect(s.allocate(s.areaWithout(v, Rights.WRITE), CAN_MAP_READ, 0, 1)).toBe("OK");
  });

  it("ALLOC-02…07: options that do not belong here", () => {
    const s = new Scene(create);
    expect(s.allocate(s.v, VmOption.PERM_READ_IF_XOM_UNSUPPORTED, 0, 1)).toBe("OK"); // E-10
    for (const option of [
      VmOption.MAP_RANGE,
      bit(16),
      bit(23),
      R,
      OVERWRITE,
      VmOption.REQUIRE_NON_RESIZABLE,
      VmOption.ALLOW_FAULTS,
      VmOption.FAULT_BEYOND_STREAM_SIZE,
    ]) {
      expect(s.allocate(s.v, option, 0, 1)).toBe("INVALID_ARGS");
    }
    for (const exponent of [1, 9, 33, 255]) {
      expect(s.allocate(s.v, align(exponent), 0, 1)).toBe("INVALID_ARGS");
    }
  });

  it("ALLOC-06, 08, 09: size is not rounded, a dead parent comes before size 0 (E-01, E-02)", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    const allocate = (handle: number, size: number): string =>
      statusName(s.kernel.vmarAllocate(handle, 0, 0, size).status);
    expect(allocate(s.v.handle, P - 1)).toBe("INVALID_ARGS");
    expect(allocate(s.v.handle, 0)).toBe("INVALID_ARGS");
    expect(allocate(dead.handle, 0)).toBe("BAD_STATE");
    expect(allocate(dead.handle, 1)).toBe("INVALID_ARGS");
  });

  it("ALLOC-11…14: how the offset may be given", () => {
    const s = new Scene(create);
    const plain = s.child(s.root, 32, 4, CAN_MAP_READ);
    expect(s.allocate(s.v, SPECIFIC | UPPER, 4, 1)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, 0, 4, 1)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, SPECIFIC, 0.5, 1)).toBe("INVALID_ARGS");
    // E-66
    expect(s.allocate(plain, CAN_MAP_SPECIFIC, 0, 1)).toBe("OK");
    expect(s.allocate(plain, SPECIFIC, 1, 1)).toBe("ACCESS_DENIED");
    expect(s.allocate(plain, UPPER, 1, 1)).toBe("ACCESS_DENIED");
    expect(s.allocate(plain, SPECIFIC, 99, 1)).toBe("ACCESS_DENIED");
    expect(s.allocate(plain, SPECIFIC, 0.5, 1)).toBe("INVALID_ARGS");
  });

  it("ALLOC-15, 16: bounds (E-06, E-07, E-08)", () => {
    const s = new Scene(create);
    expect(s.allocate(s.v, 0, 0, 17)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, SPECIFIC, 16, 1)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, SPECIFIC, 15, 2)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, UPPER, 17, 1)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, UPPER, 1, 2)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, UPPER, 0, 1)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, UPPER, 16, 16)).toBe("OK");
    expect(s.allocate(s.v, 0, 0, 16)).toBe("NO_RESOURCES");
  });

  it("ALLOC-17…19: alignment is that of the address, siblings may touch", () => {
    const s = new Scene(create);
    const base = Number(s.v.base);
    expect(base % 0x10000).toBe(0);
    expect(s.allocate(s.v, SPECIFIC | align(16), 1, 1)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, SPECIFIC | align(10), 1, 1)).toBe("OK");
    expect(s.allocate(s.v, SPECIFIC, 1, 1)).toBe("ALREADY_EXISTS");
    expect(s.allocate(s.v, SPECIFIC, 0, 2)).toBe("ALREADY_EXISTS");
    expect(s.allocate(s.v, SPECIFIC, 0, 1)).toBe("OK");
    expect(s.allocate(s.v, SPECIFIC, 2, 1)).toBe("OK");
    expect(s.allocate(s.v, align(32), 0, 1)).toBe("NO_RESOURCES"); // E-64
  });

  it("ALLOC-21: a new handle has the default rights whatever the parent's handle lacks (E-61)", () => {
    const s = new Scene(create);
    const all = 0xffff_ffff;
    const onlyRead = s.areaWithout(s.v, all & ~Rights.READ);
    const { handle, status } = s.kernel.vmarAllocate(onlyRead.handle, CAN_MAP_READ, 0, P);
    expect(status).toBe(0);
    expect(s.kernel.infoHandleBasic(handle, 32).info).toEqual({
      koid: 1028, // after the process, the root, v and vmo
      rights: RIGHTS_VMAR_DEFAULT | Rights.READ,
      type: 18,
      relatedKoid: 0,
    });
  });

  it("PLC-04: a COMPACT region fills its lowest gaps (E-65)", () => {
    const s = new Scene(create, { placement: { pick: (_, highest) => highest } });
    const compact = s.child(s.root, 32, 16, COMPACT | CAN_MAP_READ);
    const place = (pages: number): number =>
      (Number(s.kernel.vmarMap(compact.handle, R, 0, s.vmo, 0, pages * P).addr) - Number(compact.base)) / P;
    expect([place(1), place(1), place(1)]).toEqual([0, 1, 2]);
    s.unmap(compact, 1, 1);
    expect([place(1), place(2)]).toEqual([1, 3]);
  });

  it("PLC-01, PLC-03: asks once for a point, takes the first spot above it, else the lowest", () => {
    const asked: number[][] = [];
    let answer = 0;
    const pick = (...args: number[]): number => {
      asked.push(args);
      return answer;
    };
    const s = new Scene(create, { placement: { pick } });
    const first = Number(s.v.base) / P;
    const place = (options: number, offset: number, pages: number): number | string => {
      const { status, addr } = s.kernel.vmarAllocate(s.v.handle, options, offset * P, pages * P);
      return status === 0 ? Number(addr) / P - first : statusName(status);
    };
    s.child(s.v, 4, 4);
    answer = first + 3;
    expect(place(0, 0, 1)).toBe(3);
    expect(place(0, 0, 2)).toBe(8);
    answer = first + 13;
    expect(place(align(14), 0, 4)).toBe(12); // none above, and page 3 is taken
    answer = first + 5;
    expect(place(UPPER, 8, 1)).toBe(0);
    expect(asked).toEqual([
      [first, first + 15, 1, 30],
      [first, first + 14, 1, 30],
      [first, first + 12, 4, 30],
      [first, first + 7, 1, 30],
    ]);
  });

  it("a request that an argument check refuses does not ask for a point", () => {
    const s = new Scene(create, { placement: neverAsked });
    expect(s.allocate(s.v, 0, 0, 17)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, SPECIFIC, 0, 1)).toBe("OK");
    expect(s.allocate(s.v, align(32), 0, 1)).toBe("NO_RESOURCES");
  });
});
