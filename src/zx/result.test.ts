import { describe, expect, expectTypeOf, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { err, expect as expectOk, fromStatus, ok, type Result, unwrap } from "./result.ts";
import { ZxError } from "./zx-error.ts";

describe("Result", () => {
  it("is plain data", () => {
    expect(ok(1)).toStrictEqual({ ok: true, value: 1 });
    expect(err(Status.NO_MEMORY)).toStrictEqual({ ok: false, status: -4 });
  });

  it("comes from a status: 0 is a success", () => {
    expect(fromStatus(Status.OK)).toStrictEqual({ ok: true, value: undefined });
    expect(fromStatus(Status.BAD_STATE)).toStrictEqual({ ok: false, status: -20 });
  });

  it("has no value until one has looked", () => {
    expectTypeOf<Result<number>>().not.toHaveProperty("value");
  });

  it("never refuses with OK", () => {
    expectTypeOf(err).parameter(0).not.toEqualTypeOf<Status>();
  });
});

describe("unwrap and expect", () => {
  it("give the value of a success", () => {
    expect(unwrap(ok(7))).toBe(7);
    expect(expectOk(ok(7), "seven")).toBe(7);
  });

  it("throw a ZxError for a refusal", () => {
    expect(() => unwrap(err(Status.ACCESS_DENIED))).toThrow(new ZxError(Status.ACCESS_DENIED));
    expect(() => expectOk(err(Status.ACCESS_DENIED), "map the heap")).toThrow("map the heap: ACCESS_DENIED");
  });
});
