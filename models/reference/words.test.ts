import { describe, expect, it } from "vitest";
import type { U64 } from "../../src/zircon/u64.ts";
import { bytesOfWord, wordOfBytes } from "./words.ts";

describe("words", () => {
  it("survive the way through memory, in their canonical form", () => {
    const words: U64[] = [
      0,
      1,
      0xff,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 53 - 1,
      2n ** 53n,
      2n ** 63n,
      2n ** 64n - 1n,
    ];
    for (const word of words) expect(wordOfBytes(bytesOfWord(word, 8))).toBe(word);
  });

  it("are little-endian, and a byte is the lowest", () => {
    expect([...bytesOfWord(0x0102_0304, 8)]).toEqual([4, 3, 2, 1, 0, 0, 0, 0]);
    expect([...bytesOfWord(0x0102, 1)]).toEqual([2]);
    expect([...bytesOfWord(2n ** 64n - 2n, 1)]).toEqual([254]);
    expect(wordOfBytes(Uint8Array.of(200))).toBe(200);
  });
});
