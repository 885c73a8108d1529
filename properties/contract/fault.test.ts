import { describe, expect, it } from "vitest";
import { statusName } from "../../src/zircon/status.ts";
import { addU64 } from "../../src/zircon/u64.ts";
import { VmoChildOption, VmoOption } from "../../src/zircon/vmo.ts";
import { VmOption } from "../../src/zircon/options.ts";
import { KERNELS } from "./kernels.ts";
import { at, FBS, P, R, RW, Scene, SPECIFIC, X } from "./scene.ts";

describe.each(KERNELS)("page faults: $name", ({ create }) => {
  it("FAULT-01, 02, 10, 11: mapped and permitted, or not (E-13)", () => {
    const s = new Scene(create);
    s.child(s.v, 8, 1);
    s.map(s.v, SPECIFIC, 0, s.vmo, 0, 9 - 1);
    s.map(s.v, R | X | SPECIFIC, 9, s.executable(s.vmo), 0, 1);
    expect([s.read(s.v, 8), s.read(s.v, 10), s.read(s.v, -1)]).toEqual([
      "NOT_FOUND",
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
    expect([s.read(s.v, 0), s.write(s.v, 0), s.execute(s.v, 0)]).toEqual([
      "ACCESS_DENIED",
      "ACCESS_DENIED",
      "ACCESS_DENIED",
    ]);
    expect([s.read(s.v, 9), s.write(s.v, 9), s.execute(s.v, 9)]).toEqual(["OK", "ACCESS_DENIED", "OK"]);
    s.protect(s.v, R, 0, 1);
    expect([s.read(s.v, 0), s.write(s.v, 0), s.execute(s.v, 0)]).toEqual([
      "OK",
      "ACCESS_DENIED",
      "ACCESS_DENIED",
    ]);
    for (const addr of [0, 2n ** 64n - 1n]) {
      expect(statusName(s.kernel.access(addr, "write", 8, 1).status)).toBe("NOT_FOUND");
    }
  });

  it("FAULT-02 before FAULT-03 (E-19)", () => {
    const s = new Scene(create);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 10);
    expect([s.read(s.v, 7), s.read(s.v, 8), s.write(s.v, 8)]).toEqual([
      "OK",
      "OUT_OF_RANGE",
      "ACCESS_DENIED",
    ]);
    s.protect(s.v, 0, 0, 10);
    expect(s.read(s.v, 8)).toBe("ACCESS_DENIED");
    expect(s.kernel.observePage(at(s.v, 8))).toMatchObject({ perms: 0, reach: -14 });
  });

  it("FAULT-04: the stream's end (E-67)", () => {
    const s = new Scene(create);
    s.kernel.vmoSetStreamSize(s.vmo, 2.5 * P);
    s.map(s.v, RW | FBS | SPECIFIC, 0, s.vmo, 0, 6);
    s.map(s.v, RW | SPECIFIC, 8, s.vmo, 0, 6);
    expect(statusName(s.kernel.access(addU64(s.v.base, 3 * P - 8), "write", 8, 1).status)).toBe("OK");
    expect([s.read(s.v, 2), s.read(s.v, 3), s.read(s.v, 11)]).toEqual(["OK", "OUT_OF_RANGE", "OK"]);
    s.kernel.vmoSetStreamSize(s.vmo, P);
    expect([s.read(s.v, 0), s.read(s.v, 1)]).toEqual(["OK", "OUT_OF_RANGE"]);
  });

  it("FAULT-05: a discarded VMO (D-13)", () => {
    const s = new Scene(create);
    const vmo = s.newVmo(1, VmoOption.DISCARDABLE);
    s.map(s.v, RW | VmOption.ALLOW_FAULTS | SPECIFIC, 0, vmo, 0, 2);
    s.write(s.v, 0);
    s.kernel.vmoDiscard(vmo);
    expect([s.read(s.v, 0), s.write(s.v, 0), s.read(s.v, 1)]).toEqual([
      "NOT_FOUND",
      "NOT_FOUND",
      "OUT_OF_RANGE",
    ]);
    expect([s.readMemory(s.v, 0, 1), s.poke(s.v, 0)]).toEqual(["NOT_FOUND", "NOT_FOUND"]);
    expect(s.kernel.observePage(at(s.v, 0))).toMatchObject({ reach: -25 });
  });

  it("FAULT-06: all mappings of a VMO show the same bytes (E-82)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 2);
    s.map(s.v, R | SPECIFIC, 4, s.vmo, 1, 2);
    s.write(s.v, 1, 0x1234);
    expect([s.load(s.v, 4), s.byteOf(s.vmo, 1), s.load(s.v, 0)]).toEqual([0x1234, 0x34, 0]);
  });

  it("FAULT-09: permission to write a clone does not write its parent", () => {
    const s = new Scene(create);
    s.kernel.vmoWrite(s.vmo, 0, Uint8Array.of(1));
    const clone = s.kernel.vmoCreateChild(s.vmo, VmoChildOption.SNAPSHOT, 0, P).handle;
    s.map(s.v, R | SPECIFIC, 0, clone, 0, 1);
    expect(s.load(s.v, 0)).toBe(1);
    s.protect(s.v, RW, 0, 1);
    s.write(s.v, 0, 2);
    expect([s.byteOf(s.vmo, 0), s.byteOf(clone, 0)]).toEqual([1, 2]);
  });

  it("a word over two pages: a decision for each, nothing stored unless both permit", () => {
    const s = new Scene(create);
    const other = s.newVmo(1);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(s.v, RW | SPECIFIC, 1, other, 0, 1);
    const word = 0x1122_3344_5566_7788n;
    const seam = addU64(s.v.base, P - 4);
    expect(s.kernel.access(seam, "write", 8, word).status).toBe(0);
    expect(s.kernel.access(seam, "read", 8)).toEqual({ status: 0, value: word });
    expect([...s.kernel.vmoRead(other, 0, 5).bytes]).toEqual([0x44, 0x33, 0x22, 0x11, 0]);
    s.protect(s.v, R, 1, 1);
    expect(statusName(s.kernel.access(seam, "write", 8, 0).status)).toBe("ACCESS_DENIED");
    s.unmap(s.v, 1, 1);
    expect(statusName(s.kernel.access(seam, "write", 8, 0).status)).toBe("NOT_FOUND");
    expect([...s.kernel.vmoRead(s.vmo, P - 4, 4).bytes]).toEqual([0x88, 0x77, 0x66, 0x55]);
  });

  it("D-12: reading makes nothing present, writing a byte back does", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 4);
    const committed = (): unknown => s.kernel.infoVmo(s.vmo).info?.committedBytes;
    s.read(s.v, 0);
    s.readMemory(s.v, 0, 4);
    expect(committed()).toBe(0);
    expect(s.kernel.access(s.v.base, "write", 1).status).toBe(0);
    expect([committed(), s.byteOf(s.vmo, 0)]).toEqual([P, 0]);
    expect(s.kernel.access(s.v.base, "write", 1, 0x1ff).status).toBe(0);
    expect(s.kernel.access(s.v.base, "read", 1).value).toBe(0xff);
    expect(s.kernel.access(s.v.base, "write", 1).status).toBe(0);
    expect(s.byteOf(s.vmo, 0)).toBe(0xff);
  });
});
