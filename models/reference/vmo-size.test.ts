import { describe, expect, it } from "vitest";
import { P, Scene } from "../../properties/contract/scene.ts";
import { VmoChildOption, VmoOption } from "../../src/zircon/vmo.ts";
import { createReferenceKernel } from "./index.ts";

describe("zx_vmo_set_size", () => {
  // A fixed reference of a resizable VMO may be sliced (D-1), and the slice keeps its size when the owner shrinks. VMO-03 says
  // that growing shows zeros, so what the slice wrote past the end must not come back (D-29, proposed).
  it("D-29: growing shows zeros, also where a slice has written past the end", () => {
    const s = new Scene(createReferenceKernel);
    const { kernel } = s;
    const vmo = s.newVmo(4, VmoOption.RESIZABLE);
    const reference = kernel.vmoCreateChild(vmo, VmoChildOption.REFERENCE, 0, 0).handle;
    const slice = kernel.vmoCreateChild(reference, VmoChildOption.SLICE, 2 * P, 2 * P).handle;
    expect(kernel.vmoSetSize(vmo, P)).toBe(0);
    expect(kernel.vmoGetSize(slice).value).toBe(2 * P);
    expect(kernel.vmoWrite(slice, 0, Uint8Array.of(5))).toBe(0);
    expect([s.byteOf(slice, 0), kernel.infoVmo(vmo).info?.committedBytes]).toEqual([5, 0]);
    expect(kernel.vmoSetSize(vmo, 4 * P)).toBe(0);
    expect([s.byteOf(vmo, 2), s.byteOf(slice, 0)]).toEqual([0, 0]);
  });
});
