import { describe, expect, it } from "vitest";
import { ObjectNames } from "./object-names.ts";

describe("ObjectNames", () => {
  it("numbers and labels objects in the order of naming", () => {
    const names = new ObjectNames();
    names.bind("root", 1025);
    names.bind("v", 1026);
    names.bind("w", 1026);
    expect([1025, 1026, 0].map((koid) => names.number(koid))).toEqual([1, 2, 0]);
    expect([1025, 1026, 0].map((koid) => names.label(koid))).toEqual(["root", "v", "invalid"]);
  });

  it("lets each name of an object stand for it", () => {
    const names = new ObjectNames();
    names.bind("v", 1026);
    names.bind("w", 1026);
    expect(names.answersTo("v", 1026)).toBe(true);
    expect(names.answersTo("w", 1026)).toBe(true);
    expect(names.answersTo("invalid", 1026)).toBe(false);
    expect(names.answersTo("v", 0)).toBe(false);
    expect(names.answersTo("invalid", 0)).toBe(true);
  });

  it("keeps objects of one name apart", () => {
    const names = new ObjectNames();
    names.bind("v", 1026);
    names.bind("v", 1027);
    expect(names.answersTo("v", 1027)).toBe(true);
    // Nothing else is left to call the first object by.
    expect(names.answersTo("v", 1026)).toBe(true);
    expect(names.answersTo("invalid", 1026)).toBe(true);
    expect([names.nameOf(1026), names.nameOf(1027)]).toEqual(["v", "v"]);
    names.bind("old", 1026);
    expect(names.nameOf(1026)).toBe("old");
    expect(names.answersTo("v", 1026)).toBe(false);
    expect(names.label(1027)).toBe("v#2");
  });

  it("forgets what a name stood for when a step binds it to nothing", () => {
    const names = new ObjectNames();
    names.bind("v", 1026);
    names.bind("v", undefined);
    expect(names.answersTo("invalid", 1026)).toBe(true);
  });
});
