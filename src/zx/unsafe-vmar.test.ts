import { describe, expect, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { Alignment } from "./alignment.ts";
import { ok, unwrap } from "./result.ts";
import { ROOT_VMAR, type Script, scriptedKernel, type ScriptedKernel } from "./testing/scripted-kernel.ts";
import { Vmar } from "./vmar.ts";
import { VmarFlags } from "./vmar-flags.ts";
import { VmarFlagsExtended } from "./vmar-flags-extended.ts";
import { Vmo } from "./vmo.ts";

const VMO = 0x27;

function over(script: Script): { root: Vmar; vmo: Vmo } & ScriptedKernel {
  const double = scriptedKernel(script);
  return { root: Vmar.rootSelf(double.kernel), vmo: Vmo.unsafeFromRaw(double.kernel, VMO), ...double };
}

describe("unsafe.map", () => {
  const script: Script = { vmarMap: () => ({ status: Status.OK, addr: 0x30_0000 }) };

  it("sends every bit", () => {
    const { root, vmo, calls } = over(script);
    expect(unwrap(root.unsafe.map(vmo, { len: 2 }))).toBe(0x30_0000);
    root.unsafe.map(vmo, {
      len: 1,
      vmarOffset: 0x2000,
      vmoOffset: 2n ** 63n,
      flags: new VmarFlagsExtended(0xc0ff_0031),
    });
    const flags = VmarFlagsExtended.SPECIFIC_OVERWRITE;
    root.unsafe.map(vmo, { len: 1, flags, align: Alignment.ALIGN_64KB });
    expect(calls).toStrictEqual([
      ["vmarMap", ROOT_VMAR, 0, 0, VMO, 0, 2],
      ["vmarMap", ROOT_VMAR, 0xc0ff_0031, 0x2000, VMO, 2n ** 63n, 1],
      ["vmarMap", ROOT_VMAR, 0x1000_0020, 0, VMO, 0, 1],
    ]);
  });

  it("throws for a VMO of another kernel", () => {
    const { root } = over(script);
    const { vmo } = over(script);
    expect(() => root.unsafe.map(vmo, { len: 1 })).toThrow(TypeError);
  });
});

describe("unsafe.unmap, protect and destroy", () => {
  const script: Script = {
    vmarUnmap: () => Status.OK,
    vmarProtect: () => Status.NOT_FOUND,
    vmarDestroy: () => Status.NOT_SUPPORTED,
  };

  it("call the kernel, protect with its flags second", () => {
    const { root, calls } = over(script);
    expect(root.unsafe.unmap(0x20_0000, 0x1000)).toStrictEqual(ok(undefined));
    expect(root.unsafe.protect(0x20_0000, 0x1000, VmarFlags.PERM_READ)).toStrictEqual({
      ok: false,
      status: -25,
    });
    expect(root.unsafe.destroy()).toStrictEqual({ ok: false, status: -2 });
    expect(calls).toStrictEqual([
      ["vmarUnmap", ROOT_VMAR, 0x20_0000, 0x1000],
      ["vmarProtect", ROOT_VMAR, 1, 0x20_0000, 0x1000],
      ["vmarDestroy", ROOT_VMAR],
    ]);
  });

  it("follow the handle: after a close the kernel sees 0", () => {
    const { kernel, calls } = over({ ...script, handleClose: () => Status.OK });
    const vmar = Vmar.unsafeFromRaw(kernel, 0x33);
    const { unsafe } = vmar;
    vmar.close();
    unsafe.destroy();
    expect(calls).toStrictEqual([
      ["handleClose", 0x33],
      ["vmarDestroy", 0],
    ]);
  });

  it("throw for what is no u64", () => {
    const { root, calls } = over(script);
    expect(() => root.unsafe.unmap(-1, 1)).toThrow(RangeError);
    expect(() => root.unsafe.protect(0, 1.5, VmarFlags.NONE)).toThrow(RangeError);
    expect(calls).toStrictEqual([]);
  });
});
