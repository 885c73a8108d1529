import { describe, expect, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { CachePolicy } from "../zircon/vmo.ts";
import { ok, unwrap } from "./result.ts";
import { Rights } from "./rights.ts";
import { type Script, scriptedKernel, type ScriptedKernel } from "./testing/scripted-kernel.ts";
import { Vmo } from "./vmo.ts";
import { VmoChildOptions } from "./vmo-child-options.ts";
import { VmoInfoFlags } from "./vmo-info-flags.ts";
import { VmoOp } from "./vmo-op.ts";
import { VmoOptions } from "./vmo-options.ts";

const VMO = 0x27;

function over(script: Script): { vmo: Vmo } & ScriptedKernel {
  const double = scriptedKernel(script);
  return { vmo: Vmo.unsafeFromRaw(double.kernel, VMO), ...double };
}

describe("making one", () => {
  const script: Script = {
    vmoCreate: () => ({ status: Status.OK, handle: 0x33 }),
    vmoCreateContiguous: () => ({ status: Status.OK, handle: 0x37 }),
  };

  it("asks for size and options", () => {
    const { kernel, calls } = over(script);
    expect(unwrap(Vmo.create(kernel, 0x1000)).rawHandle).toBe(0x33);
    expect(unwrap(Vmo.createWithOpts(kernel, VmoOptions.UNBOUNDED, 2n ** 60n)).rawHandle).toBe(0x33);
    expect(unwrap(Vmo.createContiguous(kernel, 0x2000)).rawHandle).toBe(0x37);
    expect(calls).toStrictEqual([
      ["vmoCreate", 0x1000, 0],
      ["vmoCreate", 2n ** 60n, 0x10],
      ["vmoCreateContiguous", 0x2000],
    ]);
  });

  it("passes a refusal on", () => {
    const refusal = { status: Status.OUT_OF_RANGE, handle: 0 };
    const { kernel } = over({ vmoCreate: () => refusal, vmoCreateContiguous: () => refusal });
    expect(Vmo.create(kernel, 0)).toStrictEqual({ ok: false, status: -14 });
    expect(Vmo.createContiguous(kernel, 0)).toStrictEqual({ ok: false, status: -14 });
  });

  it("makes children", () => {
    const { vmo, calls } = over({ vmoCreateChild: () => ({ status: Status.OK, handle: 0x33 }) });
    expect(unwrap(vmo.createChild(VmoChildOptions.SNAPSHOT, { size: 1 })).rawHandle).toBe(0x33);
    vmo.createChild(VmoChildOptions.of("SLICE", "NO_WRITE"), { offset: 0x1000, size: 0x2000 });
    expect(calls).toStrictEqual([
      ["vmoCreateChild", VMO, 0x1, 0, 1],
      ["vmoCreateChild", VMO, 0x28, 0x1000, 0x2000],
    ]);
  });

  it("becomes executable, and is gone also when that fails", () => {
    const { vmo, calls } = over({ vmoReplaceAsExecutable: () => ({ status: Status.BAD_HANDLE, handle: 0 }) });
    expect(vmo.replaceAsExecutable()).toStrictEqual({ ok: false, status: -11 });
    expect(vmo.isInvalid).toBe(true);
    expect(calls).toStrictEqual([["vmoReplaceAsExecutable", VMO]]);
    expect(() => vmo.borrow().replaceAsExecutable()).toThrow(TypeError);
  });
});

describe("content", () => {
  const bytes = Uint8Array.of(1, 2, 3);

  it("is read", () => {
    const { vmo, calls } = over({ vmoRead: () => ({ status: Status.OK, bytes }) });
    expect(unwrap(vmo.read(0x10, 3))).toStrictEqual(bytes);
    const buffer = new Uint8Array(3);
    unwrap(vmo.readInto(buffer, 0x20));
    expect(buffer).toStrictEqual(bytes);
    expect(calls).toStrictEqual([
      ["vmoRead", VMO, 0x10, 3],
      ["vmoRead", VMO, 0x20, 3],
    ]);
  });

  it("stays out of the buffer when the kernel refuses", () => {
    const { vmo } = over({ vmoRead: () => ({ status: Status.OUT_OF_RANGE, bytes: new Uint8Array() }) });
    const buffer = Uint8Array.of(9);
    expect(vmo.readInto(buffer, 0)).toStrictEqual({ ok: false, status: -14 });
    expect(buffer).toStrictEqual(Uint8Array.of(9));
  });

  it("is written", () => {
    const { vmo, calls } = over({ vmoWrite: () => Status.OK });
    expect(vmo.write(bytes, 0x10)).toStrictEqual(ok(undefined));
    expect(calls).toStrictEqual([["vmoWrite", VMO, 0x10, bytes]]);
  });

  it("is subject to ops", () => {
    const { vmo, calls } = over({ vmoOpRange: () => Status.NOT_SUPPORTED });
    expect(vmo.opRange(VmoOp.LOCK, 0, 0x1000)).toStrictEqual({ ok: false, status: -2 });
    expect(calls).toStrictEqual([["vmoOpRange", VMO, 3, 0, 0x1000]]);
  });
});

describe("sizes", () => {
  it("are bigints", () => {
    const { vmo, calls } = over({
      vmoGetSize: () => ({ status: Status.OK, value: 0x1000 }),
      vmoGetStreamSize: () => ({ status: Status.OK, value: 2n ** 60n }),
      vmoSetSize: () => Status.UNAVAILABLE,
      vmoSetStreamSize: () => Status.OK,
    });
    expect(vmo.getSize()).toStrictEqual(ok(0x1000n));
    expect(vmo.getStreamSize()).toStrictEqual(ok(2n ** 60n));
    expect(vmo.setSize(2n ** 60n)).toStrictEqual({ ok: false, status: -28 });
    expect(vmo.setStreamSize(5)).toStrictEqual(ok(undefined));
    expect(calls).toStrictEqual([
      ["vmoGetSize", VMO],
      ["vmoGetStreamSize", VMO],
      ["vmoSetSize", VMO, 2n ** 60n],
      ["vmoSetStreamSize", VMO, 5],
    ]);
  });

  it("may be refused", () => {
    const { vmo } = over({ vmoGetSize: () => ({ status: Status.BAD_HANDLE, value: 0 }) });
    expect(vmo.getSize()).toStrictEqual({ ok: false, status: -11 });
  });
});

describe("what it tells about itself", () => {
  it("comes as a record", () => {
    const { vmo } = over({
      infoVmo: () => ({
        status: Status.OK,
        info: {
          koid: 1027,
          name: "heap",
          sizeBytes: 0x2000,
          parentKoid: 1026,
          numChildren: 1,
          numMappings: 2,
          shareCount: 1,
          flags: 0xd,
          handleRights: 0xd0ef,
          cachePolicy: 0,
          committedBytes: 0x1000,
          populatedBytes: 0x1000,
          committedPrivateBytes: 0,
          populatedPrivateBytes: 0,
          committedScaledBytes: 0x800,
          populatedScaledBytes: 0x800,
          committedFractionalScaledBytes: 0,
          populatedFractionalScaledBytes: 2n ** 62n,
        },
      }),
    });
    const { name, ...info } = unwrap(vmo.info());
    expect(String(name)).toBe("heap");
    expect(info).toStrictEqual({
      koid: 1027n,
      sizeBytes: 0x2000n,
      parentKoid: 1026n,
      numChildren: 1,
      numMappings: 2,
      shareCount: 1,
      flags: VmoInfoFlags.of("PAGED", "IS_COW_CLONE", "VIA_HANDLE"),
      handleRights: Rights.VMO_DEFAULT,
      cachePolicy: CachePolicy.CACHED,
      committedBytes: 0x1000n,
      populatedBytes: 0x1000n,
      committedPrivateBytes: 0n,
      populatedPrivateBytes: 0n,
      committedScaledBytes: 0x800n,
      populatedScaledBytes: 0x800n,
      committedFractionalScaledBytes: 0n,
      populatedFractionalScaledBytes: 2n ** 62n,
    });
  });

  it("may be refused, or missing", () => {
    const denied = over({ infoVmo: () => ({ status: Status.ACCESS_DENIED }) });
    expect(denied.vmo.info()).toStrictEqual({ ok: false, status: -30 });
    const missing = over({ infoVmo: () => ({ status: Status.OK }) });
    expect(missing.vmo.info()).toStrictEqual({ ok: false, status: -1 });
  });

  it("can have its cache policy changed", () => {
    const { vmo, calls } = over({ vmoSetCachePolicy: () => Status.BAD_STATE });
    expect(vmo.setCachePolicy(CachePolicy.UNCACHED)).toStrictEqual({ ok: false, status: -20 });
    expect(calls).toStrictEqual([["vmoSetCachePolicy", VMO, 1]]);
  });
});
