import { describe, expect, it } from "vitest";
import { Status } from "../../zircon/status.ts";
import { Alignment } from "../alignment.ts";
import { asMapping } from "../map-details.ts";
import { ObjectType } from "../object-type.ts";
import { unwrap } from "../result.ts";
import { Rights } from "../rights.ts";
import { Signals } from "../signals.ts";
import { PAGE_SIZE, referenceSystem } from "../testing/reference-system.ts";
import type { Vmar } from "../vmar.ts";
import { VmarFlags } from "../vmar-flags.ts";
import { VmarFlagsExtended } from "../vmar-flags-extended.ts";
import { VmarOp } from "../vmar-op.ts";
import { Vmo } from "../vmo.ts";

const BAD_HANDLE = { ok: false, status: Status.BAD_HANDLE };
const READ_WRITE = VmarFlags.of("PERM_READ", "PERM_WRITE");
const EVERYTHING = VmarFlags.of("CAN_MAP_READ", "CAN_MAP_WRITE", "CAN_MAP_EXECUTE", "CAN_MAP_SPECIFIC");

describe("the crate's own tests (vmar.rs)", () => {
  it("allocate_and_info", () => {
    const { root } = referenceSystem();
    const size = 1024 * 1024;
    const { vmar, base } = unwrap(root.allocate({ size }));
    expect(unwrap(vmar.info())).toStrictEqual({ base, len: size });
  });

  it("root_vmar_info", () => {
    const info = unwrap(referenceSystem().root.info());
    expect(info.base).toBeGreaterThan(0);
    expect(info.len).toBeGreaterThan(0);
  });

  it("root_vmar_maps", () => {
    expect(unwrap(referenceSystem().root.infoMapsVec())).not.toHaveLength(0);
  });
});

describe("its test of a Vmar among the handles (handle.rs)", () => {
  it("basic_info_vmar", () => {
    const info = unwrap(referenceSystem().root.basicInfo());
    expect(info.objectType).toBe(ObjectType.VMAR);
    expect(info.rights.contains(Rights.WAIT)).toBe(false);
  });
});

/** A region of 16 pages that may hold everything, and a VMO of 8 pages. */
function setting(): ReturnType<typeof referenceSystem> & { vmar: Vmar; base: number; vmo: Vmo } {
  const system = referenceSystem();
  const region = unwrap(system.root.allocate({ size: 16 * PAGE_SIZE, flags: EVERYTHING }));
  return { ...system, ...region, vmo: unwrap(Vmo.create(system.kernel, 8 * PAGE_SIZE)) };
}

describe("the safe map", () => {
  const len = PAGE_SIZE;

  it("never overwrites, although the flags were built from a raw word with bit 5", () => {
    const { vmar, vmo } = setting();
    unwrap(vmar.map(vmo, { len, flags: VmarFlags.of("PERM_READ", "SPECIFIC") }));
    const raw = new VmarFlags(VmarFlagsExtended.of("PERM_READ", "SPECIFIC", "SPECIFIC_OVERWRITE").bits);
    expect(vmar.map(vmo, { len, flags: raw })).toStrictEqual({ ok: false, status: Status.ALREADY_EXISTS });
    // Without SPECIFIC nothing fixes the place any more, and the offset means nothing.
    const alone = new VmarFlags(VmarFlagsExtended.of("PERM_READ", "SPECIFIC_OVERWRITE").bits);
    expect(vmar.map(vmo, { len, vmarOffset: PAGE_SIZE, flags: alone })).toStrictEqual({
      ok: false,
      status: Status.INVALID_ARGS,
    });
  });

  it("does not send bits without a name, so they are no error", () => {
    const { vmar, vmo } = setting();
    expect(vmar.map(vmo, { len, flags: new VmarFlags(0xc0ff_0001) }).ok).toBe(true);
  });

  it("aligns by the field", () => {
    const { root, kernel } = setting();
    const vmo = unwrap(Vmo.create(kernel, len));
    const addr = unwrap(root.map(vmo, { len, flags: READ_WRITE, align: Alignment.ALIGN_2MB }));
    expect(addr % 2 ** 21).toBe(0);
  });
});

describe("the unsafe calls", () => {
  it("overwrite, cut, protect and destroy", () => {
    const { vmar, base, vmo, kernel, process } = setting();
    const other = unwrap(Vmo.create(kernel, PAGE_SIZE));
    unwrap(other.write(Uint8Array.of(7), 0));

    unwrap(vmar.map(vmo, { len: 4 * PAGE_SIZE, flags: READ_WRITE.union(VmarFlags.SPECIFIC) }));
    const flags = VmarFlagsExtended.of("PERM_READ", "SPECIFIC_OVERWRITE");
    expect(unwrap(vmar.unsafe.map(other, { len: PAGE_SIZE, vmarOffset: PAGE_SIZE, flags }))).toBe(
      base + PAGE_SIZE,
    );
    expect(unwrap(process.readMemory(base + PAGE_SIZE, 1))).toStrictEqual(Uint8Array.of(7));
    expect(entries(vmar)).toStrictEqual(["0+1 rw", "1+1 r", "2+2 rw"]);

    unwrap(vmar.unsafe.unmap(base + 3 * PAGE_SIZE, 1));
    unwrap(vmar.unsafe.protect(base, PAGE_SIZE, VmarFlags.NONE));
    expect(entries(vmar)).toStrictEqual(["0+1 ", "1+1 r", "2+1 rw"]);

    unwrap(vmar.unsafe.destroy());
    expect(vmar.maps(1)).toStrictEqual({ ok: false, status: Status.BAD_STATE });
    expect(vmar.isInvalid).toBe(false);
    expect(unwrap(vmar.info())).toStrictEqual({ base, len: 16 * PAGE_SIZE });
  });

  it("do what map does when bit 5 is clear (SAFE-04)", () => {
    const safe = setting();
    const unsafe = setting();
    const request = { len: PAGE_SIZE, vmarOffset: 3 * PAGE_SIZE };
    const flags = VmarFlags.of("PERM_READ", "SPECIFIC");
    const extended = VmarFlagsExtended.from(flags);
    expect(unsafe.vmar.unsafe.map(unsafe.vmo, { ...request, flags: extended })).toStrictEqual(
      safe.vmar.map(safe.vmo, { ...request, flags }),
    );
  });
});

describe("maps", () => {
  it("answers with as much as there is room for", () => {
    const { vmar, vmo } = setting();
    for (const page of [0, 2, 4]) {
      const flags = VmarFlags.of("PERM_READ", "SPECIFIC");
      unwrap(vmar.map(vmo, { len: PAGE_SIZE, vmarOffset: page * PAGE_SIZE, flags }));
    }
    expect(unwrap(vmar.maps(0))).toStrictEqual({ filled: [], rest: 0, available: 4 });
    const one = unwrap(vmar.maps(1));
    expect([one.filled.length, one.rest, one.available]).toStrictEqual([1, 0, 4]);
    expect(one.filled[0]).toMatchObject({ depth: 0, details: { kind: "vmar" } });
    const six = unwrap(vmar.infoMaps(6));
    expect([six.filled.length, six.rest, six.available]).toStrictEqual([4, 2, 4]);
    expect(unwrap(vmar.infoMapsVec())).toStrictEqual(six.filled);
  });

  it("grows past 16 entries", () => {
    const { root, vmo } = setting();
    const size = 100 * PAGE_SIZE;
    const { vmar } = unwrap(root.allocate({ size, flags: EVERYTHING }));
    for (let page = 0; page < 80; page += 2) {
      unwrap(vmar.map(vmo, { len: PAGE_SIZE, vmarOffset: page * PAGE_SIZE, flags: VmarFlags.SPECIFIC }));
    }
    expect(unwrap(vmar.mapsVec())).toHaveLength(41);
  });
});

describe("a Vmar without a handle", () => {
  it("answers BAD_HANDLE in every call, and throws in none", () => {
    const { vmar, base, vmo } = setting();
    vmar.close();
    expect(vmar.allocate({ size: PAGE_SIZE })).toStrictEqual(BAD_HANDLE);
    expect(vmar.map(vmo, { len: PAGE_SIZE })).toStrictEqual(BAD_HANDLE);
    expect(vmar.opRange(VmarOp.DONT_NEED, base, PAGE_SIZE)).toStrictEqual(BAD_HANDLE);
    expect(vmar.info()).toStrictEqual(BAD_HANDLE);
    expect(vmar.maps(1)).toStrictEqual(BAD_HANDLE);
    expect(vmar.mapsVec()).toStrictEqual(BAD_HANDLE);
    expect(vmar.unsafe.map(vmo, { len: PAGE_SIZE })).toStrictEqual(BAD_HANDLE);
    expect(vmar.unsafe.unmap(base, PAGE_SIZE)).toStrictEqual(BAD_HANDLE);
    expect(vmar.unsafe.protect(base, PAGE_SIZE, VmarFlags.NONE)).toStrictEqual(BAD_HANDLE);
    expect(vmar.unsafe.destroy()).toStrictEqual(BAD_HANDLE);
    expect(vmar.duplicate()).toStrictEqual(BAD_HANDLE);
    expect(vmar.replace(Rights.SAME_RIGHTS)).toStrictEqual(BAD_HANDLE);
    expect(vmar.basicInfo()).toStrictEqual(BAD_HANDLE);
    expect(vmar.countInfo()).toStrictEqual(BAD_HANDLE);
    expect(vmar.koid()).toStrictEqual(BAD_HANDLE);
    expect(vmar.getName()).toStrictEqual(BAD_HANDLE);
    expect(vmar.setName("")).toStrictEqual(BAD_HANDLE);
    expect(vmar.signal(Signals.NONE, Signals.USER_0)).toStrictEqual(BAD_HANDLE);
    expect(vmar.waitOne(Signals.USER_0)).toStrictEqual({ kind: "err", status: Status.BAD_HANDLE });
  });

  it("leaves its mappings behind: closing unmaps nothing", () => {
    const { vmar, vmo, process } = setting();
    unwrap(vmo.write(Uint8Array.of(9), 0));
    const addr = unwrap(vmar.map(vmo, { len: PAGE_SIZE, flags: VmarFlags.PERM_READ }));
    vmar.close();
    vmo.close();
    expect(unwrap(process.readMemory(addr, 1))).toStrictEqual(Uint8Array.of(9));
  });
});

describe("what no VMAR handle may do (E-60)", () => {
  it("is to wait, to signal and to have a name", () => {
    const denied = { ok: false, status: Status.ACCESS_DENIED };
    const { vmar } = setting();
    expect(vmar.waitOne(Signals.USER_0)).toStrictEqual({ kind: "err", status: Status.ACCESS_DENIED });
    expect(vmar.signal(Signals.NONE, Signals.USER_0)).toStrictEqual(denied);
    expect(vmar.getName()).toStrictEqual(denied);
    expect(vmar.setName("heap")).toStrictEqual(denied);
  });

  it("comes from its rights: a new one has 0x208003 and a right for each CAN_MAP flag", () => {
    const { root } = setting();
    const rightsOf = (flags: VmarFlags): Rights => {
      const { vmar } = unwrap(root.allocate({ size: PAGE_SIZE, flags }));
      return unwrap(vmar.basicInfo()).rights;
    };
    expect(rightsOf(VmarFlags.NONE)).toStrictEqual(Rights.VMAR_DEFAULT);
    expect(rightsOf(VmarFlags.of("CAN_MAP_READ", "CAN_MAP_EXECUTE"))).toStrictEqual(
      Rights.VMAR_DEFAULT.union(Rights.READ, Rights.EXECUTE),
    );
  });
});

/** The mappings of a region as `first page + pages permissions`. */
function entries(vmar: Vmar): string[] {
  const { base } = unwrap(vmar.info());
  return unwrap(vmar.mapsVec()).flatMap((entry) => {
    const mapping = asMapping(entry.details);
    if (mapping === undefined) return [];
    const perms = mapping.mmuFlags.names().map((name) => (name === "PERM_READ" ? "r" : "w"));
    return [`${(entry.base - base) / PAGE_SIZE}+${entry.size / PAGE_SIZE} ${perms.join("")}`];
  });
}
