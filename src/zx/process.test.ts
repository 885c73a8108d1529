import { describe, expect, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { Process } from "./process.ts";
import { ok, unwrap } from "./result.ts";
import { PROCESS, ROOT_VMAR, scriptedKernel } from "./testing/scripted-kernel.ts";

describe("Process", () => {
  it("is borrowed, and lends its root VMAR", () => {
    const { kernel, calls } = scriptedKernel({});
    const process = Process.self(kernel);
    process.close();
    process.rootVmar.close();
    expect([process.rawHandle, process.rootVmar.rawHandle]).toStrictEqual([PROCESS, ROOT_VMAR]);
    expect(calls).toStrictEqual([]);
  });

  it("owns a duplicate", () => {
    const { kernel, calls } = scriptedKernel({
      handleDuplicate: () => ({ status: Status.OK, handle: 0x2b }),
      handleClose: () => Status.OK,
    });
    unwrap(Process.self(kernel).duplicate()).close();
    Process.unsafeFromRaw(kernel, 0x2f).close();
    expect(calls).toStrictEqual([
      ["handleDuplicate", PROCESS, 0x8000_0000],
      ["handleClose", 0x2b],
      ["handleClose", 0x2f],
    ]);
  });

  it("reads and writes memory", () => {
    const bytes = Uint8Array.of(1, 2);
    const { kernel, calls } = scriptedKernel({
      processReadMemory: () => ({ status: Status.OK, bytes }),
      processWriteMemory: () => ({ status: Status.OK, value: 2 }),
    });
    const process = Process.self(kernel);
    expect(process.readMemory(0x20_0000, 0x1000)).toStrictEqual(ok(bytes));
    expect(process.writeMemory(0x20_0000, bytes)).toStrictEqual(ok(2));
    expect(calls).toStrictEqual([
      ["processReadMemory", PROCESS, 0x20_0000, 0x1000],
      ["processWriteMemory", PROCESS, 0x20_0000, bytes],
    ]);
  });

  it("may be refused", () => {
    const { kernel } = scriptedKernel({
      processReadMemory: () => ({ status: Status.NOT_FOUND, bytes: new Uint8Array() }),
      processWriteMemory: () => ({ status: Status.NOT_SUPPORTED, value: 0 }),
    });
    const process = Process.self(kernel);
    expect(process.readMemory(0, 1)).toStrictEqual({ ok: false, status: -25 });
    expect(process.writeMemory(0, Uint8Array.of(1))).toStrictEqual({ ok: false, status: -2 });
  });

  it("lists its maps", () => {
    const maps = [
      { name: "proc:1024", base: 0, size: 0x1000, depth: 0, details: { kind: "addressSpace" } },
    ] as const;
    const { kernel, calls } = scriptedKernel({
      infoProcessMaps: () => ({ status: Status.OK, actual: 1, available: 1, maps }),
    });
    const process = Process.self(kernel);
    expect(unwrap(process.infoMaps(4)).rest).toBe(3);
    expect(unwrap(process.infoMapsVec())[0]?.details).toStrictEqual({ kind: "addressSpace" });
    expect(calls).toStrictEqual([
      ["infoProcessMaps", PROCESS, 4 * 152],
      ["infoProcessMaps", PROCESS, 16 * 152],
    ]);
  });
});
