import { describe, expect, it } from "vitest";
import { ALIGN_NAMES } from "../zircon/options.ts";
import { Alignment } from "./alignment.ts";
import { optionWord } from "./option-word.ts";

describe("Alignment", () => {
  it("has the 23 names of zx-api.md §2.2, in order", () => {
    expect(Object.entries(Alignment).map(([name, align]) => [name, align.exponent])).toStrictEqual([
      ...ALIGN_NAMES,
    ]);
  });

  it.each([
    [Alignment.ALIGN_1KB, 0x0a00_0000, 2 ** 10],
    [Alignment.ALIGN_64KB, 0x1000_0000, 2 ** 16],
    [Alignment.ALIGN_2MB, 0x1500_0000, 2 ** 21],
    [Alignment.ALIGN_4GB, 0x2000_0000, 2 ** 32],
  ])("%s is %i in an option word", (align, optionBits, bytes) => {
    expect(align.optionBits).toBe(optionBits);
    expect(align.bytes).toBe(bytes);
    expect(Alignment.ofBytes(bytes)).toStrictEqual(align);
  });

  it("prints its name", () => {
    for (const [name, align] of Object.entries(Alignment)) expect(String(align)).toBe(name);
  });

  it.each([0, 1, 512, 1025, 3072, 2 ** 33, -4096, NaN])("has none of %i bytes", (bytes) => {
    expect(Alignment.ofBytes(bytes)).toBeUndefined();
  });
});

describe("optionWord", () => {
  it("puts flags and alignment together", () => {
    expect(optionWord(0x13, Alignment.ALIGN_4GB)).toBe(0x2000_0013);
    expect(optionWord(0x13, undefined)).toBe(0x13);
  });

  it("lets a raw ALIGN field through", () => {
    expect(optionWord(0x2100_0001, undefined)).toBe(0x2100_0001);
    expect(optionWord(0xff00_0001, undefined)).toBe(0xff00_0001);
  });

  it("throws for two alignments", () => {
    expect(() => optionWord(0x0a00_0001, Alignment.ALIGN_4KB)).toThrow(RangeError);
  });
});
