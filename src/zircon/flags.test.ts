import { describe, expect, it } from "vitest";
import { flagNames } from "./flags.ts";
import { VmOption } from "./options.ts";
import { Rights } from "./rights.ts";

describe("flagNames", () => {
  it("names bits in the table's order and keeps the rest", () => {
    expect(flagNames(VmOption, 0x0c10_0021)).toStrictEqual({
      names: ["PERM_READ", "SPECIFIC_OVERWRITE"],
      rest: 0x0c10_0000,
    });
    expect(flagNames(VmOption, 0)).toStrictEqual({ names: [], rest: 0 });
  });

  it("treats bit 31 as any other", () => {
    expect(flagNames(Rights, 0x8000_0004)).toStrictEqual({ names: ["READ", "SAME_RIGHTS"], rest: 0 });
    expect(flagNames(VmOption, -1).rest).toBe(0xffff_0000);
  });

  it("does not name 0", () => {
    expect(flagNames({ NONE: 0, ONE: 1 }, 1).names).toStrictEqual(["ONE"]);
  });
});
