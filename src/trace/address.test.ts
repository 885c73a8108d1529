import { describe, expect, it } from "vitest";
import type { U64 } from "../zircon/u64.ts";
import { addressNames, differenceNames, isName, parseHex, resolveAddress } from "./address.ts";

const bound = new Map<string, U64>([
  ["m", 0x10_0000],
  ["r", 0x1_0000],
  ["high", 0xffff_ffff_ffff_f000n],
]);
const valueOf = (expression: U64 | string): U64 => resolveAddress(expression, (name) => bound.get(name) ?? 0);

describe("address expressions", () => {
  it.each([
    [4096, 4096],
    ["m", 0x10_0000],
    ["m+0x2000", 0x10_2000],
    ["m+4095", 0x10_0fff],
    ["m-0x1", 0xf_ffff],
    ["m-r", 0xf_0000],
    ["m-r+0x1000", 0xf_1000],
    ["m-r-4096", 0xe_f000],
    ["r-m", 0xffff_ffff_fff1_0000n],
    ["high+0x1000", 0],
    ["r-0x10001", 0xffff_ffff_ffff_ffffn],
    ["unboundName", 0],
  ])("%s is %s", (expression, value) => {
    expect(valueOf(expression)).toBe(value);
  });

  it("refuses to resolve what is no expression", () => {
    expect(() => valueOf("m+")).toThrow(RangeError);
  });

  it.each([
    "M",
    "m+",
    "m+-1",
    "m +1",
    "m+01",
    "m+9007199254740992",
    "m+0x10000000000000000",
    "m*2",
    "",
    "1m",
    "m-r",
  ])("%j is no address", (text) => {
    expect(addressNames(text)).toBeUndefined();
  });

  it.each(["m", "m+1", "m-r+", "m-r-s", "m--r", "m-R"])("%j is no difference of addresses", (text) => {
    expect(differenceNames(text)).toBeUndefined();
  });

  it("finds the names", () => {
    expect(addressNames("m1+0x2000")).toEqual(["m1"]);
    expect(differenceNames("m1-r_2-8")).toEqual(["m1", "r_2"]);
  });
});

describe("parseHex", () => {
  it("is exact over 64 bits and stops there", () => {
    expect(parseHex("0x0")).toBe(0);
    expect(parseHex("0xFFFFFFFFFFFFFFFF")).toBe(0xffff_ffff_ffff_ffffn);
    expect(parseHex("0x10000000000000000")).toBeUndefined();
    expect(parseHex("0x")).toBeUndefined();
    expect(parseHex("0X1")).toBeUndefined();
  });
});

describe("isName", () => {
  it("takes lower camel case", () => {
    expect(["a", "aB_9"].every(isName)).toBe(true);
    expect(["", "A", "_a", "9a", "a-b", "a b"].some(isName)).toBe(false);
  });
});
