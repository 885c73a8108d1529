import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../models/reference/index.ts";
import { DEFAULT_ASPACE, DEFAULT_SEMANTICS, lowestPlacement, zx } from "./index.ts";

describe("the package", () => {
  it("reads like the crate", () => {
    const config = { aspace: DEFAULT_ASPACE, placement: lowestPlacement, semantics: DEFAULT_SEMANTICS };
    const kernel = createReferenceKernel(config);
    const root = zx.Vmar.rootSelf(kernel);
    const flags = zx.VmarFlags.of("CAN_MAP_READ", "CAN_MAP_WRITE");
    const { vmar, base } = zx.unwrap(root.allocate({ size: 0x10000, flags }));
    const vmo = zx.unwrap(zx.Vmo.create(kernel, 0x1000));
    const perms = zx.VmarFlags.of("PERM_READ", "PERM_WRITE");
    expect(zx.unwrap(vmar.map(vmo, { len: 0x1000, flags: perms }))).toBe(base);
    zx.unwrap(vmar.unsafe.unmap(base, 0x1000));
    expect(vmar.opRange(zx.VmarOp.COMMIT, base, 0x1000)).toStrictEqual(zx.err(zx.Status.BAD_STATE));
  });
});
