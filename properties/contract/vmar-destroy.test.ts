import { describe, expect, it } from "vitest";
import { Rights } from "../../src/zircon/rights.ts";
import { statusName } from "../../src/zircon/status.ts";
import { KERNELS } from "./kernels.ts";
import { at, P, R, Scene, SPECIFIC } from "./scene.ts";

describe.each(KERNELS)("zx_vmar_destroy and zx_task_kill: $name", ({ create }) => {
  it("DEST-01…03 (E-54)", () => {
    const s = new Scene(create);
    expect(statusName(s.kernel.vmarDestroy(0))).toBe("BAD_HANDLE");
    expect(statusName(s.kernel.vmarDestroy(s.vmo))).toBe("WRONG_TYPE");
    expect(s.destroy(s.areaWithout(s.root, Rights.OP_CHILDREN))).toBe("ACCESS_DENIED");
    expect(s.destroy(s.root)).toBe("NOT_SUPPORTED");
    expect(s.destroy(s.v)).toBe("OK");
    expect(s.destroy(s.v)).toBe("BAD_STATE");
  });

  it("DEST-05: the whole subtree goes, the range is free again (E-56)", () => {
    const s = new Scene(create);
    const c = s.child(s.v, 0, 8);
    const g = s.child(c, 2, 2);
    s.map(c, R | SPECIFIC, 0, s.vmo, 0, 1);
    s.map(g, R | SPECIFIC, 0, s.vmo, 2, 1);
    expect(s.destroy(c)).toBe("OK");
    expect([s.destroy(g), s.mappingsOf(s.vmo), s.read(s.v, 0)]).toEqual(["BAD_STATE", 0, "NOT_FOUND"]);
    expect(s.map(s.v, R | SPECIFIC, 1, s.vmo, 7, 2)).toBe("OK");
    expect(s.entries(s.v)).toEqual(["1+2 r-- @7"]);
    expect(s.kernel.handleClose(g.handle)).toBe(0);
  });

  it("closing the last handle of a region leaves what is mapped in it (E-55)", () => {
    const s = new Scene(create);
    const c = s.child(s.v, 0, 8);
    s.map(c, R | SPECIFIC, 0, s.vmo, 0, 1);
    s.kernel.handleClose(c.handle);
    s.kernel.handleClose(s.vmo);
    expect(s.read(s.v, 0)).toBe("OK");
    expect(s.unmap(s.v, 0, 4)).toBe("INVALID_ARGS");
    expect(s.unmap(s.v, 0, 8)).toBe("OK");
  });

  it("DEST-06, D-22: the death of the process", () => {
    const s = new Scene(create);
    const { kernel } = s;
    s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    expect(statusName(kernel.taskKill(s.root.handle))).toBe("WRONG_TYPE");
    expect(statusName(kernel.taskKill(s.without(kernel.process, Rights.DESTROY)))).toBe("ACCESS_DENIED");
    expect(s.read(s.v, 0)).toBe("OK");
    expect(kernel.taskKill(kernel.process)).toBe(0);
    expect(kernel.taskKill(kernel.process)).toBe(0);

    expect([s.destroy(s.root), s.destroy(s.v)]).toEqual(["BAD_STATE", "BAD_STATE"]);
    expect([s.allocate(s.root, 0, 0, 1), s.map(s.v, 0, 0, s.vmo, 0, 1)]).toEqual(["BAD_STATE", "BAD_STATE"]);
    expect([s.unmap(s.v, 0, 1), s.protect(s.v, 0, 0, 1), s.op(s.v, 3, 0, 1)]).toEqual([
      "BAD_STATE",
      "BAD_STATE",
      "BAD_STATE",
    ]);
    expect([s.read(s.v, 0), s.readMemory(s.v, 0, 1), s.poke(s.v, 0)]).toEqual([
      "NOT_FOUND",
      "BAD_STATE",
      "BAD_STATE",
    ]);
    expect(statusName(kernel.infoProcessMaps(kernel.process, 152).status)).toBe("BAD_STATE");
    expect(statusName(kernel.infoVmarMaps(s.root.handle, 152).status)).toBe("BAD_STATE");
    expect(kernel.infoVmar(s.v.handle, 16).info).toEqual({ base: s.v.base, len: 16 * P });
    expect([s.mappingsOf(s.vmo), s.byteOf(s.vmo, 0)]).toEqual([0, 0]);

    expect(kernel.observePage(at(s.v, 0))).toBeUndefined();
    const seen: unknown[] = [];
    kernel.observeSpace(0, 2n ** 64n - 1n, { region: () => seen.push(1), mapping: () => seen.push(2) });
    expect(seen).toEqual([]);
  });
});
