import { describe, expect, expectTypeOf, it } from "vitest";
import type { Rights } from "./rights.ts";
import type { Vmar } from "./vmar.ts";
import { VmarFlags } from "./vmar-flags.ts";
import { VmarFlagsExtended } from "./vmar-flags-extended.ts";
import type { Vmo } from "./vmo.ts";

describe("the numbers of zx-api.md §2.1", () => {
  it.each([
    ["PERM_READ", 0],
    ["PERM_WRITE", 1],
    ["PERM_EXECUTE", 2],
    ["COMPACT", 3],
    ["SPECIFIC", 4],
    ["CAN_MAP_SPECIFIC", 6],
    ["CAN_MAP_READ", 7],
    ["CAN_MAP_WRITE", 8],
    ["CAN_MAP_EXECUTE", 9],
    ["MAP_RANGE", 10],
    ["REQUIRE_NON_RESIZABLE", 11],
    ["ALLOW_FAULTS", 12],
    ["OFFSET_IS_UPPER_LIMIT", 13],
    ["PERM_READ_IF_XOM_UNSUPPORTED", 14],
    ["FAULT_BEYOND_STREAM_SIZE", 15],
  ] as const)("%s is bit %i in both sets", (name, bit) => {
    expect(VmarFlags[name].bits).toBe(1 << bit);
    expect(VmarFlagsExtended[name].bits).toBe(1 << bit);
  });

  it("differs in SPECIFIC_OVERWRITE alone", () => {
    expect(VmarFlagsExtended.SPECIFIC_OVERWRITE.bits).toBe(0x20);
    expect(VmarFlagsExtended.ALL.bits ^ VmarFlags.ALL.bits).toBe(0x20);
  });

  it("has the masks of §2.3, without the ALIGN field", () => {
    expect(VmarFlags.ALL.bits).toBe(0xffdf);
    expect(VmarFlagsExtended.ALL.bits).toBe(0xffff);
  });
});

describe("conversion", () => {
  it("extends every set", () => {
    expect(VmarFlagsExtended.from(new VmarFlags(0x8000_0003))).toStrictEqual(
      new VmarFlagsExtended(0x8000_0003),
    );
  });

  it("narrows only what the safe calls know", () => {
    expect(VmarFlagsExtended.of("PERM_READ", "SPECIFIC").narrow()).toStrictEqual(new VmarFlags(0x11));
    expect(VmarFlagsExtended.SPECIFIC_OVERWRITE.narrow()).toBeUndefined();
  });
});

/** Never called: it only has to compile, without the lines that must not. */
function compileTimeOnly(vmar: Vmar, vmo: Vmo): void {
  const flags = VmarFlagsExtended.SPECIFIC_OVERWRITE;
  // @ts-expect-error -- map takes VmarFlags
  vmar.map(vmo, { len: 1, flags });
  // @ts-expect-error -- allocate takes VmarFlags
  vmar.allocate({ size: 1, flags });
  // @ts-expect-error -- protect takes VmarFlags
  vmar.unsafe.protect(0, 1, flags);
  // @ts-expect-error -- the unsafe map wants it said that these flags are extended
  vmar.unsafe.map(vmo, { len: 1, flags: VmarFlags.SPECIFIC });
  // @ts-expect-error -- the safe set has no such flag
  VmarFlags.of("SPECIFIC_OVERWRITE");
  // @ts-expect-error -- one set does not take flags of the other
  VmarFlags.NONE.union(flags);
  // @ts-expect-error -- no unsafe call without the word at the call
  vmar.unmap(0, 1);
  // @ts-expect-error -- a region is no memory object
  vmar.map(vmar, { len: 1 });
  vmar.unsafe.map(vmo, { len: 1, flags });
}

describe("types", () => {
  it("keeps the two sets apart", () => {
    expectTypeOf<VmarFlagsExtended>().not.toExtend<VmarFlags>();
    expectTypeOf<VmarFlags>().not.toExtend<VmarFlagsExtended>();
    expectTypeOf<VmarFlags>().not.toExtend<Rights>();
    expectTypeOf<number>().not.toExtend<VmarFlags>();
  });

  it("does not compile an overwrite through a safe call", () => {
    expectTypeOf(compileTimeOnly).returns.toBeVoid();
  });
});
