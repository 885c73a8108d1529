import { describe, expect, it } from "vitest";
import { Rights } from "./rights.ts";
import { VmarFlags } from "./vmar-flags.ts";

const { PERM_READ, PERM_WRITE, PERM_EXECUTE, NONE, ALL } = VmarFlags;

describe("building a set", () => {
  it("keeps every bit with new, as from_bits_retain", () => {
    expect(new VmarFlags(0xff00_0021).bits).toBe(0xff00_0021);
  });

  it("takes the negative words that JavaScript's operators make", () => {
    expect(new Rights(1 << 31).bits).toBe(0x8000_0000);
    expect(new VmarFlags(-1).bits).toBe(0xffff_ffff);
  });

  it.each([0.5, NaN, Infinity, 2 ** 32, -(2 ** 31) - 1])("throws for %s, which is no word", (bits) => {
    expect(() => new VmarFlags(bits)).toThrow(RangeError);
  });

  it("refuses unknown bits with fromBits and drops them with truncate", () => {
    expect(VmarFlags.fromBits(0x3)).toStrictEqual(new VmarFlags(0x3));
    expect(VmarFlags.fromBits(0x23)).toBeUndefined();
    expect(VmarFlags.truncate(0x3f00_0023)).toStrictEqual(new VmarFlags(0x3));
    expect(Rights.fromBits(0x8000_0001)?.bits).toBe(0x8000_0001);
  });

  it("knows flags by name", () => {
    expect(VmarFlags.of()).toStrictEqual(NONE);
    expect(VmarFlags.of("PERM_READ", "MAP_RANGE").bits).toBe(0x401);
    expect(VmarFlags.fromName("COMPACT")?.bits).toBe(0x8);
    expect(VmarFlags.fromName("SPECIFIC_OVERWRITE")).toBeUndefined();
    expect(VmarFlags.fromName("toString")).toBeUndefined();
  });

  it("is frozen", () => {
    expect(Object.isFrozen(new VmarFlags(1))).toBe(true);
  });
});

describe("asking a set", () => {
  const readWrite = PERM_READ.union(PERM_WRITE);

  it("tells empty and all", () => {
    expect(NONE.isEmpty).toBe(true);
    expect(PERM_READ.isEmpty).toBe(false);
    expect(ALL.isAll).toBe(true);
    expect(new VmarFlags(0xffff_ffff).isAll).toBe(true);
    expect(readWrite.isAll).toBe(false);
  });

  it("contains all or intersects any of another", () => {
    expect(readWrite.contains(PERM_READ)).toBe(true);
    expect(PERM_READ.contains(readWrite)).toBe(false);
    expect(PERM_READ.contains(NONE)).toBe(true);
    expect(PERM_READ.intersects(readWrite)).toBe(true);
    expect(PERM_READ.intersects(NONE)).toBe(false);
    expect(Rights.SAME_RIGHTS.intersects(Rights.SAME_RIGHTS)).toBe(true);
  });

  it("compares by the word", () => {
    expect(readWrite.equals(new VmarFlags(3))).toBe(true);
    expect(readWrite.equals(new VmarFlags(0x13))).toBe(false);
  });

  it("lists named flags in the order of their bits", () => {
    expect(new VmarFlags(0x100_0005).flags()).toStrictEqual([PERM_READ, PERM_EXECUTE]);
    expect(new VmarFlags(0x100_0005).names()).toStrictEqual(["PERM_READ", "PERM_EXECUTE"]);
  });

  it("prints names, then the rest in hex, and nothing for the empty set", () => {
    expect(String(NONE)).toBe("");
    expect(String(readWrite)).toBe("PERM_READ | PERM_WRITE");
    expect(String(new VmarFlags(0x8000_0021))).toBe("PERM_READ | 0x80000020");
    expect(String(Rights.SAME_RIGHTS)).toBe("SAME_RIGHTS");
  });

  it("names its type", () => {
    expect(Object.prototype.toString.call(NONE)).toBe("[object VmarFlags]");
    expect(Object.prototype.toString.call(Rights.NONE)).toBe("[object Rights]");
  });
});

describe("combining sets", () => {
  const odd = new VmarFlags(0x8000_0003);

  it("has | & - ^, which keep bits without a name", () => {
    expect(odd.union(PERM_EXECUTE, VmarFlags.COMPACT).bits).toBe(0x8000_000f);
    expect(odd.intersection(new VmarFlags(0x8000_0002)).bits).toBe(0x8000_0002);
    expect(odd.difference(PERM_READ).bits).toBe(0x8000_0002);
    expect(odd.symmetricDifference(new VmarFlags(0x8000_0004)).bits).toBe(0x7);
  });

  it("has !, which gives named bits only", () => {
    expect(odd.complement().bits).toBe(0xffdc);
    expect(NONE.complement()).toStrictEqual(ALL);
  });

  it("switches flags without changing the set itself", () => {
    expect(PERM_READ.set(PERM_WRITE, true).bits).toBe(3);
    expect(odd.set(PERM_READ, false).bits).toBe(0x8000_0002);
    expect(odd.bits).toBe(0x8000_0003);
  });
});
