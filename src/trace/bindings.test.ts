import { describe, expect, it } from "vitest";
import { HANDLE_NEVER } from "../zircon/kernel.ts";
import { Bindings } from "./bindings.ts";

describe("Bindings", () => {
  it("knows root, invalid and unknown from the start", () => {
    const bindings = new Bindings(7, 0x1000);
    expect(bindings.handle("root")).toBe(7);
    expect(bindings.address("root+0x10")).toBe(0x1010);
    expect(bindings.handle("invalid")).toBe(0);
    expect(bindings.handle("unknown")).toBe(HANDLE_NEVER);
  });

  it("binds handle and address of a name each for itself, the later one holding", () => {
    const bindings = new Bindings(7, 0x1000);
    bindings.bindHandle("v", 11);
    bindings.bindAddress("v", 0x4000);
    expect([bindings.handle("v"), bindings.address("v")]).toEqual([11, 0x4000]);
    bindings.bindAddress("v", 0x5000);
    expect([bindings.handle("v"), bindings.address("v")]).toEqual([11, 0x5000]);
    bindings.bindHandle("v", 0);
    expect([bindings.handle("v"), bindings.address("v-root")]).toEqual([0, 0x4000]);
  });
});
