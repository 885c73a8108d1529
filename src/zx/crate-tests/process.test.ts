import { describe, expect, it } from "vitest";
import { asMapping } from "../map-details.ts";
import type { MapInfo } from "../map-info.ts";
import { unwrap } from "../result.ts";
import { PAGE_SIZE, referenceSystem, type System } from "../testing/reference-system.ts";
import { VmarFlags } from "../vmar-flags.ts";
import { Vmo } from "../vmo.ts";

/** One VMO of a page, mapped twice. */
function mappedTwice(): System & { vmo: Vmo; addresses: readonly number[] } {
  const system = referenceSystem();
  const vmo = unwrap(Vmo.create(system.kernel, PAGE_SIZE));
  const request = { len: PAGE_SIZE, flags: VmarFlags.PERM_READ };
  const addresses = [1, 2].map(() => unwrap(system.root.map(vmo, request)));
  return { ...system, vmo, addresses };
}

function mappingsOf(vmo: Vmo, maps: readonly MapInfo[]): readonly MapInfo[] {
  const koid = unwrap(vmo.koid());
  return maps.filter(({ details }) => asMapping(details)?.vmoKoid === koid);
}

describe("the crate's own tests (process.rs)", () => {
  it("maps_info", () => {
    const { process, root, vmo, addresses } = mappedTwice();
    const one = unwrap(process.infoMaps(1));
    expect(one.filled).toHaveLength(1);
    expect(one.available).toBeGreaterThan(0);
    const { filled, rest, available } = unwrap(process.infoMaps(one.available + 10));
    expect(filled).toHaveLength(available);
    expect(rest).toBe(10);
    expect(mappingsOf(vmo, filled)).toHaveLength(2);
    for (const addr of addresses) unwrap(root.unsafe.unmap(addr, PAGE_SIZE));
  });

  it("info_maps_vec", () => {
    const { process, root, vmo, addresses } = mappedTwice();
    const maps = unwrap(process.infoMapsVec());
    expect(maps.map(({ depth, details }) => `${depth} ${details.kind}`)).toStrictEqual([
      "0 addressSpace",
      "1 vmar",
      "2 mapping",
      "2 mapping",
    ]);
    expect(mappingsOf(vmo, maps).map(({ base }) => base)).toStrictEqual(addresses.toSorted((a, b) => a - b));
    for (const addr of addresses) unwrap(root.unsafe.unmap(addr, PAGE_SIZE));
  });
});

describe("process memory", () => {
  it("is read and written whatever the pages permit", () => {
    const { process, addresses, vmo } = mappedTwice();
    const [addr = 0] = addresses;
    expect(unwrap(process.writeMemory(addr + 4, Uint8Array.of(1, 2)))).toBe(2);
    expect(unwrap(process.readMemory(addr + 3, 4))).toStrictEqual(Uint8Array.of(0, 1, 2, 0));
    expect(unwrap(vmo.read(4, 2))).toStrictEqual(Uint8Array.of(1, 2));
    expect(process.readMemory(0, 1)).toStrictEqual({ ok: false, status: -25 });
  });
});
