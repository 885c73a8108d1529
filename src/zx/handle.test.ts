import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { Handle } from "./handle.ts";
import { Name } from "./name.ts";
import { Process } from "./process.ts";
import { unwrap } from "./result.ts";
import { Rights } from "./rights.ts";
import { Signals } from "./signals.ts";
import { type Script, scriptedKernel, type ScriptedKernel } from "./testing/scripted-kernel.ts";
import { Vmar } from "./vmar.ts";
import { Vmo } from "./vmo.ts";

/** A Vmar with handle 0x23 over a kernel with that script. */
function vmarOver(script: Script): { vmar: Vmar } & ScriptedKernel {
  const double = scriptedKernel(script);
  return { vmar: Vmar.unsafeFromRaw(double.kernel, 0x23), ...double };
}

const closing: Script = { handleClose: () => Status.OK };

describe("ownership", () => {
  it("closes once, whatever the kernel says", () => {
    const { vmar, calls } = vmarOver({ handleClose: () => Status.BAD_HANDLE });
    vmar.close();
    vmar.close();
    expect(calls).toStrictEqual([["handleClose", 0x23]]);
    expect(vmar.rawHandle).toBe(0);
    expect(vmar.isInvalid).toBe(true);
  });

  it("closes at the end of a using block", () => {
    const { vmar, calls } = vmarOver(closing);
    {
      using borrowed = vmar.borrow();
      using owned = vmar;
      expect(borrowed.rawHandle).toBe(owned.rawHandle);
    }
    expect(calls).toStrictEqual([["handleClose", 0x23]]);
  });

  it("gives the value away with intoRaw, without closing it", () => {
    const { vmar, calls } = vmarOver(closing);
    expect(vmar.isInvalid).toBe(false);
    expect(vmar.intoRaw()).toBe(0x23);
    expect(vmar.isInvalid).toBe(true);
    vmar.close();
    expect(calls).toStrictEqual([]);
  });

  it("has nothing to give once it is invalid", () => {
    const { vmar } = vmarOver({});
    vmar.intoRaw();
    expect(vmar.intoRaw()).toBe(0);
  });

  it("moves between types without asking", () => {
    const { vmar, kernel } = vmarOver(closing);
    const handle = vmar.intoHandle();
    expect(vmar.isInvalid).toBe(true);
    const vmo = Vmo.fromHandle(handle);
    expect(handle.isInvalid).toBe(true);
    const process = Process.fromHandle(vmo);
    const again = Vmar.fromHandle(process);
    expect([vmo.rawHandle, process.rawHandle, again.rawHandle]).toStrictEqual([0, 0, 0x23]);
    expect(again.kernel).toBe(kernel);
  });

  it("lends: a borrowed handle is used, but neither closed nor given away", () => {
    const { vmar, calls } = vmarOver({
      ...closing,
      handleReplace: () => ({ status: Status.OK, handle: 0x2b }),
    });
    const borrowed = vmar.borrow();
    borrowed.close();
    expect(borrowed.rawHandle).toBe(0x23);
    expect(() => borrowed.intoRaw()).toThrow(TypeError);
    expect(() => borrowed.intoHandle()).toThrow(TypeError);
    expect(() => borrowed.replace(Rights.NONE)).toThrow(TypeError);
    expect(() => Vmo.fromHandle(borrowed)).toThrow(TypeError);
    expect(calls).toStrictEqual([]);
  });
});

describe("duplicate", () => {
  it("asks for the same rights by default", () => {
    const { vmar, calls } = vmarOver({ handleDuplicate: () => ({ status: Status.OK, handle: 0x2b }) });
    const other = unwrap(vmar.duplicate());
    expect(other).toBeInstanceOf(Vmar);
    expect([vmar.rawHandle, other.rawHandle]).toStrictEqual([0x23, 0x2b]);
    expect(calls).toStrictEqual([["handleDuplicate", 0x23, 0x8000_0000]]);
  });

  it("keeps the type, also of a handle without one", () => {
    const { kernel } = scriptedKernel({ handleDuplicate: () => ({ status: Status.OK, handle: 0x2b }) });
    expect(unwrap(Handle.unsafeFromRaw(kernel, 0x27).duplicate())).toBeInstanceOf(Handle);
    expect(unwrap(Vmo.unsafeFromRaw(kernel, 0x27).duplicate())).toBeInstanceOf(Vmo);
    expect(unwrap(Process.self(kernel).duplicate())).toBeInstanceOf(Process);
  });

  it("asks for fewer rights, also for none", () => {
    const { vmar, calls } = vmarOver({
      handleDuplicate: () => ({ status: Status.ACCESS_DENIED, handle: 0 }),
    });
    expect(vmar.duplicate(Rights.NONE)).toStrictEqual({ ok: false, status: -30 });
    expect(calls).toStrictEqual([["handleDuplicate", 0x23, 0]]);
  });
});

describe("replace", () => {
  it("moves to the new handle", () => {
    const { vmar, calls } = vmarOver({ handleReplace: () => ({ status: Status.OK, handle: 0x2b }) });
    expect(unwrap(vmar.replace(Rights.READ)).rawHandle).toBe(0x2b);
    expect(vmar.isInvalid).toBe(true);
    expect(calls).toStrictEqual([["handleReplace", 0x23, 0x4]]);
  });

  it("gives the handle up also when it fails", () => {
    const { vmar } = vmarOver({ handleReplace: () => ({ status: Status.INVALID_ARGS, handle: 0 }) });
    expect(vmar.replace(Rights.WAIT)).toStrictEqual({ ok: false, status: -10 });
    expect(vmar.isInvalid).toBe(true);
  });

  it("asks the kernel about an invalid handle too", () => {
    const { vmar, calls } = vmarOver({ handleReplace: () => ({ status: Status.BAD_HANDLE, handle: 0 }) });
    vmar.intoRaw();
    expect(vmar.replace(Rights.SAME_RIGHTS)).toStrictEqual({ ok: false, status: -11 });
    expect(calls).toStrictEqual([["handleReplace", 0, 0x8000_0000]]);
  });
});

describe("information", () => {
  const basic: Script = {
    infoHandleBasic: (handle) => ({
      status: Status.OK,
      info: { koid: handle < 0x40 ? 1025 : 1026, rights: 0x4220_8003, type: 18, relatedKoid: 0 },
    }),
  };

  it("gives the basics, without rights that have no name", () => {
    const { vmar, calls } = vmarOver(basic);
    expect(unwrap(vmar.basicInfo())).toStrictEqual({
      koid: 1025n,
      rights: Rights.VMAR_DEFAULT,
      objectType: 18,
      relatedKoid: 0n,
    });
    expect(calls).toStrictEqual([["infoHandleBasic", 0x23, 32]]);
  });

  it("passes a refusal on, in each of the calls that ask", () => {
    const { vmar } = vmarOver({ infoHandleBasic: () => ({ status: Status.BAD_HANDLE }) });
    const refusal = { ok: false, status: -11 };
    expect(vmar.basicInfo()).toStrictEqual(refusal);
    expect(vmar.koid()).toStrictEqual(refusal);
    expect(vmar.isSameObject(vmar)).toStrictEqual(refusal);
  });

  it("says INTERNAL for a success without a record", () => {
    const { vmar } = vmarOver({ infoHandleBasic: () => ({ status: Status.OK }) });
    expect(vmar.basicInfo()).toStrictEqual({ ok: false, status: -1 });
  });

  it("counts handles", () => {
    const { vmar, calls } = vmarOver({ infoHandleCount: () => ({ status: Status.OK, value: 2 }) });
    expect(unwrap(vmar.countInfo())).toStrictEqual({ handleCount: 2 });
    expect(calls).toStrictEqual([["infoHandleCount", 0x23]]);
    const denied = vmarOver({ infoHandleCount: () => ({ status: Status.ACCESS_DENIED, value: 0 }) });
    expect(denied.vmar.countInfo()).toStrictEqual({ ok: false, status: -30 });
  });

  it("tells same handle from same object", () => {
    const { vmar, kernel } = vmarOver(basic);
    const duplicate = Handle.unsafeFromRaw(kernel, 0x27);
    const stranger = Handle.unsafeFromRaw(kernel, 0x43);
    const elsewhere = Handle.unsafeFromRaw(scriptedKernel(basic).kernel, 0x23);
    expect(vmar.equals(vmar.borrow())).toBe(true);
    expect(vmar.equals(duplicate)).toBe(false);
    expect(vmar.equals(elsewhere)).toBe(false);
    expect(unwrap(vmar.isSameObject(duplicate))).toBe(true);
    expect(unwrap(vmar.isSameObject(stranger))).toBe(false);
    expect(unwrap(vmar.isSameObject(elsewhere))).toBe(false);
  });
});

describe("names", () => {
  it("are read", () => {
    const { vmar } = vmarOver({ objectGetName: () => ({ status: Status.OK, name: "heap" }) });
    expect(unwrap(vmar.getName()).equals("heap")).toBe(true);
    const denied = vmarOver({ objectGetName: () => ({ status: Status.ACCESS_DENIED, name: "" }) });
    expect(denied.vmar.getName()).toStrictEqual({ ok: false, status: -30 });
  });

  it("are written as text or as a Name", () => {
    const { vmar, calls } = vmarOver({ objectSetName: () => Status.OK });
    unwrap(vmar.setName("heap"));
    unwrap(vmar.setName(Name.lossy("stack")));
    expect(calls).toStrictEqual([
      ["objectSetName", 0x23, "heap"],
      ["objectSetName", 0x23, "stack"],
    ]);
  });

  it("are refused before the kernel is asked if they are none", () => {
    const { vmar, calls } = vmarOver({});
    expect(vmar.setName("x".repeat(32))).toStrictEqual({ ok: false, status: -10 });
    expect(calls).toStrictEqual([]);
  });
});

describe("signals", () => {
  it("are cleared and set", () => {
    const { vmar, calls } = vmarOver({ objectSignal: () => Status.ACCESS_DENIED });
    expect(vmar.signal(Signals.USER_0, Signals.USER_7)).toStrictEqual({ ok: false, status: -30 });
    expect(calls).toStrictEqual([["objectSignal", 0x23, 0x100_0000, 0x8000_0000]]);
  });

  it.each([
    [Status.OK, "ok"],
    [Status.TIMED_OUT, "timedOut"],
    [Status.CANCELED, "canceled"],
  ] as const)("are seen by a wait that answers %i", (status, kind) => {
    const { vmar, calls } = vmarOver({ objectWaitOne: () => ({ status, observed: 0x8100_0010 }) });
    expect(vmar.waitOne(Signals.USER_7)).toStrictEqual({ kind, signals: Signals.of("USER_0", "USER_7") });
    expect(calls).toStrictEqual([["objectWaitOne", 0x23, 0x8000_0000]]);
  });

  it("are not seen by a wait that fails", () => {
    const { vmar } = vmarOver({ objectWaitOne: () => ({ status: Status.ACCESS_DENIED, observed: 0 }) });
    expect(vmar.waitOne(Signals.NONE)).toStrictEqual({ kind: "err", status: -30 });
  });
});

describe("as text", () => {
  it("shows type and value, also in Node's console", () => {
    const { vmar, kernel } = vmarOver({});
    expect(String(vmar)).toBe("Vmar(35)");
    expect(inspect({ vmar })).toBe("{ vmar: Vmar(35) }");
    expect(String(Handle.unsafeFromRaw(kernel, 7))).toBe("Handle(7)");
    expect(String(Vmo.unsafeFromRaw(kernel, 7))).toBe("Vmo(7)");
    expect(String(Process.self(kernel))).toBe("Process(23)");
  });
});
