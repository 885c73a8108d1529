import { describe, expect, it } from "vitest";
import { Returns } from "./returns.ts";

const CALLS = 11;

describe("ways back", () => {
  it("are left to be made until they were", () => {
    const returns = new Returns(CALLS);
    expect(returns.isLeft(3, 10)).toBe(true);
    returns.add(3, 10, 0);
    expect(returns.isLeft(3, 10)).toBe(false);
    expect([0, 9].map((call) => returns.isLeft(3, call))).toEqual([true, true]);
    expect([2, 4].map((state) => returns.isLeft(state, 10))).toEqual([true, true]);
  });

  it("are left once more if the other kernel parted on the way", () => {
    const returns = new Returns(CALLS);
    returns.add(3, 1, 0);
    returns.settle();
    returns.add(3, 1, 0);
    returns.add(3, 2, 0);
    returns.unsettle();
    expect([1, 2].map((call) => returns.isLeft(3, call))).toEqual([false, true]);
    returns.unsettle();
    expect(returns.isLeft(3, 1)).toBe(false);
  });

  it("stay known while states come and go", () => {
    const returns = new Returns(CALLS);
    for (let state = 0; state < 1000; state++) returns.add(state + 7, state % CALLS, state);
    for (let state = 1000; state < 1007; state++) {
      const made = (state - 7) % CALLS;
      const left = Array.from({ length: CALLS }, (_, call) => returns.isLeft(state, call));
      expect(left.flatMap((isLeft, call) => (isLeft ? [] : [call]))).toEqual([made]);
    }
    expect(returns.isLeft(0, 0)).toBe(true);
  });
});
