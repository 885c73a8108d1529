import { describe, expect, it } from "vitest";
import { Name } from "./name.ts";
import { unwrap } from "./result.ts";

const INVALID_ARGS = { ok: false, status: -10 };

describe("the crate's own tests (name.rs)", () => {
  it("empty_name", () => {
    const name = unwrap(Name.from(""));
    expect(name.isEmpty).toBe(true);
    expect(name.length).toBe(0);
    expect(name.equals(Name.EMPTY)).toBe(true);
    expect(Name.lossy("").equals("")).toBe(true);
  });

  it("short_name", () => {
    const name = unwrap(Name.from("v"));
    expect(name.length).toBe(1);
    expect(String(name)).toBe("v");
    expect(name.equals("v")).toBe(true);
    expect(name.equals("w")).toBe(false);
    expect(Name.lossy("v").equals(name)).toBe(true);
  });

  it("max_len_name", () => {
    const text = "0123456789012345678901234567890";
    expect(unwrap(Name.from(text)).length).toBe(31);
    expect(String(Name.lossy(text))).toBe(text);
  });

  it("too_long_name", () => {
    const text = "01234567890123456789012345678901";
    expect(Name.from(text)).toStrictEqual(INVALID_ARGS);
    expect(String(Name.lossy(text))).toBe(text.slice(0, 31));
  });

  it("interior_null_handling", () => {
    expect(Name.from("lorem\0ipsum")).toStrictEqual(INVALID_ARGS);
    expect(String(Name.lossy("lorem\0ipsum"))).toBe("loremipsum");
  });
});

describe("bytes and characters", () => {
  it("removes NULs after the cut, so more source may be left", () => {
    expect(Name.lossy(`${"\0".repeat(30)}abc`).equals("a")).toBe(true);
  });

  it("counts bytes and may cut a character", () => {
    expect(Name.from("€".repeat(11))).toStrictEqual(INVALID_ARGS);
    const cut = Name.lossy("€".repeat(11));
    expect(cut.length).toBe(31);
    expect(String(cut)).toBe(`${"€".repeat(10)}\u{fffd}`);
  });

  it("takes bytes, shows bytes, and keeps neither", () => {
    const source = Uint8Array.of(0x66, 0x6f);
    const name = unwrap(Name.from(source));
    source[0] = 0;
    name.bytes[1] = 0;
    expect(name.bytes).toStrictEqual(Uint8Array.of(0x66, 0x6f));
  });

  it("is a string in templates and JSON", () => {
    expect(JSON.stringify({ name: Name.lossy("heap") })).toBe('{"name":"heap"}');
  });
});
