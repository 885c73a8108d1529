import { describe, expect, it } from "vitest";
import { VmarOp, VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { addU64, type U64 } from "../../src/zircon/u64.ts";
import { VmoChildOption, VmoOption } from "../../src/zircon/vmo.ts";
import { KERNELS } from "./kernels.ts";
import { at, FBS, P, R, RW, Scene, SPECIFIC } from "./scene.ts";

const { COMMIT, DECOMMIT, MAP_RANGE, ZERO, DONT_NEED, ALWAYS_NEED, PREFETCH } = VmarOp;
const ALL_OPS = Object.values(VmarOp);

describe.each(KERNELS)("zx_vmar_op_range: $name", ({ create }) => {
  it("OPR-01…07: the order of its checks (E-35, E-51, E-52, E-84, E-85, E-88)", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    const op = (handle: number, code: number, addr: U64, len: U64, bufferSize: U64 = 0): string =>
      statusName(s.kernel.vmarOpRange(handle, code, addr, len, bufferSize));
    const noWrite = s.without(s.v.handle, Rights.WRITE);
    const noRead = s.without(s.v.handle, Rights.READ);
    expect(op(0, 99, 1, 0)).toBe("BAD_HANDLE");
    expect(op(s.vmo, 99, 1, 0)).toBe("WRONG_TYPE");
    for (const code of [0, 4, 6, 11, 15, 0xffff_ffff])
      expect(op(noWrite, code, 1, 0, 1)).toBe("INVALID_ARGS");
    for (const code of [COMMIT, DECOMMIT, ZERO]) expect(op(noWrite, code, 1, 0, 1)).toBe("ACCESS_DENIED");
    for (const code of [PREFETCH, MAP_RANGE]) expect(op(noRead, code, 1, 0, 1)).toBe("ACCESS_DENIED");
    for (const code of [DONT_NEED, ALWAYS_NEED]) {
      expect(op(s.without(s.v.handle, 0xffff_ffff), code, s.v.base, P, 1)).toBe("INVALID_ARGS");
    }
    expect(op(s.v.handle, COMMIT, 0, 0)).toBe("INVALID_ARGS");
    expect(op(s.v.handle, COMMIT, 0, 2n ** 64n - 1n)).toBe("INVALID_ARGS");
    expect(op(dead.handle, COMMIT, addU64(dead.base, 1), P)).toBe("INVALID_ARGS");
    expect(op(dead.handle, COMMIT, 0, P)).toBe("OUT_OF_RANGE");
    expect(op(dead.handle, COMMIT, dead.base, P)).toBe("BAD_STATE");
    expect(op(s.v.handle, COMMIT, s.v.base, 2n ** 64n - 4096n)).toBe("OUT_OF_RANGE");
    expect(op(s.v.handle, COMMIT, at(s.v, 15), 2 * P)).toBe("OUT_OF_RANGE");
    expect(op(s.v.handle, COMMIT, s.v.base, P)).toBe("BAD_STATE");
  });

  it("OPR-10: what was done below the failing point stays done (E-46, E-76)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(s.v, RW | SPECIFIC, 2, s.vmo, 2, 1);
    s.write(s.v, 0);
    s.write(s.v, 2);
    expect(s.op(s.v, DECOMMIT, 2, 1)).toBe("OK");
    expect([s.load(s.v, 0), s.load(s.v, 2)]).toEqual([7, 0]);
    s.write(s.v, 2);
    expect(s.op(s.v, DECOMMIT, 0, 3)).toBe("BAD_STATE");
    expect([s.load(s.v, 0), s.load(s.v, 2)]).toEqual([0, 7]);
    expect(s.op(s.v, DECOMMIT, 2, 2)).toBe("BAD_STATE");
    expect(s.load(s.v, 2)).toBe(0);
  });

  it("OPR-09b: child regions (E-48, E-75)", () => {
    const s = new Scene(create);
    const a = s.child(s.v, 0, 4);
    const b = s.child(a, 1, 1);
    s.map(a, RW | SPECIFIC, 0, s.vmo, 0, 1);
    expect(b.handle).not.toBe(0);
    for (const op of [COMMIT, DECOMMIT, PREFETCH]) expect(s.op(s.v, op, 0, 1)).toBe("INVALID_ARGS");
    for (const op of [ZERO, MAP_RANGE, DONT_NEED, ALWAYS_NEED]) expect(s.op(s.v, op, 0, 1)).toBe("OK");
    for (const op of ALL_OPS) {
      expect(s.op(s.areaWithout(s.v, Rights.OP_CHILDREN), op, 0, 1)).toBe("INVALID_ARGS");
    }
    expect(s.op(s.v, MAP_RANGE, 0, 2)).toBe("BAD_STATE");
  });

  it("OPR-11, 20…26: only what the mapping could ever permit counts (E-47, E-53)", () => {
    const s = new Scene(create);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(s.v, R | SPECIFIC, 2, s.readOnly(s.vmo), 2, 1);
    s.map(s.v, SPECIFIC, 4, s.without(s.vmo, Rights.READ), 4, 1);
    s.protect(s.v, 0, 0, 1);
    for (const op of ALL_OPS) expect(s.op(s.v, op, 0, 1)).toBe("OK");
    for (const op of [COMMIT, DECOMMIT, ZERO]) expect(s.op(s.v, op, 2, 1)).toBe("ACCESS_DENIED");
    for (const op of [MAP_RANGE, DONT_NEED, ALWAYS_NEED, PREFETCH]) expect(s.op(s.v, op, 2, 1)).toBe("OK");
    expect(s.op(s.v, PREFETCH, 4, 1)).toBe("ACCESS_DENIED");
  });

  it("OPR-20…26: past the VMO's end (E-50)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 7, 2);
    s.write(s.v, 0);
    for (const op of [COMMIT, DECOMMIT, ZERO, PREFETCH]) expect(s.op(s.v, op, 0, 2)).toBe("OUT_OF_RANGE");
    for (const op of [MAP_RANGE, DONT_NEED, ALWAYS_NEED]) expect(s.op(s.v, op, 0, 2)).toBe("OK");
    for (const op of [MAP_RANGE, DONT_NEED, ALWAYS_NEED]) expect(s.op(s.v, op, 1, 1)).toBe("OK");
    expect(s.load(s.v, 0)).toBe(7); // all or nothing in one mapping
  });

  it("OPR-09c, Q-2: the stream's end, and a range that starts beyond it (E-68)", () => {
    const s = new Scene(create);
    s.kernel.vmoSetStreamSize(s.vmo, 2 * P);
    s.map(s.v, RW | FBS | SPECIFIC, 0, s.vmo, 0, 6);
    expect(s.op(s.v, COMMIT, 0, 2)).toBe("OK");
    expect(s.op(s.v, COMMIT, 0, 3)).toBe("OUT_OF_RANGE");
    expect(s.op(s.v, COMMIT, 2, 1)).toBe("OUT_OF_RANGE");
    expect(s.op(s.v, COMMIT, 3, 1)).toBe("OK");
    expect(s.op(s.v, DONT_NEED, 2, 1)).toBe("OUT_OF_RANGE");
    expect(s.kernel.infoVmo(s.vmo).info?.committedBytes).toBe(3 * P);
  });

  it("physical and contiguous VMOs (E-80)", () => {
    const s = new Scene(create);
    s.map(s.v, RW | SPECIFIC, 0, s.kernel.vmoCreatePhysical(2 * P).handle, 0, 2);
    for (const op of [COMMIT, DECOMMIT, ZERO]) expect(s.op(s.v, op, 0, 2)).toBe("NOT_SUPPORTED");
    for (const op of [MAP_RANGE, DONT_NEED, ALWAYS_NEED, PREFETCH]) expect(s.op(s.v, op, 0, 2)).toBe("OK");
    const contiguous = s.kernel.vmoCreateContiguous(2 * P).handle;
    s.map(s.v, RW | SPECIFIC, 4, contiguous, 0, 3);
    s.write(s.v, 4);
    expect(s.op(s.v, DECOMMIT, 4, 1)).toBe("NOT_SUPPORTED");
    expect(s.op(s.v, ZERO, 4, 3)).toBe("OUT_OF_RANGE");
    expect(s.op(s.v, ZERO, 4, 1)).toBe("OK");
    expect(s.load(s.v, 4)).toBe(0);
    expect(s.op(s.v, COMMIT, 4, 2)).toBe("OK");
  });

  it("a discarded VMO (D-13)", () => {
    const s = new Scene(create);
    const vmo = s.newVmo(2, VmoOption.DISCARDABLE);
    s.map(s.v, RW | SPECIFIC | VmOption.ALLOW_FAULTS, 0, vmo, 0, 2);
    s.write(s.v, 0);
    expect(s.kernel.vmoDiscard(vmo)).toBe(0);
    for (const op of [COMMIT, MAP_RANGE, ALWAYS_NEED, PREFETCH])
      expect(s.op(s.v, op, 0, 1)).toBe("NOT_FOUND");
    for (const op of [DECOMMIT, ZERO, DONT_NEED]) expect(s.op(s.v, op, 0, 1)).toBe("OK");
    s.protect(s.v, 0, 0, 2);
    expect(s.op(s.v, COMMIT, 0, 1)).toBe("NOT_FOUND");
    expect(s.op(s.v, MAP_RANGE, 0, 1)).toBe("OK");
  });

  it("VMO-20…22: a snapshot's relatives refuse DECOMMIT, not ZERO (E-49)", () => {
    const s = new Scene(create);
    const clone = s.kernel.vmoCreateChild(s.vmo, VmoChildOption.SNAPSHOT, 0, 8 * P).handle;
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 4);
    s.map(s.v, RW | SPECIFIC, 8, clone, 0, 4);
    expect([s.op(s.v, DECOMMIT, 0, 1), s.op(s.v, DECOMMIT, 8, 1)]).toEqual([
      "NOT_SUPPORTED",
      "NOT_SUPPORTED",
    ]);
    expect([s.op(s.v, ZERO, 0, 1), s.op(s.v, ZERO, 8, 1)]).toEqual(["OK", "OK"]);
    s.kernel.handleClose(clone);
    expect(s.op(s.v, DECOMMIT, 0, 1)).toBe("NOT_SUPPORTED");
    s.unmap(s.v, 8, 4);
    expect(s.op(s.v, DECOMMIT, 0, 1)).toBe("OK");
  });

  it("D-28: COMMIT of more pages than could ever be kept answers NO_MEMORY", () => {
    const s = new Scene(create);
    const pages = 2 ** 20 + 1;
    const vmo = s.newVmo(2 ** 30);
    const big = s.child(s.root, 2 ** 21, 2 ** 24);
    s.map(big, RW | SPECIFIC, 0, vmo, 0, 2 ** 24);
    expect(s.op(big, COMMIT, 0, pages)).toBe("NO_MEMORY");
    expect(statusName(s.kernel.vmoOpRange(vmo, COMMIT, 1, 2 ** 20 * P))).toBe("NO_MEMORY");
    expect(s.kernel.infoVmo(vmo).info?.committedBytes).toBe(0);
    s.write(big, 2 ** 23);
    for (const op of [ZERO, DECOMMIT]) expect(s.op(big, op, 0, 2 ** 24)).toBe("OK");
    expect(s.load(big, 2 ** 23)).toBe(0);
  });
});
