import { describe, expect, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { Alignment } from "./alignment.ts";
import { unwrap } from "./result.ts";
import { ROOT_VMAR, type Script, scriptedKernel, type ScriptedKernel } from "./testing/scripted-kernel.ts";
import { Vmar } from "./vmar.ts";
import { VmarFlags } from "./vmar-flags.ts";
import { VmarFlagsExtended } from "./vmar-flags-extended.ts";
import { VmarOp } from "./vmar-op.ts";
import { Vmo } from "./vmo.ts";

const VMO = 0x27;

function over(script: Script): { root: Vmar; vmo: Vmo } & ScriptedKernel {
  const double = scriptedKernel(script);
  return { root: Vmar.rootSelf(double.kernel), vmo: Vmo.unsafeFromRaw(double.kernel, VMO), ...double };
}

const allocating: Script = { vmarAllocate: () => ({ status: Status.OK, handle: 0x33, addr: 0x20_0000 }) };
const mapping: Script = { vmarMap: () => ({ status: Status.OK, addr: 0x30_0000 }) };

describe("the root", () => {
  it("is borrowed", () => {
    const { root, calls } = over({});
    root.close();
    expect(root.rawHandle).toBe(ROOT_VMAR);
    expect(calls).toStrictEqual([]);
  });
});

describe("allocate", () => {
  it("gives the child and its base", () => {
    const { root, calls } = over(allocating);
    const { vmar, base } = unwrap(root.allocate({ size: 0x10000 }));
    expect([vmar.rawHandle, base]).toStrictEqual([0x33, 0x20_0000]);
    expect(calls).toStrictEqual([["vmarAllocate", ROOT_VMAR, 0, 0, 0x10000]]);
  });

  it("puts flags and alignment into the option word", () => {
    const { root, calls } = over(allocating);
    const flags = VmarFlags.of("SPECIFIC", "CAN_MAP_READ");
    root.allocate({ size: 0x10000, offset: 0x2000, flags, align: Alignment.ALIGN_2MB });
    expect(calls).toStrictEqual([["vmarAllocate", ROOT_VMAR, 0x1500_0090, 0x2000, 0x10000]]);
  });

  it("sends every bit of a raw word", () => {
    const { root, calls } = over(allocating);
    root.allocate({ size: 0, flags: new VmarFlags(0xff10_0020) });
    expect(calls).toStrictEqual([["vmarAllocate", ROOT_VMAR, 0xff10_0020, 0, 0]]);
  });

  it("passes a refusal on", () => {
    const { root } = over({ vmarAllocate: () => ({ status: Status.NO_RESOURCES, handle: 0, addr: 0 }) });
    expect(root.allocate({ size: 0x1000 })).toStrictEqual({ ok: false, status: -3 });
  });
});

describe("map", () => {
  it("gives the address", () => {
    const { root, vmo, calls } = over(mapping);
    expect(unwrap(root.map(vmo, { len: 0x1000 }))).toBe(0x30_0000);
    expect(calls).toStrictEqual([["vmarMap", ROOT_VMAR, 0, 0, VMO, 0, 0x1000]]);
  });

  it("brings each argument to its place", () => {
    const { root, vmo, calls } = over(mapping);
    const flags = VmarFlags.of("PERM_READ", "OFFSET_IS_UPPER_LIMIT");
    root.map(vmo, { len: 1, vmarOffset: 0x2000, vmoOffset: 0x3000, flags, align: Alignment.ALIGN_1KB });
    expect(calls).toStrictEqual([["vmarMap", ROOT_VMAR, 0x0a00_2001, 0x2000, VMO, 0x3000, 1]]);
  });

  it("takes SPECIFIC_OVERWRITE out of a raw word, unlike Rust, and all that has no name", () => {
    const { root, vmo, calls } = over(mapping);
    root.map(vmo, { len: 1, flags: new VmarFlags(0xc0ff_0031) });
    expect(calls).toStrictEqual([["vmarMap", ROOT_VMAR, 0x11, 0, VMO, 0, 1]]);
  });

  it("passes a refusal on", () => {
    const { root, vmo } = over({ vmarMap: () => ({ status: Status.ALREADY_EXISTS, addr: 0 }) });
    expect(root.map(vmo, { len: 1 })).toStrictEqual({ ok: false, status: -26 });
  });

  it("throws for a VMO of another kernel", () => {
    const { root } = over(mapping);
    const { vmo } = over(mapping);
    expect(() => root.map(vmo, { len: 1 })).toThrow(TypeError);
  });
});

describe("opRange", () => {
  it("has no buffer", () => {
    const { root, calls } = over({ vmarOpRange: () => Status.BAD_STATE });
    expect(root.opRange(VmarOp.DECOMMIT, 0x20_0000, 0x1000)).toStrictEqual({ ok: false, status: -20 });
    expect(calls).toStrictEqual([["vmarOpRange", ROOT_VMAR, 2, 0x20_0000, 0x1000, 0]]);
  });
});

describe("info", () => {
  it("gives base and length", () => {
    const info = { base: 0x20_0000, len: 0x1000 };
    const { root, calls } = over({ infoVmar: () => ({ status: Status.OK, actual: 1, available: 1, info }) });
    expect(unwrap(root.info())).toStrictEqual(info);
    expect(calls).toStrictEqual([["infoVmar", ROOT_VMAR, 16]]);
  });

  it("passes a refusal on", () => {
    const { root } = over({ infoVmar: () => ({ status: Status.ACCESS_DENIED, actual: 0, available: 0 }) });
    expect(root.info()).toStrictEqual({ ok: false, status: -30 });
  });

  it("throws where an address does not fit a number", () => {
    const info = { base: 2n ** 60n, len: 0x1000 };
    const { root } = over({ infoVmar: () => ({ status: Status.OK, actual: 1, available: 1, info }) });
    expect(() => root.info()).toThrow(RangeError);
  });
});

describe("maps", () => {
  const counters = {
    committedBytes: 0x1000,
    populatedBytes: 0x1001,
    committedPrivateBytes: 0x1002,
    populatedPrivateBytes: 0x1003,
    committedScaledBytes: 0x1004,
    populatedScaledBytes: 0x1005,
    committedFractionalScaledBytes: 2n ** 62n,
    populatedFractionalScaledBytes: 7,
  };
  const maps = [
    { name: "root", base: 0x10_0000, size: 0x10_0000, depth: 0, details: { kind: "vmar" } },
    {
      name: "heap",
      base: 0x10_0000,
      size: 0x1000,
      depth: 1,
      details: {
        kind: "mapping",
        mapping: { mmuFlags: 3, vmoKoid: 1026, vmoOffset: 2n ** 60n, ...counters },
      },
    },
  ] as const;
  const script: Script = {
    infoVmarMaps: () => ({ status: Status.OK, actual: 2, available: 2, maps }),
  };

  it("gives the records", () => {
    const { root, calls } = over(script);
    const { filled, rest, available } = unwrap(root.maps(3));
    expect([filled.length, rest, available]).toStrictEqual([2, 1, 2]);
    expect(filled[0]).toMatchObject({
      base: 0x10_0000,
      size: 0x10_0000,
      depth: 0,
      details: { kind: "vmar" },
    });
    expect(filled.map(({ name }) => String(name))).toStrictEqual(["root", "heap"]);
    expect(filled[1]?.details).toStrictEqual({
      kind: "mapping",
      mapping: {
        mmuFlags: VmarFlagsExtended.of("PERM_READ", "PERM_WRITE"),
        vmoKoid: 1026n,
        vmoOffset: 2n ** 60n,
        ...counters,
        populatedFractionalScaledBytes: 7n,
      },
    });
    expect(calls).toStrictEqual([["infoVmarMaps", ROOT_VMAR, 3 * 152]]);
  });

  it("has the names of older crates", () => {
    const { root, calls } = over(script);
    expect(unwrap(root.infoMaps(3)).available).toBe(2);
    expect(unwrap(root.infoMapsVec())).toHaveLength(2);
    expect(unwrap(root.mapsVec())).toHaveLength(2);
    expect(calls.map(([, , size]) => size)).toStrictEqual([3 * 152, 16 * 152, 16 * 152]);
  });
});

describe("misuse", () => {
  it.each([-1, 0.5, NaN, 2 ** 53, -1n, 2n ** 64n])("throws for %s before the kernel is asked", (bad) => {
    const { root, vmo, calls } = over({ ...allocating, ...mapping, vmarOpRange: () => Status.OK });
    expect(() => root.allocate({ size: bad })).toThrow(RangeError);
    expect(() => root.allocate({ size: 1, offset: bad })).toThrow(RangeError);
    expect(() => root.map(vmo, { len: bad })).toThrow(RangeError);
    expect(() => root.map(vmo, { len: 1, vmarOffset: bad })).toThrow(RangeError);
    expect(() => root.map(vmo, { len: 1, vmoOffset: bad })).toThrow(RangeError);
    expect(() => root.opRange(VmarOp.COMMIT, bad, 1)).toThrow(RangeError);
    expect(() => root.opRange(VmarOp.COMMIT, 1, bad)).toThrow(RangeError);
    expect(calls).toStrictEqual([]);
  });

  it("takes any u64, in canonical form to the kernel", () => {
    const { root, calls } = over({ vmarOpRange: () => Status.OUT_OF_RANGE });
    root.opRange(VmarOp.COMMIT, 0x1000n, 2n ** 64n - 1n);
    expect(calls).toStrictEqual([["vmarOpRange", ROOT_VMAR, 1, 0x1000, 2n ** 64n - 1n, 0]]);
  });
});
