import { describe, expect, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { err, ok } from "./result.ts";
import { Signals } from "./signals.ts";
import { waitToResult } from "./wait-result.ts";

describe("waitToResult", () => {
  const signals = Signals.USER_0;

  it("keeps signals only of a wait that succeeded", () => {
    expect(waitToResult({ kind: "ok", signals })).toStrictEqual(ok(signals));
    expect(waitToResult({ kind: "timedOut", signals })).toStrictEqual(err(Status.TIMED_OUT));
    expect(waitToResult({ kind: "canceled", signals })).toStrictEqual(err(Status.CANCELED));
    expect(waitToResult({ kind: "err", status: Status.BAD_HANDLE })).toStrictEqual(err(Status.BAD_HANDLE));
  });
});
