import { describe, expect, expectTypeOf, it } from "vitest";
import { hasKey, keysOf } from "./typed.ts";

const table = { ONE: 1, TWO: 2 } as const;

describe("keysOf", () => {
  it("gives the keys, typed", () => {
    expect(keysOf(table)).toStrictEqual(["ONE", "TWO"]);
    expectTypeOf(keysOf(table)).toEqualTypeOf<("ONE" | "TWO")[]>();
  });
});

describe("hasKey", () => {
  it("knows own keys alone", () => {
    expect(hasKey(table, "ONE")).toBe(true);
    expect(hasKey(table, "THREE")).toBe(false);
    expect(hasKey(table, "hasOwnProperty")).toBe(false);
  });
});
