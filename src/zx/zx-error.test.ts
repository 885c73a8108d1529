import { describe, expect, it } from "vitest";
import { Status } from "../zircon/status.ts";
import { ZxError } from "./zx-error.ts";

describe("ZxError", () => {
  it("knows its status", () => {
    const error = new ZxError(Status.NO_RESOURCES);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "ZxError",
      status: -3,
      statusName: "NO_RESOURCES",
      message: "NO_RESOURCES",
    });
  });
});
