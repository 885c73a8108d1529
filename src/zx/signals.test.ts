import { describe, expect, it } from "vitest";
import { Signals } from "./signals.ts";

describe("Signals (zx-api.md §3.8)", () => {
  it("has the user's signals in bits 24 to 31", () => {
    const users = [0, 1, 2, 3, 4, 5, 6, 7] as const;
    const all = users.map((n) => Signals[`USER_${n}`]);
    expect(all.map(({ bits }) => bits)).toStrictEqual(users.map((n) => 2 ** (24 + n)));
    expect(Signals.NONE.union(...all)).toStrictEqual(Signals.USER_ALL);
    expect(Signals.USER_ALL.bits).toBe(0xff00_0000);
  });

  it("has the object's signals in the others", () => {
    expect(Signals.OBJECT_ALL.bits).toBe(0x00ff_ffff);
    expect(Signals.OBJECT_READABLE.bits).toBe(0x1);
    expect(Signals.OBJECT_WRITABLE.bits).toBe(0x2);
    expect(Signals.OBJECT_PEER_CLOSED.bits).toBe(0x4);
    expect(Signals.VMO_ZERO_CHILDREN.bits).toBe(0x8);
    expect(Signals.TASK_TERMINATED.bits).toBe(0x8);
    expect(Signals.HANDLE_CLOSED.bits).toBe(0x80_0000);
  });

  it("prints names", () => {
    expect(String(Signals.of("USER_0", "USER_7"))).toBe("USER_0 | USER_7");
    expect(Object.prototype.toString.call(Signals.NONE)).toBe("[object Signals]");
  });
});
