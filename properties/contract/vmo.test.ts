import { describe, expect, it } from "vitest";
import { VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { VmoChildOption, VmoOp, VmoOption } from "../../src/zircon/vmo.ts";
import { KERNELS } from "./kernels.ts";
import { P, R, RW, Scene, SPECIFIC } from "./scene.ts";

const { RESIZABLE, DISCARDABLE, UNBOUNDED } = VmoOption;
const { SNAPSHOT, SNAPSHOT_AT_LEAST_ON_WRITE, SNAPSHOT_MODIFIED, SLICE, REFERENCE, NO_WRITE } =
  VmoChildOption;
const CHILD_RESIZABLE = VmoChildOption.RESIZABLE;
const VMO_MAX = 0xffff_ffff_fffe_0000n;

class VmoScene extends Scene {
  size(vmo: number): U64 {
    return this.kernel.vmoGetSize(vmo).value;
  }

  stream(vmo: number): U64 {
    return this.kernel.vmoGetStreamSize(vmo).value;
  }

  setSize(vmo: number, bytes: U64): string {
    return statusName(this.kernel.vmoSetSize(vmo, bytes));
  }

  setStream(vmo: number, bytes: U64): string {
    return statusName(this.kernel.vmoSetStreamSize(vmo, bytes));
  }

  put(vmo: number, bytes: U64, ...values: number[]): string {
    return statusName(this.kernel.vmoWrite(vmo, bytes, Uint8Array.from(values)));
  }

  get(vmo: number, offset: U64, len: U64): number[] | string {
    const { status, bytes } = this.kernel.vmoRead(vmo, offset, len);
    return status === 0 ? [...bytes] : statusName(status);
  }

  made(size: U64, options: number): string {
    return statusName(this.kernel.vmoCreate(size, options).status);
  }

  offspring(vmo: number, options: number, offset: U64, size: U64): string {
    return statusName(this.kernel.vmoCreateChild(vmo, options, offset, size).status);
  }

  childOf(vmo: number, options: number, page = 0, pages = 0): number {
    const { status, handle } = this.kernel.vmoCreateChild(vmo, options, page * P, pages * P);
    if (status !== 0) throw new Error(`no child: ${statusName(status)}`);
    return handle;
  }

  vmoOp(vmo: number, op: number, offset: U64, len: U64): string {
    return statusName(this.kernel.vmoOpRange(vmo, op, offset, len));
  }

  committed(vmo: number): U64 | undefined {
    return this.kernel.infoVmo(vmo).info?.committedBytes;
  }

  rights(handle: number): number {
    return this.kernel.infoHandleBasic(handle, 32).info?.rights ?? 0;
  }
}

describe.each(KERNELS)("VMOs: $name", ({ create }) => {
  it("VMO-01, 02: create", () => {
    const s = new VmoScene(create);
    expect(s.made(P, RESIZABLE | UNBOUNDED)).toBe("INVALID_ARGS");
    expect(s.made(2n ** 64n - 1n, 1 << 20)).toBe("OUT_OF_RANGE");
    expect(s.made(P, 1 << 20)).toBe("INVALID_ARGS");
    expect(s.made(P, VmoOption.TRAP_DIRTY)).toBe("INVALID_ARGS");
    expect(s.made(VMO_MAX, 0)).toBe("OK");
    expect(s.made(VMO_MAX + 1n, 0)).toBe("OUT_OF_RANGE");
    expect(s.made(2n ** 64n - 1n, UNBOUNDED)).toBe("OUT_OF_RANGE"); // D-8
    expect(s.made(P, RESIZABLE | DISCARDABLE)).toBe("OK");
    expect(s.made(P, UNBOUNDED | DISCARDABLE)).toBe("OK");

    const odd = s.kernel.vmoCreate(100, 0).handle;
    expect([s.size(odd), s.stream(odd)]).toEqual([P, 100]);
    expect([s.size(s.newVmo(0)), s.stream(s.newVmo(0))]).toEqual([0, 0]);
    const unbounded = s.kernel.vmoCreate(100, UNBOUNDED).handle;
    expect([s.size(unbounded), s.stream(unbounded)]).toEqual([VMO_MAX, 100]);
    expect([s.rights(odd), s.rights(s.newVmo(1, RESIZABLE))]).toEqual([0xd0ef, 0x40_d0ef]);
    expect(s.size(s.without(odd, 0xffff_ffff))).toBe(P);
  });

  it("physical and contiguous VMOs", () => {
    const s = new VmoScene(create);
    const { kernel } = s;
    for (const make of [kernel.vmoCreatePhysical.bind(kernel), kernel.vmoCreateContiguous.bind(kernel)]) {
      expect(statusName(make(0).status)).toBe("INVALID_ARGS");
      expect(statusName(make(P + 1).status)).toBe("INVALID_ARGS");
      const vmo = make(2 * P).handle;
      expect([s.size(vmo), s.stream(vmo), s.rights(vmo)]).toEqual([2 * P, 0, 0xd0ef]);
      expect([s.setSize(vmo, 2n ** 64n - 1n), s.setStream(vmo, 0)]).toEqual(["UNAVAILABLE", "NOT_SUPPORTED"]);
    }
    const physical = kernel.vmoCreatePhysical(2 * P).handle;
    expect([s.get(physical, 0, 1), s.put(physical, 0, 1)]).toEqual(["NOT_SUPPORTED", "NOT_SUPPORTED"]);
    expect(s.get(physical, 2 * P, 1)).toBe("OUT_OF_RANGE");
    const contiguous = kernel.vmoCreateContiguous(2 * P).handle;
    expect([s.put(contiguous, 1, 5), s.get(contiguous, 0, 2)]).toEqual(["OK", [0, 5]]);
    expect(kernel.infoVmo(physical).info?.flags).toBe(0x8);
    expect(kernel.infoVmo(contiguous).info).toMatchObject({ flags: 0x49, committedBytes: 2 * P });
    expect(s.offspring(contiguous, SNAPSHOT, 1, P)).toBe("INVALID_ARGS");
    expect(s.offspring(contiguous, REFERENCE, 0, 0)).toBe("NOT_SUPPORTED");
    const slice = s.childOf(contiguous, SLICE, 1, 1);
    expect([s.put(slice, 0, 6), s.get(contiguous, P, 1)]).toEqual(["OK", [6]]);
    expect([s.stream(slice), s.vmoOp(slice, VmoOp.DECOMMIT, 0, P)]).toEqual([0, "NOT_SUPPORTED"]);
  });

  it("VMO-03: set_size refuses in its order (E-71)", () => {
    const s = new VmoScene(create);
    const resizable = s.newVmo(4, RESIZABLE);
    expect(s.setSize(0, 0)).toBe("BAD_HANDLE");
    expect(s.setSize(s.readOnly(resizable), 2n ** 64n - 1n)).toBe("ACCESS_DENIED");
    expect(s.setSize(s.without(resizable, Rights.RESIZE), 2n ** 64n - 1n)).toBe("ACCESS_DENIED");
    expect(s.setSize(s.vmo, 2n ** 64n - 1n)).toBe("OUT_OF_RANGE");
    expect(s.setSize(s.vmo, P)).toBe("UNAVAILABLE");
    expect(s.setSize(resizable, VMO_MAX + 4096n)).toBe("OUT_OF_RANGE");
    expect(s.setSize(resizable, VMO_MAX)).toBe("OK");
  });

  it("VMO-03: shrinking loses the bytes behind, mappings stay (E-70)", () => {
    const s = new VmoScene(create);
    const vmo = s.newVmo(4, RESIZABLE);
    s.map(s.v, RW | SPECIFIC, 0, vmo, 0, 4);
    for (const page of [0, 1, 2]) s.put(vmo, page * P, 1, 2, 3, 4);
    expect(s.setSize(vmo, P + 2)).toBe("OK");
    expect([s.size(vmo), s.stream(vmo), s.committed(vmo)]).toEqual([2 * P, P + 2, 2 * P]);
    expect([s.read(s.v, 1), s.read(s.v, 2)]).toEqual(["OK", "OUT_OF_RANGE"]);
    expect(s.entries(s.v)).toEqual(["0+4 rw- @0"]);
    expect(s.setSize(vmo, 4 * P)).toBe("OK");
    expect([s.get(vmo, P, 4), s.load(s.v, 2)]).toEqual([[1, 2, 0, 0], 0]);
  });

  it("VMO-04: set_stream_size zeroes from the lower end on", () => {
    const s = new VmoScene(create);
    expect(s.setStream(s.readOnly(s.vmo), 0)).toBe("ACCESS_DENIED");
    expect(s.setStream(s.vmo, 8 * P + 1)).toBe("OUT_OF_RANGE");
    for (const page of [0, 1, 2, 7]) s.put(s.vmo, page * P, 1, 2, 3, 4);
    expect(s.setStream(s.vmo, 8 * P)).toBe("OK"); // unchanged
    expect(s.get(s.vmo, 7 * P, 4)).toEqual([1, 2, 3, 4]);
    expect(s.setStream(s.vmo, P + 2)).toBe("OK");
    expect([s.stream(s.vmo), s.size(s.vmo), s.committed(s.vmo)]).toEqual([P + 2, 8 * P, 2 * P]);
    expect([s.get(s.vmo, P, 4), s.get(s.vmo, 2 * P, 1)]).toEqual([[1, 2, 0, 0], [0]]);
    s.put(s.vmo, 2 * P, 9); // writes are not limited by the stream
    expect([s.setStream(s.vmo, 4 * P), s.get(s.vmo, 2 * P, 1)]).toEqual(["OK", [0]]);
  });

  it("VMO-05: read and write in their order", () => {
    const s = new VmoScene(create);
    expect(s.get(s.without(s.vmo, Rights.READ), 2n ** 64n - 1n, 2)).toBe("ACCESS_DENIED");
    expect(s.put(s.readOnly(s.vmo), 0, 1)).toBe("ACCESS_DENIED");
    expect(s.get(s.vmo, 2n ** 64n - 1n, 1)).toBe("OUT_OF_RANGE");
    expect(s.get(s.vmo, 8 * P, 0)).toEqual([]);
    expect(s.get(s.vmo, 8 * P + 1, 0)).toBe("OUT_OF_RANGE");
    expect(s.put(s.vmo, 8 * P - 1, 1, 2)).toBe("OUT_OF_RANGE");
    expect(s.put(s.vmo, P - 2, 1, 2, 3, 4)).toBe("OK");
    expect(s.get(s.vmo, P - 3, 6)).toEqual([0, 1, 2, 3, 4, 0]);
    const uncached = s.newVmo(1);
    expect(statusName(s.kernel.vmoSetCachePolicy(uncached, 1))).toBe("OK");
    expect(s.get(uncached, 2n ** 64n - 1n, 1)).toBe("OUT_OF_RANGE");
    expect(s.get(uncached, 8 * P, 1)).toBe("BAD_STATE");
    const vast = s.kernel.vmoCreate(0, UNBOUNDED).handle;
    expect(s.get(vast, 0, 64 * 2 ** 20 + 1)).toBe("INVALID_ARGS"); // D-11
    expect(s.get(s.vmo, 0, 64 * 2 ** 20 + 1)).toBe("OUT_OF_RANGE");
  });

  it("VMO-06: create_child refuses in its order", () => {
    const s = new VmoScene(create);
    const resizable = s.newVmo(4, RESIZABLE);
    const discardable = s.newVmo(4, DISCARDABLE);
    const huge = 2n ** 64n - 1n;
    expect(s.offspring(0, NO_WRITE | CHILD_RESIZABLE, 0, huge)).toBe("OUT_OF_RANGE");
    expect(s.offspring(0, NO_WRITE | CHILD_RESIZABLE, 0, P)).toBe("INVALID_ARGS");
    expect(s.offspring(0, 0, 0, P)).toBe("BAD_HANDLE");
    expect(s.offspring(s.v.handle, 0, 0, P)).toBe("WRONG_TYPE");
    expect(s.offspring(s.without(s.vmo, Rights.DUPLICATE), 0, 0, P)).toBe("ACCESS_DENIED");
    expect(s.offspring(s.without(s.vmo, Rights.READ), 0, 0, P)).toBe("ACCESS_DENIED");
    expect(s.offspring(s.vmo, REFERENCE | CHILD_RESIZABLE, 0, 0)).toBe("ACCESS_DENIED");
    expect(s.offspring(discardable, 0, 0, P)).toBe("NOT_SUPPORTED");
    for (const options of [0, NO_WRITE, SNAPSHOT | SNAPSHOT_MODIFIED, SNAPSHOT | 2, SLICE | SNAPSHOT]) {
      expect(s.offspring(s.vmo, options, 0, P)).toBe("INVALID_ARGS");
    }

    expect(s.offspring(resizable, SLICE | CHILD_RESIZABLE, 1, P)).toBe("INVALID_ARGS");
    expect(s.offspring(resizable, SLICE, 1, P)).toBe("INVALID_ARGS");
    expect(s.offspring(resizable, SLICE, 0, VMO_MAX + 1n)).toBe("OUT_OF_RANGE");
    expect(s.offspring(resizable, SLICE, 4 * P, P)).toBe("INVALID_ARGS");
    expect(s.offspring(resizable, SLICE, 0, P)).toBe("NOT_SUPPORTED");
    expect(s.offspring(s.vmo, SLICE | NO_WRITE, 8 * P, 0)).toBe("OK");

    expect(s.offspring(s.vmo, REFERENCE | SNAPSHOT, 0, 0)).toBe("INVALID_ARGS");
    expect(s.offspring(s.vmo, REFERENCE, P, 0)).toBe("INVALID_ARGS");
    expect(s.offspring(s.vmo, REFERENCE, 0, P)).toBe("INVALID_ARGS");
    expect(s.offspring(s.childOf(s.vmo, SLICE, 0, 1), REFERENCE, 0, 0)).toBe("NOT_SUPPORTED");
    expect(s.offspring(s.childOf(s.vmo, REFERENCE), REFERENCE, 0, 0)).toBe("OK");

    expect(s.offspring(s.vmo, SNAPSHOT, 1, P)).toBe("INVALID_ARGS");
    expect(s.offspring(s.vmo, SNAPSHOT, 0, VMO_MAX + 1n)).toBe("OUT_OF_RANGE");
    expect(s.offspring(s.vmo, SNAPSHOT, 2n ** 64n - 4096n, P)).toBe("OUT_OF_RANGE"); // D-2
    expect(s.offspring(s.vmo, SNAPSHOT, 2n ** 64n - 8192n, P)).toBe("OK");
    expect(s.offspring(s.childOf(s.vmo, SLICE, 0, 1), SNAPSHOT, 0, P)).toBe("NOT_SUPPORTED");
    expect(s.offspring(s.vmo, SNAPSHOT_AT_LEAST_ON_WRITE | CHILD_RESIZABLE, 0, P)).toBe("OK");
  });

  it("VMO-06, 09: children of an uncached VMO", () => {
    const s = new VmoScene(create);
    const uncached = s.newVmo(2);
    s.kernel.vmoSetCachePolicy(uncached, 2);
    expect(s.offspring(uncached, SNAPSHOT, 0, P)).toBe("BAD_STATE");
    expect(s.offspring(uncached, SLICE, 0, P)).toBe("BAD_STATE");
    expect(s.offspring(uncached, REFERENCE, 0, 0)).toBe("BAD_STATE");
    const contiguous = s.kernel.vmoCreateContiguous(P).handle;
    s.kernel.vmoSetCachePolicy(contiguous, 3);
    const slice = s.childOf(contiguous, SLICE, 0, 1);
    expect(s.kernel.infoVmo(slice).info?.cachePolicy).toBe(3);
  });

  it("VMO-07: the rights of a child's handle", () => {
    const s = new VmoScene(create);
    const resizable = s.newVmo(2, RESIZABLE);
    const readOnly = s.without(s.executable(s.vmo), Rights.WRITE | Rights.GET_PROPERTY | Rights.SET_PROPERTY);
    const base = s.rights(readOnly) | Rights.GET_PROPERTY | Rights.SET_PROPERTY;
    expect(s.rights(s.childOf(readOnly, SNAPSHOT, 0, 1))).toBe((base & ~Rights.EXECUTE) | Rights.WRITE);
    expect(s.rights(s.childOf(readOnly, SNAPSHOT | NO_WRITE, 0, 1))).toBe(base);
    expect(s.rights(s.childOf(readOnly, SLICE, 0, 1))).toBe(base);
    expect(s.rights(s.childOf(s.vmo, REFERENCE | NO_WRITE))).toBe(0xd0ef & ~Rights.WRITE);
    expect(s.rights(s.childOf(resizable, REFERENCE))).toBe(0xd0ef);
    expect(s.rights(s.childOf(resizable, REFERENCE | CHILD_RESIZABLE))).toBe(0x40_d0ef);
    expect(s.rights(s.childOf(s.vmo, SNAPSHOT | CHILD_RESIZABLE, 0, 1))).toBe(0x40_d0ef);
  });

  it("VMO-08: snapshots part, slices and references share", () => {
    const s = new VmoScene(create);
    for (const page of [0, 1, 2]) s.put(s.vmo, page * P, page + 1);
    for (const kind of [SNAPSHOT, SNAPSHOT_AT_LEAST_ON_WRITE, SNAPSHOT_MODIFIED]) {
      const snapshot = s.childOf(s.vmo, kind, 1, 9);
      s.put(s.vmo, P, 99);
      s.put(snapshot, P, 88);
      expect([s.byteOf(snapshot, 0), s.byteOf(snapshot, 1), s.byteOf(snapshot, 8)]).toEqual([2, 88, 0]);
      expect([s.byteOf(s.vmo, 1), s.byteOf(s.vmo, 2)]).toEqual([99, 3]);
      s.put(s.vmo, P, 2);
    }
    const slice = s.childOf(s.vmo, SLICE, 1, 2);
    const inner = s.childOf(slice, SLICE, 1, 1);
    const reference = s.childOf(s.vmo, REFERENCE);
    s.put(inner, 0, 42);
    expect([s.byteOf(s.vmo, 2), s.byteOf(slice, 1), s.byteOf(reference, 2)]).toEqual([42, 42, 42]);
    const copy = s.childOf(reference, SNAPSHOT, 2, 1); // D-2
    s.put(reference, 2 * P, 43);
    expect([s.byteOf(copy, 0), s.byteOf(inner, 0)]).toEqual([42, 43]);
  });

  it("D-1: a reference follows its parent's size, as fixed as it may be itself", () => {
    const s = new VmoScene(create);
    const vmo = s.newVmo(4, RESIZABLE);
    const fixed = s.childOf(vmo, REFERENCE);
    const free = s.childOf(vmo, REFERENCE | CHILD_RESIZABLE);
    expect(s.setSize(fixed, P)).toBe("UNAVAILABLE");
    expect(s.setSize(free, 2 * P)).toBe("OK");
    expect([vmo, fixed, free].map((x) => [s.size(x), s.stream(x)])).toEqual(
      [0, 0, 0].map(() => [2 * P, 2 * P]),
    );
    expect(s.map(s.v, VmOption.REQUIRE_NON_RESIZABLE, 0, fixed, 0, 1)).toBe("OK");
    expect(s.map(s.v, VmOption.REQUIRE_NON_RESIZABLE, 0, free, 0, 1)).toBe("NOT_SUPPORTED");
    expect(s.offspring(fixed, SLICE, 0, P)).toBe("OK");
    expect(s.offspring(free, SLICE, 0, P)).toBe("NOT_SUPPORTED");
  });

  it("VMO-09, D-3, D-26: the cache policy", () => {
    const s = new VmoScene(create);
    const set = (vmo: number, policy: number): string => statusName(s.kernel.vmoSetCachePolicy(vmo, policy));
    const unmappable = s.without(s.vmo, Rights.MAP);
    expect(set(unmappable, 99)).toBe("ACCESS_DENIED");
    s.kernel.handleClose(unmappable);
    for (const policy of [-1, 4, 0.5]) expect(set(s.vmo, policy)).toBe("INVALID_ARGS");
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    expect([set(s.vmo, 1), set(s.vmo, 0)]).toEqual(["BAD_STATE", "OK"]);
    s.unmap(s.v, 0, 1);
    const child = s.childOf(s.vmo, SNAPSHOT, 0, 1);
    expect([set(s.vmo, 1), set(child, 1)]).toEqual(["BAD_STATE", "BAD_STATE"]);
    s.kernel.handleClose(s.vmo);
    expect(set(child, 1)).toBe("OK"); // its family has ended (D-6)
  });

  it("VMO-09, 21: an uncached VMO (E-83)", () => {
    const s = new VmoScene(create);
    s.kernel.vmoSetCachePolicy(s.vmo, 1);
    expect(s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 10)).toBe("OK");
    expect(s.write(s.v, 0)).toBe("OK");
    expect([s.op(s.v, VmoOp.COMMIT, 0, 2), s.op(s.v, VmoOp.ZERO, 0, 1), s.load(s.v, 0)]).toEqual([
      "OK",
      "OK",
      0,
    ]);
    expect([s.op(s.v, VmoOp.DECOMMIT, 0, 2), s.op(s.v, VmoOp.ZERO, 7, 2)]).toEqual(["OK", "BAD_STATE"]);
    expect([s.readMemory(s.v, 0, 1), s.poke(s.v, 0)]).toEqual(["BAD_STATE", "BAD_STATE"]);
    expect(s.vmoOp(s.vmo, VmoOp.ZERO, 0, 1)).toBe("BAD_STATE"); // D-4
    expect(s.setStream(s.vmo, P)).toBe("OK"); // D-3
  });

  it("VMO-22: the family ends for the last one that is held", () => {
    const s = new VmoScene(create);
    const decommit = (vmo: number): string => s.vmoOp(vmo, VmoOp.DECOMMIT, 0, P);
    const child = s.childOf(s.vmo, SNAPSHOT, 0, 2);
    const grandchild = s.childOf(child, SNAPSHOT, 0, 2);
    expect([s.vmo, child, grandchild].map(decommit)).toEqual([
      "NOT_SUPPORTED",
      "NOT_SUPPORTED",
      "NOT_SUPPORTED",
    ]);
    s.kernel.handleClose(child);
    expect(decommit(s.vmo)).toBe("NOT_SUPPORTED");
    const slice = s.childOf(s.vmo, SLICE, 0, 1);
    s.kernel.handleClose(s.vmo); // the slice holds it (D-6)
    expect([decommit(grandchild), decommit(slice)]).toEqual(["NOT_SUPPORTED", "NOT_SUPPORTED"]);
    s.kernel.handleClose(slice);
    expect(decommit(grandchild)).toBe("OK");
    expect(s.kernel.infoVmo(grandchild).info?.parentKoid).toBe(0);
  });

  it("VMO-22: slices and references are no relatives", () => {
    const s = new VmoScene(create);
    const slice = s.childOf(s.vmo, SLICE, 1, 1);
    const reference = s.childOf(s.vmo, REFERENCE);
    s.put(s.vmo, P, 1);
    expect([s.vmoOp(slice, VmoOp.DECOMMIT, 0, P), s.byteOf(s.vmo, 1)]).toEqual(["OK", 0]);
    expect(s.vmoOp(reference, VmoOp.DECOMMIT, 0, P)).toBe("OK");
  });

  it("D-12: a member that dies gives its pages up", () => {
    const s = new VmoScene(create);
    s.put(s.vmo, 0, 1);
    const child = s.childOf(s.vmo, SNAPSHOT, 0, 8);
    const shared = (): U64 | undefined => s.kernel.infoVmo(child).info?.committedPrivateBytes;
    expect(shared()).toBe(0);
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    s.kernel.handleClose(s.vmo);
    expect(shared()).toBe(0);
    s.unmap(s.v, 0, 1);
    expect(shared()).toBe(P);
  });

  it("VMO-23: op_range on a VMO refuses in its order", () => {
    const s = new VmoScene(create);
    const none = s.without(s.vmo, Rights.READ | Rights.WRITE);
    expect(s.vmoOp(0, 99, 0, 0)).toBe("BAD_HANDLE");
    expect(s.vmoOp(s.v.handle, 99, 0, 0)).toBe("WRONG_TYPE");
    for (const op of [0, 5, 15, 0xffff_ffff]) expect(s.vmoOp(none, op, 0, P)).toBe("INVALID_ARGS");
    for (const op of Object.values(VmoOp)) {
      const free = op === VmoOp.DONT_NEED || op === VmoOp.ALWAYS_NEED;
      expect(s.vmoOp(none, op, 99 * P, P)).toBe(free ? "OK" : "ACCESS_DENIED");
    }
    for (const op of [VmoOp.COMMIT, VmoOp.DECOMMIT, VmoOp.ZERO]) {
      expect(s.vmoOp(s.readOnly(s.vmo), op, 0, P)).toBe("ACCESS_DENIED");
      expect(s.vmoOp(s.vmo, op, 8 * P, 0)).toBe("OK");
      expect(s.vmoOp(s.vmo, op, 8 * P + 1, 0)).toBe("OUT_OF_RANGE");
      expect(s.vmoOp(s.vmo, op, 7 * P, P + 1)).toBe("OUT_OF_RANGE");
      expect(s.vmoOp(s.vmo, op, P, 2n ** 64n - 4096n)).toBe("OUT_OF_RANGE");
    }
    expect(s.vmoOp(s.vmo, VmoOp.PREFETCH, 7 * P, P)).toBe("OK");
    expect(s.vmoOp(s.vmo, VmoOp.PREFETCH, 7 * P, P + 1)).toBe("OUT_OF_RANGE");
  });

  it("VMO-23, D-12: COMMIT rounds outwards, DECOMMIT must be aligned, ZERO is exact", () => {
    const s = new VmoScene(create);
    expect(s.vmoOp(s.vmo, VmoOp.COMMIT, P - 1, 2)).toBe("OK");
    expect(s.committed(s.vmo)).toBe(2 * P);
    expect(s.vmoOp(s.vmo, VmoOp.DECOMMIT, 1, P)).toBe("INVALID_ARGS");
    s.put(s.vmo, 2 * P - 2, 1, 2, 3, 4);
    expect(s.vmoOp(s.vmo, VmoOp.ZERO, 2 * P - 1, 2)).toBe("OK");
    expect([s.get(s.vmo, 2 * P - 2, 4), s.committed(s.vmo)]).toEqual([[1, 0, 0, 4], 3 * P]);
    s.put(s.vmo, 3 * P, 5);
    expect(s.vmoOp(s.vmo, VmoOp.ZERO, P + 1, 2 * P)).toBe("OK"); // page 2 whole, parts of 1 and 3
    expect([s.get(s.vmo, 2 * P - 2, 1), s.get(s.vmo, 3 * P, 2), s.committed(s.vmo)]).toEqual([
      [0],
      [0, 0],
      3 * P,
    ]);
    expect(s.vmoOp(s.vmo, VmoOp.ZERO, 5 * P + 1, 2)).toBe("OK");
    expect(s.committed(s.vmo)).toBe(3 * P); // a part of an absent page stays absent
  });

  it("D-5, D-13: locks and discarding", () => {
    const s = new VmoScene(create);
    const { kernel } = s;
    const vmo = s.newVmo(2, DISCARDABLE);
    const { LOCK, TRY_LOCK, UNLOCK } = VmoOp;
    const discard = (handle: number): string => statusName(kernel.vmoDiscard(handle));
    for (const op of [LOCK, TRY_LOCK, UNLOCK]) {
      expect(s.vmoOp(s.vmo, op, 0, 8 * P)).toBe("NOT_SUPPORTED");
      expect(s.vmoOp(vmo, op, 0, P)).toBe("OUT_OF_RANGE");
      expect(s.vmoOp(vmo, op, P, P)).toBe("OUT_OF_RANGE");
    }
    expect(s.vmoOp(vmo, LOCK, 0, 2 * P)).toBe("INVALID_ARGS");
    expect(s.vmoOp(vmo, UNLOCK, 0, 2 * P)).toBe("BAD_STATE");
    expect([s.vmoOp(vmo, TRY_LOCK, 0, 2 * P), s.vmoOp(vmo, TRY_LOCK, 0, 2 * P)]).toEqual(["OK", "OK"]);
    s.put(vmo, 0, 1);
    expect([discard(0), discard(s.v.handle), discard(s.vmo), discard(vmo)]).toEqual([
      "BAD_HANDLE",
      "WRONG_TYPE",
      "NOT_SUPPORTED",
      "BAD_STATE",
    ]);
    expect([s.vmoOp(vmo, UNLOCK, 0, 2 * P), discard(vmo)]).toEqual(["OK", "BAD_STATE"]);
    expect([s.vmoOp(vmo, UNLOCK, 0, 2 * P), discard(vmo), discard(vmo)]).toEqual(["OK", "OK", "OK"]);
    expect([s.get(vmo, 0, 1), s.put(vmo, 0, 1), s.get(vmo, 2 * P, 1)]).toEqual([
      "NOT_FOUND",
      "NOT_FOUND",
      "OUT_OF_RANGE",
    ]);
    expect([s.vmoOp(vmo, TRY_LOCK, 0, 2 * P), s.committed(vmo)]).toEqual(["UNAVAILABLE", 0]);
    expect([VmoOp.COMMIT, VmoOp.PREFETCH].map((op) => s.vmoOp(vmo, op, 0, P))).toEqual([
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
    expect([VmoOp.DECOMMIT, VmoOp.ZERO].map((op) => s.vmoOp(vmo, op, 0, P))).toEqual(["OK", "OK"]);
  });

  it("D-5: cache maintenance", () => {
    const s = new VmoScene(create);
    for (const op of [6, 7, 8, 9]) {
      expect(s.vmoOp(s.without(s.vmo, Rights.READ), op, 0, P)).toBe("ACCESS_DENIED");
      expect(s.vmoOp(s.vmo, op, 99 * P, 0)).toBe("INVALID_ARGS");
      expect(s.vmoOp(s.vmo, op, 7 * P, P + 1)).toBe("OUT_OF_RANGE");
      expect(s.vmoOp(s.vmo, op, 1, 8 * P - 1)).toBe("OK");
    }
  });

  it("VMO-25: replace_as_executable", () => {
    const s = new VmoScene(create);
    const replace = (handle: number): string => statusName(s.kernel.vmoReplaceAsExecutable(handle).status);
    expect([replace(0), replace(s.v.handle)]).toEqual(["BAD_HANDLE", "WRONG_TYPE"]);
    expect(s.kernel.infoHandleBasic(s.v.handle, 32).status).toBe(0);
    const { handle } = s.kernel.vmoReplaceAsExecutable(s.vmo);
    expect([s.rights(handle), replace(s.vmo)]).toEqual([0xd0ff, "BAD_HANDLE"]);
  });
});
