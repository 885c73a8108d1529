import { describe, expect, it } from "vitest";
import { VmarOp } from "../../src/zircon/options.ts";
import { lowestPlacement } from "../../src/zircon/placement.ts";
import { DEFAULT_SEMANTICS } from "../../src/zircon/semantics.ts";
import { statusName } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { VmoOp, VmoOption } from "../../src/zircon/vmo.ts";
import { KERNELS } from "./kernels.ts";
import { type Area, P, R, RW, Scene, SPECIFIC } from "./scene.ts";

const TOP = 2n ** 64n;
const EDGES: readonly U64[] = [
  0,
  1,
  P,
  2 ** 53 - 1,
  2n ** 53n,
  2n ** 63n,
  TOP - 8192n,
  TOP - 4096n,
  TOP - 1n,
];

describe.each(KERNELS)("values at the edge of 64 bits: $name", ({ create }) => {
  it("an address space that ends at 2^64", () => {
    const aspace = { base: TOP - 0x20_0000n, size: 0x20_0000, pageSize: P };
    const s = new Scene(create, { aspace });
    const last: Area = s.child(s.root, 0x1f0, 16);
    expect(last.base).toBe(TOP - 0x1_0000n);
    expect(s.map(last, RW | SPECIFIC, 8, s.vmo, 0, 8)).toBe("OK");
    expect(s.write(last, 15, 5)).toBe("OK");
    expect(statusName(s.kernel.access(TOP - 4n, "read", 8).status)).toBe("NOT_FOUND");
    expect(s.kernel.access(TOP - 8n, "read", 8).status).toBe(0);
    expect([s.protect(last, R, 15, 1), s.op(last, VmarOp.MAP_RANGE, 15, 1)]).toEqual(["OK", "OK"]);
    expect(s.entries(last)).toEqual(["8+7 rw- @0", "15+1 r-- @7"]);
    expect([s.unmap(last, 15, 2), s.unmap(last, 15, 1)]).toEqual(["INVALID_ARGS", "OK"]);
    const seen: U64[] = [];
    s.kernel.observeSpace(TOP - 0x8000n, 0x8000, {
      region: (_koid, base) => seen.push(base),
      mapping: (base) => seen.push(base),
    });
    expect(seen).toEqual([aspace.base, TOP - 0x1_0000n, TOP - 0x8000n]);
  });

  it("pages of a VMO beyond 2^53 bytes", () => {
    const s = new Scene(create);
    const vmo = s.kernel.vmoCreate(0, VmoOption.UNBOUNDED).handle;
    const far = 2n ** 60n;
    expect(s.kernel.vmoWrite(vmo, far + 1n, Uint8Array.of(1, 2))).toBe(0);
    expect(s.kernel.vmarMap(s.v.handle, R, 0, vmo, far, P).status).toBe(0);
    expect(s.load(s.v, 0)).toBe(0x02_0100);
    expect(s.mappings(s.v)[0]?.mapping).toMatchObject({ vmoOffset: far, committedBytes: P });
    expect(statusName(s.kernel.vmoOpRange(vmo, VmoOp.COMMIT, 0, far))).toBe("NO_MEMORY");
    expect(statusName(s.kernel.vmoOpRange(vmo, VmoOp.ZERO, 1, far + 1n))).toBe("OK");
    expect(s.load(s.v, 0)).toBe(0x02_0000);
    expect(statusName(s.kernel.vmoOpRange(vmo, VmoOp.DECOMMIT, 0, far + 4096n))).toBe("OK");
    expect(s.kernel.infoVmo(vmo).info?.committedBytes).toBe(0);
    expect(statusName(s.kernel.vmoSetStreamSize(vmo, far))).toBe("OK");
    expect(s.kernel.vmoGetStreamSize(vmo).value).toBe(far);
  });

  it("no combination of edge values throws or changes what it must not", () => {
    const s = new Scene(create);
    const { kernel, v, vmo } = s;
    s.map(v, RW | SPECIFIC, 4, vmo, 0, 4);
    s.child(v, 8, 2);
    const before = s.entries(v);
    const words = [0, 1, 0x10, 0x2000, 0x8000, 0x7fff_ffff, 0xffff_ffff];
    for (const a of EDGES) {
      for (const b of EDGES) {
        for (const options of words) {
          if (kernel.vmarAllocate(v.handle, options, a, b).status === 0) s.unmap(v, 0, 4);
          kernel.vmarProtect(v.handle, options, a, b);
          kernel.vmoCreateChild(vmo, options, a, b);
          kernel.vmarOpRange(v.handle, options, a, b, 0);
          kernel.vmoOpRange(vmo, options, a, b);
          const { status, addr } = kernel.vmarMap(v.handle, options, a, vmo, b, P);
          if (status === 0) kernel.vmarUnmap(v.handle, addr, P);
        }
        kernel.vmarUnmap(v.handle, a, b);
        kernel.processReadMemory(kernel.process, a, b);
        kernel.vmoRead(vmo, a, b);
        kernel.observeSpace(a, b, { region: () => undefined, mapping: () => undefined });
      }
      kernel.access(a, "write", 8, a);
      kernel.observePage(a);
      kernel.vmoWrite(vmo, a, new Uint8Array(1));
      kernel.vmoSetSize(vmo, a);
      kernel.vmoSetStreamSize(vmo, a);
    }
    expect(s.entries(v)).toEqual(before);
  });

  it("a region nested in another for thousands of levels", () => {
    const s = new Scene(create);
    let inner = s.v;
    for (let depth = 0; depth < 5_000; depth++) inner = s.child(inner, 0, 16);
    expect(s.map(inner, R | SPECIFIC, 0, s.vmo, 0, 1)).toBe("OK");
    expect(s.read(s.v, 0)).toBe("OK");
    expect(s.protect(s.v, 0, 0, 1)).toBe("OK");
    expect(s.maps(s.v)).toHaveLength(5_002);
    expect(s.destroy(s.v)).toBe("OK");
    expect(s.destroy(inner)).toBe("BAD_STATE");
  });

  it("larger pages", () => {
    const aspace = { base: 0x100_0000, size: 0x1_0000_0000, pageSize: 65536 };
    const kernel = create({ aspace, placement: lowestPlacement, semantics: DEFAULT_SEMANTICS });
    const vmo = kernel.vmoCreate(1, 0).handle;
    expect(kernel.vmoGetSize(vmo).value).toBe(65536);
    const map = (options: number, offset: number, len: number): string =>
      statusName(kernel.vmarMap(kernel.rootVmar, options, offset, vmo, 0, len).status);
    expect(map(R | SPECIFIC, P, P)).toBe("INVALID_ARGS");
    expect(map(R | SPECIFIC | (14 << 24), 65536, P)).toBe("OK"); // finer than a page is no wish
    expect(map(R | SPECIFIC | (17 << 24), 3 * 65536, P)).toBe("INVALID_ARGS");
    expect(kernel.infoVmarMaps(kernel.rootVmar, Infinity).maps[1]).toMatchObject({ size: 65536 });
  });
});
