import { describe, expect, it } from "vitest";
import { VmarOp, VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { KERNELS } from "./kernels.ts";
import { at, FBS, OVERWRITE, P, R, RW, Scene, SPECIFIC, UPPER, X } from "./scene.ts";

const { COMMIT, DECOMMIT, MAP_RANGE, ZERO, PREFETCH, DONT_NEED, ALWAYS_NEED } = VmarOp;

describe.each(KERNELS)("the switches of §1.9 and §9: $name", ({ create }) => {
  it("V-1 older: op_range asks no right of the VMAR handle (E-52)", () => {
    const s = new Scene(create, { semantics: { "V-1": false } });
    const bare = s.areaWithout(s.v, 0xffff_ffff);
    expect(statusName(s.kernel.vmarOpRange(bare.handle, COMMIT, 1, 0, 8))).toBe("INVALID_ARGS");
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 1);
    for (const op of Object.values(VmarOp)) expect(s.op(bare, op, 0, 1)).toBe("OK");
  });

  it("V-2 older: mappings placed in different ways stay apart (E-24)", () => {
    const s = new Scene(create, { semantics: { "V-2": false } });
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 4);
    s.map(s.v, R | OVERWRITE, 1, s.vmo, 1, 2);
    expect(s.entries(s.v)).toEqual(["0+1 r-- @0", "1+2 r-- @1", "3+1 r-- @3"]);
    s.map(s.v, R | OVERWRITE, 3, s.vmo, 3, 1);
    expect(s.entries(s.v)).toEqual(["0+1 r-- @0", "1+3 r-- @1"]);
    s.map(s.v, R | UPPER, 16, s.vmo, 4, 1); // lands at 4, shows page 0
    s.map(s.v, R | SPECIFIC, 5, s.vmo, 1, 1);
    expect(s.entries(s.v)).toHaveLength(4);
    s.unmap(s.v, 1, 2);
    s.map(s.v, R | SPECIFIC | OVERWRITE, 2, s.vmo, 2, 1);
    expect(s.entries(s.v).slice(1, 3)).toEqual(["2+1 r-- @2", "3+1 r-- @3"]);
  });

  it("V-3 older: a physical VMO may be too short", () => {
    const s = new Scene(create, { semantics: { "V-3": false } });
    const physical = s.kernel.vmoCreatePhysical(2 * P).handle;
    expect(s.map(s.v, R | SPECIFIC, 0, physical, 1, 2)).toBe("OK");
    expect([s.read(s.v, 0), s.read(s.v, 1)]).toEqual(["OK", "OUT_OF_RANGE"]);
  });

  it("V-4 older: 8 bits of entropy in a COMPACT region", () => {
    const bits: number[] = [];
    const placement = {
      pick: (lowest: number, _highest: number, _step: number, entropyBits: number): number => {
        bits.push(entropyBits);
        return lowest;
      },
    };
    const s = new Scene(create, { semantics: { "V-4": false }, placement });
    s.allocate(s.child(s.root, 32, 4, VmOption.COMPACT), 0, 0, 1);
    s.allocate(s.v, 0, 0, 1);
    expect(bits).toEqual([8, 30]);
  });

  it("V-5 older, D-14: a mapping object for each protection", () => {
    const s = new Scene(create, { semantics: { "V-5": false } });
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 2);
    s.map(s.v, R | SPECIFIC, 2, s.vmo, 2, 2);
    expect([s.mappingsOf(s.vmo), s.readMemory(s.v, 0, 4)]).toEqual([2, 2]);
    s.protect(s.v, R, 1, 1);
    expect(s.entries(s.v)).toEqual(["0+1 rw- @0", "1+3 r-- @1"]);
    expect([s.mappingsOf(s.vmo), s.readMemory(s.v, 0, 4), s.readMemory(s.v, 1, 4)]).toEqual([2, 1, 3]);
    s.protect(s.v, 0, 2, 1);
    expect([s.mappingsOf(s.vmo), s.readMemory(s.v, 1, 4)]).toEqual([4, 1]);
    s.protect(s.v, R, 0, 4);
    expect([s.mappingsOf(s.vmo), s.readMemory(s.v, 0, 4)]).toEqual([1, 4]);
    s.map(s.v, R | SPECIFIC, 4, s.vmo, 4, 1);
    expect(s.mappingsOf(s.vmo)).toBe(1);
  });

  it("V-5 older: a forced write replaces the entry, not its neighbours", () => {
    const s = new Scene(create, { semantics: { "V-5": false } });
    s.map(s.v, R | SPECIFIC, 0, s.readOnly(s.vmo), 0, 4);
    s.protect(s.v, 0, 1, 1);
    expect(s.poke(s.v, 1)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["0+1 r-- @0", "1+1 --- @0", "2+2 r-- @2"]);
    expect(s.mappings(s.v).map(({ mapping }) => mapping.vmoKoid === 0)).toEqual([false, true, false]);
  });

  it("V-6 older: a full region answers NO_MEMORY", () => {
    const s = new Scene(create, { semantics: { "V-6": false } });
    s.allocate(s.v, 0, 0, 16);
    expect([s.allocate(s.v, 0, 0, 1), s.map(s.v, R, 0, s.vmo, 0, 1)]).toEqual(["NO_MEMORY", "NO_MEMORY"]);
  });

  it("V-7 older: destroy needs no right", () => {
    const s = new Scene(create, { semantics: { "V-7": false } });
    expect(s.destroy(s.areaWithout(s.v, 0xffff_ffff))).toBe("OK");
  });

  it("V-8 older, D-15: no stream option, no ZERO and PREFETCH, no VMAR_MAPS", () => {
    const s = new Scene(create, { semantics: { "V-8": false } });
    const physical = s.kernel.vmoCreatePhysical(P).handle;
    expect(s.map(s.v, R | FBS, 0, physical, 0, 1)).toBe("INVALID_ARGS");
    expect(s.map(s.v, R | FBS, 0, s.vmo, 0, 1)).toBe("INVALID_ARGS");
    expect(s.allocate(s.v, VmOption.FAULT_BEYOND_STREAM_SIZE, 0, 1)).toBe("INVALID_ARGS");
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 1);
    expect([ZERO, PREFETCH].map((op) => s.op(s.v, op, 0, 1))).toEqual(["INVALID_ARGS", "INVALID_ARGS"]);
    expect([COMMIT, MAP_RANGE].map((op) => s.op(s.v, op, 0, 1))).toEqual(["OK", "OK"]);
    expect(statusName(s.kernel.infoVmarMaps(0, 0).status)).toBe("NOT_SUPPORTED");
    expect(s.kernel.infoProcessMaps(s.kernel.process, Infinity).available).toBe(4);
  });

  it("V-9 older, D-16: map records count pages", () => {
    const s = new Scene(create, { semantics: { "V-9": false } });
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 8);
    s.op(s.v, COMMIT, 0, 3);
    expect(s.mappings(s.v)[0]?.mapping).toMatchObject({
      committedBytes: 3,
      populatedBytes: 3,
      committedPrivateBytes: 0,
      committedScaledBytes: 0,
    });
    expect(s.kernel.infoVmo(s.vmo).info?.committedBytes).toBe(3 * P);
  });

  it("Q-1 off: an upper limit keeps the VMO offset", () => {
    const s = new Scene(create, { semantics: { "Q-1": false } });
    s.map(s.v, R | UPPER, 8, s.vmo, 2, 1);
    expect(s.entries(s.v)).toEqual(["0+1 r-- @2"]);
  });

  it("Q-2 off: nothing beyond the stream's end passes", () => {
    const s = new Scene(create, { semantics: { "Q-2": false } });
    s.kernel.vmoSetStreamSize(s.vmo, 2 * P);
    s.map(s.v, RW | FBS | SPECIFIC, 0, s.vmo, 0, 6);
    expect([0, 2, 3].map((page) => s.op(s.v, COMMIT, page, 1))).toEqual([
      "OK",
      "OUT_OF_RANGE",
      "OUT_OF_RANGE",
    ]);
  });

  it("Q-3 on, D-18: MapRange beyond the stream's end is not trimmed", () => {
    const s = new Scene(create, { semantics: { "Q-3": true } });
    s.kernel.vmoSetStreamSize(s.vmo, 2 * P);
    s.map(s.v, RW | FBS | SPECIFIC, 0, s.vmo, 0, 10);
    for (const op of [MAP_RANGE, ALWAYS_NEED]) {
      expect([s.op(s.v, op, 3, 5), s.op(s.v, op, 3, 6), s.op(s.v, op, 8, 2)]).toEqual([
        "OK",
        "OUT_OF_RANGE",
        "OK",
      ]);
    }
    expect([s.op(s.v, DONT_NEED, 3, 6), s.op(s.v, COMMIT, 3, 5)]).toEqual(["OK", "OK"]);
    expect(s.map(s.v, RW | FBS | VmOption.MAP_RANGE, 0, s.vmo, 3, 6)).toBe("OUT_OF_RANGE");
    expect(s.map(s.v, FBS | VmOption.MAP_RANGE, 0, s.vmo, 3, 6)).toBe("OK");
    expect(s.map(s.v, RW | VmOption.MAP_RANGE | SPECIFIC, 0, s.vmo, 3, 6)).toBe("ALREADY_EXISTS");
  });

  it("Q-4 off, D-19: a forced write's clone ends with the VMO", () => {
    const s = new Scene(create, { semantics: { "Q-4": false } });
    s.map(s.v, R | SPECIFIC, 0, s.readOnly(s.vmo), 6, 4);
    expect(s.poke(s.v, 2)).toBe("OUT_OF_RANGE");
    expect(s.mappings(s.v)[0]?.mapping.vmoKoid).toBe(0);
    expect([s.read(s.v, 1), s.read(s.v, 2), s.poke(s.v, 1)]).toEqual(["OK", "OUT_OF_RANGE", "OK"]);
  });

  it("Q-6 on, D-21: the walk ends at a last child below the address (E-78)", () => {
    const s = new Scene(create, { semantics: { "Q-6": true } });
    const c = s.child(s.v, 0, 10);
    const g = s.child(c, 0, 2);
    s.map(c, RW | SPECIFIC, 4, s.vmo, 4, 2);
    expect(s.protect(s.v, R, 4, 2)).toBe("OK"); // an empty region is stepped over
    s.map(g, RW | SPECIFIC, 0, s.vmo, 0, 1);
    expect(s.protect(s.v, R, 4, 2)).toBe("NOT_FOUND");
    expect([s.op(s.v, MAP_RANGE, 4, 2), s.protect(c, R, 4, 2)]).toEqual(["BAD_STATE", "OK"]);
    s.child(g, 1, 1); // the mapping is no longer the last child
    expect(s.protect(s.v, R, 4, 2)).toBe("OK");
    s.map(s.v, RW | SPECIFIC, 10, s.vmo, 0, 1);
    expect(s.protect(s.v, R, 10, 1)).toBe("OK");
  });

  it("Q-8 off, D-20: ZERO never works on an uncached VMO", () => {
    const s = new Scene(create, { semantics: { "Q-8": false } });
    s.kernel.vmoSetCachePolicy(s.vmo, 1);
    s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 1);
    expect([s.op(s.v, ZERO, 0, 1), s.op(s.v, DECOMMIT, 0, 1)]).toEqual(["BAD_STATE", "OK"]);
    s.map(s.v, RW | SPECIFIC, 1, s.kernel.vmoCreatePhysical(P).handle, 0, 1);
    expect(s.op(s.v, ZERO, 1, 1)).toBe("NOT_SUPPORTED");
  });

  it("xom: READ is not added, and Q-9 decides whether EXECUTE alone is legal (D-17)", () => {
    const xom = VmOption.PERM_READ_IF_XOM_UNSUPPORTED;
    for (const [q9, status] of [
      [true, "INVALID_ARGS"],
      [false, "OK"],
    ] as const) {
      const s = new Scene(create, { semantics: { xom: true, "Q-9": q9 } });
      const vmo = s.executable(s.vmo);
      expect(s.map(s.v, X | xom | SPECIFIC, 0, vmo, 0, 1)).toBe(status);
      expect(s.map(s.v, X | SPECIFIC, 1, vmo, 0, 1)).toBe("INVALID_ARGS");
      expect(s.map(s.v, X | 2 | xom | SPECIFIC, 1, vmo, 0, 1)).toBe("INVALID_ARGS");
      expect(s.map(s.v, xom | SPECIFIC, 2, vmo, 4, 1)).toBe("OK");
      expect(s.entries(s.v).at(-1)).toBe("2+1 --- @4");
      expect(s.protect(s.v, X | xom, 2, 1)).toBe(status);
      expect(s.protect(s.areaWithout(s.v, Rights.READ), xom, 2, 1)).toBe("OK");
      if (q9) continue;
      expect(s.protect(s.v, X | xom, 2, 1)).toBe("OK");
      expect([s.execute(s.v, 2), s.read(s.v, 2), s.write(s.v, 2)]).toEqual([
        "OK",
        "ACCESS_DENIED",
        "ACCESS_DENIED",
      ]);
      expect(s.kernel.observePage(at(s.v, 0))?.perms).toBe(4);
    }
  });
});
