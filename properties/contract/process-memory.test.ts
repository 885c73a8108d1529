import { describe, expect, it } from "vitest";
import { VmarOp, VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { VmoChildOption, VmoOption } from "../../src/zircon/vmo.ts";
import { KERNELS } from "./kernels.ts";
import { at, FBS, P, R, RW, Scene, SPECIFIC } from "./scene.ts";

const MAX = 64 * 2 ** 20;

describe.each(KERNELS)("zx_process_read_memory and _write_memory: $name", ({ create }) => {
  it("PMEM-01…05: the order of its checks", () => {
    const s = new Scene(create);
    const { kernel } = s;
    const read = (process: number, len: number | bigint): string =>
      statusName(kernel.processReadMemory(process, s.v.base, len).status);
    const write = (process: number, len: number): string =>
      statusName(kernel.processWriteMemory(process, s.v.base, new Uint8Array(len)).status);
    for (const len of [0, MAX + 1, 2n ** 64n - 1n]) expect(read(0, len)).toBe("INVALID_ARGS");
    expect([write(0, 0), write(0, MAX + 1)]).toEqual(["INVALID_ARGS", "INVALID_ARGS"]);
    expect([read(0, MAX), write(0, MAX)]).toEqual(["BAD_HANDLE", "BAD_HANDLE"]);
    expect([read(s.vmo, 1), write(s.root.handle, 1)]).toEqual(["WRONG_TYPE", "WRONG_TYPE"]);
    const noRead = s.without(kernel.process, Rights.READ);
    const noWrite = s.without(kernel.process, Rights.WRITE);
    expect([read(noRead, 1), read(noWrite, 1), write(noWrite, 1), write(noRead, 1)]).toEqual([
      "ACCESS_DENIED",
      "ACCESS_DENIED",
      "ACCESS_DENIED",
      "NOT_FOUND",
    ]);
    const tame = new Scene(create, { debugSyscalls: false }).kernel;
    expect(statusName(tame.processWriteMemory(0, 0, new Uint8Array(0)).status)).toBe("NOT_SUPPORTED");
    expect(statusName(tame.processReadMemory(tame.process, 0, 1).status)).toBe("NOT_FOUND");
  });

  it("PMEM-05, 07, 08: how far a transfer goes (E-13, E-72)", () => {
    const s = new Scene(create);
    s.child(s.v, 12, 1);
    s.map(s.v, SPECIFIC, 0, s.vmo, 6, 4); // the VMO ends in the middle
    s.map(s.v, R | SPECIFIC, 4, s.newVmo(2), 0, 2);
    expect([s.readMemory(s.v, 0, 6), s.readMemory(s.v, 1, 1), s.readMemory(s.v, 2, 1)]).toEqual([
      2,
      1,
      "OUT_OF_RANGE",
    ]);
    expect([s.readMemory(s.v, 4, 9), s.readMemory(s.v, 6, 1), s.readMemory(s.v, 12, 1)]).toEqual([
      2,
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
    const partial = s.kernel.processReadMemory(s.kernel.process, at(s.v, 5.5), P);
    expect(partial.bytes.length).toBe(P / 2);
    const bytes = new Uint8Array(3 * P).fill(1);
    expect(s.kernel.processWriteMemory(s.kernel.process, at(s.v, 1), bytes)).toEqual({ status: 0, value: P });
    expect([s.byteOf(s.vmo, 6), s.byteOf(s.vmo, 7)]).toEqual([0, 1]);
  });

  it("PMEM-07: the stream's end does not matter", () => {
    const s = new Scene(create);
    s.kernel.vmoSetStreamSize(s.vmo, P);
    s.map(s.v, RW | FBS | SPECIFIC, 0, s.vmo, 0, 8);
    expect([s.readMemory(s.v, 0, 8), s.poke(s.v, 5), s.byteOf(s.vmo, 5)]).toEqual([8, "OK", 9]);
  });

  it("PMEM-06: a mapping that could be writable is written as it is (E-74)", () => {
    const s = new Scene(create);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 2);
    s.protect(s.v, 0, 0, 1);
    const before = s.entries(s.v);
    expect([s.poke(s.v, 0), s.byteOf(s.vmo, 0)]).toEqual(["OK", 9]);
    expect(s.entries(s.v)).toEqual(before);
    expect(s.mappings(s.v)[0]?.mapping.vmoKoid).toBe(s.koid(s.vmo));
  });

  it("PMEM-06, 09: one that could not gets a private clone, as long as it is (E-73)", () => {
    const s = new Scene(create);
    s.kernel.objectSetName(s.vmo, "old");
    s.kernel.vmoWrite(s.vmo, 7 * P, Uint8Array.of(1));
    s.map(s.v, R | SPECIFIC, 0, s.readOnly(s.vmo), 6, 4);
    s.map(s.v, RW | SPECIFIC, 8, s.vmo, 0, 1);
    s.protect(s.v, 0, 0, 1);
    expect([s.poke(s.v, 2), s.byteOf(s.vmo, 7)]).toEqual(["OK", 1]);
    s.kernel.objectSetName(s.vmo, "new");
    expect(s.entries(s.v)).toEqual(["0+1 --- @0", "1+3 r-- @1", "8+1 rw- @0"]);
    const [entry] = s.mappings(s.v);
    expect([entry?.entry.name, entry?.mapping.vmoKoid]).toEqual(["old", 0]);
    expect([s.load(s.v, 1), s.load(s.v, 2), s.load(s.v, 3)]).toEqual([1, 9, 0]);
    expect([s.poke(s.v, 1, 5), s.load(s.v, 1), s.byteOf(s.vmo, 7)]).toEqual(["OK", 5, 1]);
    expect(s.protect(s.v, RW, 0, 4)).toBe("ACCESS_DENIED");
    expect([s.mappingsOf(s.vmo), s.kernel.infoVmo(s.vmo).info?.numChildren]).toEqual([1, 1]);
    expect(s.op(s.v, VmarOp.DECOMMIT, 8, 1)).toBe("NOT_SUPPORTED");
    s.unmap(s.v, 0, 3);
    expect(s.op(s.v, VmarOp.DECOMMIT, 8, 1)).toBe("NOT_SUPPORTED");
    s.unmap(s.v, 3, 1);
    expect(s.op(s.v, VmarOp.DECOMMIT, 8, 1)).toBe("OK");
  });

  it("PMEM-06: the clone's stream ends where the VMO's did", () => {
    const s = new Scene(create);
    s.kernel.vmoSetStreamSize(s.vmo, 2.5 * P);
    s.map(s.v, R | FBS | SPECIFIC, 0, s.readOnly(s.vmo), 1, 4);
    s.map(s.v, R | FBS | SPECIFIC, 8, s.readOnly(s.vmo), 4, 2);
    expect([s.poke(s.v, 3), s.poke(s.v, 8)]).toEqual(["OK", "OK"]);
    expect([0, 1, 2, 8].map((page) => s.read(s.v, page))).toEqual([
      "OK",
      "OK",
      "OUT_OF_RANGE",
      "OUT_OF_RANGE",
    ]);
    s.kernel.vmoSetStreamSize(s.vmo, 8 * P);
    expect(s.read(s.v, 2)).toBe("OUT_OF_RANGE");
  });

  it("PMEM-06, D-7: clones that cannot be made", () => {
    const s = new Scene(create);
    const { kernel } = s;
    const forced = (vmo: number, vmoOffset: number | bigint = 0): string => {
      const { addr } = kernel.vmarMap(
        s.v.handle,
        R | VmOption.ALLOW_FAULTS,
        0,
        s.readOnly(vmo),
        vmoOffset,
        P,
      );
      const { status } = kernel.processWriteMemory(kernel.process, addr, Uint8Array.of(1));
      return statusName(status);
    };
    const uncached = s.newVmo(1);
    kernel.vmoSetCachePolicy(uncached, 1);
    expect(forced(s.newVmo(1, VmoOption.DISCARDABLE))).toBe("NOT_SUPPORTED");
    expect(forced(kernel.vmoCreateContiguous(P).handle)).toBe("INVALID_ARGS");
    expect(forced(kernel.vmoCreatePhysical(P).handle)).toBe("NOT_SUPPORTED");
    expect(forced(uncached)).toBe("BAD_STATE");
    expect(forced(kernel.vmoCreateChild(s.vmo, VmoChildOption.SLICE, 0, P).handle)).toBe("NOT_SUPPORTED");
    expect(forced(kernel.vmoCreateChild(s.vmo, VmoChildOption.REFERENCE, 0, 0).handle)).toBe("OK");
    expect(forced(s.vmo, 2n ** 64n - 8192n)).toBe("OK");
  });
});
