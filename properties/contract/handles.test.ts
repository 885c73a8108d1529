import { describe, expect, it } from "vitest";
import { HANDLE_NEVER } from "../../src/zircon/kernel.ts";
import { VmarOp, VmOption } from "../../src/zircon/options.ts";
import { Rights, Signals } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { VmoChildOption } from "../../src/zircon/vmo.ts";
import { KERNELS } from "./kernels.ts";
import { P, R, RW, Scene, SPECIFIC } from "./scene.ts";

describe.each(KERNELS)("handles: $name", ({ create }) => {
  it("the first two: the process and the root (D-22, D-23, §1.5)", () => {
    const { kernel } = new Scene(create);
    expect(kernel.infoHandleBasic(kernel.rootVmar, 32).info).toEqual({
      koid: 1025,
      rights: 0x20_801f,
      type: 18,
      relatedKoid: 0,
    });
    expect(kernel.infoHandleBasic(kernel.process, 32).info).toMatchObject({
      koid: 1024,
      rights: 0x6_d3cf,
      type: 1,
    });
  });

  it("HND-01: close", () => {
    const s = new Scene(create);
    expect(statusName(s.kernel.handleClose(0))).toBe("OK");
    expect(statusName(s.kernel.handleClose(HANDLE_NEVER))).toBe("BAD_HANDLE");
    expect(statusName(s.kernel.handleClose(s.vmo))).toBe("OK");
    expect(statusName(s.kernel.handleClose(s.vmo))).toBe("BAD_HANDLE");
  });

  it("HND-02: duplicate", () => {
    const s = new Scene(create);
    const duplicate = (handle: number, rights: number): string =>
      statusName(s.kernel.handleDuplicate(handle, rights).status);
    expect(duplicate(0, 0)).toBe("BAD_HANDLE");
    expect(duplicate(s.without(s.vmo, Rights.DUPLICATE), 0xffff_ffff)).toBe("ACCESS_DENIED");
    expect(duplicate(s.vmo, Rights.EXECUTE)).toBe("INVALID_ARGS");
    expect(duplicate(s.vmo, Rights.SAME_RIGHTS | Rights.READ)).toBe("INVALID_ARGS"); // D-26
    const { handle } = s.kernel.handleDuplicate(s.vmo, Rights.SAME_RIGHTS);
    expect(s.kernel.infoHandleBasic(handle, 32)).toEqual(s.kernel.infoHandleBasic(s.vmo, 32));
    expect(s.kernel.infoHandleBasic(s.kernel.handleDuplicate(s.vmo, 0).handle, 32).info?.rights).toBe(0);
    expect(s.kernel.infoHandleCount(s.vmo).value).toBe(4);
    expect(handle & 3).toBe(3);
  });

  it("HND-03: replace closes the source even when it refuses (E-59)", () => {
    const s = new Scene(create);
    expect(statusName(s.kernel.handleReplace(0, 0).status)).toBe("BAD_HANDLE");
    const bare = s.without(s.vmo, Rights.DUPLICATE);
    const { handle } = s.kernel.handleReplace(bare, Rights.READ);
    expect(statusName(s.kernel.handleClose(bare))).toBe("BAD_HANDLE");
    expect(statusName(s.kernel.handleReplace(handle, Rights.WRITE).status)).toBe("INVALID_ARGS");
    expect(statusName(s.kernel.handleClose(handle))).toBe("BAD_HANDLE");
    expect(s.kernel.infoHandleCount(s.vmo).value).toBe(1);
  });

  it("HND-04, 05: basic info and the handle count", () => {
    const s = new Scene(create);
    const dead = s.deadVmar();
    expect(statusName(s.kernel.infoHandleBasic(dead.handle, 31).status)).toBe("BUFFER_TOO_SMALL");
    expect(s.kernel.infoHandleBasic(dead.handle, 32).info).toMatchObject({ type: 18 });
    expect(s.koid(s.v.handle)).toBe(1026);
    expect(s.koid(s.vmo)).toBe(1027);
    const blind = s.without(s.vmo, Rights.INSPECT);
    expect(statusName(s.kernel.infoHandleCount(blind).status)).toBe("ACCESS_DENIED");
    expect(s.kernel.infoHandleBasic(blind, 32).info?.koid).toBe(1027);
  });

  it("D-23: a call that fails takes neither a koid nor a handle value", () => {
    const s = new Scene(create);
    const before = s.kernel.handleDuplicate(s.vmo, 0).handle;
    s.allocate(s.v, 0, 1, 1);
    s.kernel.vmoCreate(P, 1);
    s.kernel.vmoCreateChild(s.vmo, 0, 0, P);
    s.kernel.handleDuplicate(s.vmo, Rights.EXECUTE);
    const vmo = s.newVmo(1);
    expect([vmo - before, s.koid(vmo)]).toEqual([4, 1028]);
  });

  it("HND-06, 07: a VMAR has no signals and no name to ask for (E-60)", () => {
    const s = new Scene(create);
    const { kernel, v } = s;
    expect(statusName(kernel.objectWaitOne(v.handle, 1).status)).toBe("ACCESS_DENIED");
    expect(statusName(kernel.objectSignal(v.handle, 0, 1))).toBe("ACCESS_DENIED");
    expect(statusName(kernel.objectGetName(v.handle).status)).toBe("ACCESS_DENIED");
    expect(statusName(kernel.objectSetName(v.handle, "x"))).toBe("ACCESS_DENIED");
    expect(statusName(kernel.objectGetName(0).status)).toBe("BAD_HANDLE");
  });

  it("D-22, D-24: names", () => {
    const s = new Scene(create);
    const { kernel } = s;
    const rename = (name: string): string => {
      expect(kernel.objectSetName(s.vmo, name)).toBe(0);
      return kernel.objectGetName(s.vmo).name;
    };
    expect(kernel.objectGetName(s.vmo).name).toBe("");
    expect(rename("a\0b")).toBe("a");
    expect(rename("x".repeat(40))).toBe("x".repeat(31));
    expect(rename(`${"x".repeat(30)}é`)).toBe("x".repeat(30));
    expect(rename(`${"x".repeat(29)}é`)).toBe(`${"x".repeat(29)}é`);
    expect(rename(`${"x".repeat(28)}😀`)).toBe("x".repeat(28));
    expect(rename("")).toBe("");
    expect(kernel.objectGetName(kernel.process).name).toBe("process");
    expect(kernel.objectSetName(kernel.process, "p")).toBe(0);
    expect(kernel.objectGetName(kernel.process).name).toBe("p");
    expect(statusName(kernel.objectSetName(s.without(s.vmo, Rights.SET_PROPERTY), "x"))).toBe(
      "ACCESS_DENIED",
    );
    expect(statusName(kernel.objectGetName(s.without(s.vmo, Rights.GET_PROPERTY)).status)).toBe(
      "ACCESS_DENIED",
    );
  });

  it("D-10, D-25: the signals of a VMO", () => {
    const s = new Scene(create);
    const { kernel, vmo } = s;
    const wait = (signals: number): [string, number] => {
      const { status, observed } = kernel.objectWaitOne(vmo, signals);
      return [statusName(status), observed];
    };
    const user = 0x8100_0000;
    expect(statusName(kernel.objectSignal(vmo, 0, 0x10))).toBe("INVALID_ARGS");
    expect(statusName(kernel.objectSignal(vmo, 0x10, 0))).toBe("INVALID_ARGS");
    expect(wait(user)).toEqual(["TIMED_OUT", Signals.VMO_ZERO_CHILDREN]);
    expect(statusName(kernel.objectSignal(vmo, 0, user))).toBe("OK");
    expect(wait(0x8000_0000)).toEqual(["OK", 0x8100_0008]);
    expect(statusName(kernel.objectSignal(vmo, 0x8000_0000, 0))).toBe("OK");
    expect(wait(0x8000_0000)).toEqual(["TIMED_OUT", 0x0100_0008]);
    expect(statusName(kernel.objectSignal(s.without(vmo, Rights.SIGNAL), 0, 0x10))).toBe("ACCESS_DENIED");
    expect(statusName(kernel.objectWaitOne(s.without(vmo, Rights.WAIT), 8).status)).toBe("ACCESS_DENIED");
    expect(statusName(kernel.objectWaitOne(kernel.process, 8).status)).toBe("TIMED_OUT");
  });

  it("D-25: ZERO_CHILDREN waits for the children's handles, mappings and children", () => {
    const s = new Scene(create);
    const { kernel, vmo } = s;
    const childless = (): boolean => kernel.objectWaitOne(vmo, Signals.VMO_ZERO_CHILDREN).status === 0;
    const child = kernel.vmoCreateChild(vmo, VmoChildOption.SNAPSHOT, 0, P).handle;
    const grandchild = kernel.vmoCreateChild(child, VmoChildOption.SNAPSHOT, 0, P).handle;
    s.map(s.v, R | SPECIFIC, 0, child, 0, 1);
    expect(childless()).toBe(false);
    kernel.handleClose(child);
    expect(childless()).toBe(false);
    s.unmap(s.v, 0, 1);
    expect(childless()).toBe(false);
    kernel.handleClose(grandchild);
    expect(childless()).toBe(true);
  });

  it("HND-08: what a VMAR handle with READ alone can do (E-62)", () => {
    const s = new Scene(create);
    const only = s.areaWithout(s.v, 0xffff_ffff & ~Rights.READ);
    expect(s.map(only, R | SPECIFIC, 0, s.vmo, 0, 1)).toBe("OK");
    expect(s.map(only, RW | SPECIFIC, 1, s.vmo, 0, 1)).toBe("ACCESS_DENIED");
    expect(s.op(only, VmarOp.COMMIT, 0, 1)).toBe("ACCESS_DENIED");
    expect(s.op(only, VmarOp.MAP_RANGE, 0, 1)).toBe("OK");
    expect(s.unmap(only, 0, 1)).toBe("OK");
    expect(s.allocate(only, VmOption.CAN_MAP_READ, 0, 1)).toBe("OK");
    expect(statusName(s.kernel.infoVmar(only.handle, 16).status)).toBe("ACCESS_DENIED");
    expect(statusName(s.kernel.handleDuplicate(only.handle, 0).status)).toBe("ACCESS_DENIED");
    expect(s.destroy(only)).toBe("ACCESS_DENIED");
  });
});
