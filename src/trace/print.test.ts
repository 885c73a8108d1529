import { describe, expect, it } from "vitest";
import { describeStep } from "./describe.ts";
import { checkTrace, parseTrace } from "./parse.ts";
import { printTrace, printTraceLine } from "./print.ts";
import type { Step } from "./types.ts";

const every = checkTrace({
  vmarTrace: 1,
  name: "every-field",
  about: "About.",
  source: "a test",
  rules: ["MAP-01"],
  seed: { seed: 8192, path: [0.5, null, "1:2"], nested: { big: 65536 } },
  aspace: { base: "0x200000", size: 0x100000, pageSize: 4096, aslr: { seed: "s" } },
  semantics: { xom: true, "V-1": false },
  watch: "space",
  steps: [
    { op: "vmo_create", size: "0x2000", options: ["RESIZABLE", 64], as: "v", note: "a VMO" },
    {
      op: "map",
      as: "m",
      vmar: "root",
      options: ["PERM_READ", "ALIGN_64KB", "0x00100000"],
      offset: "root-root+8",
      vmo: "v",
      vmoOffset: "0xfffffffffffff000",
      len: 4095,
      expect: { status: ["OK", "NO_MEMORY"], at: "root+0x1000", within: { base: 0, size: 1 }, aligned: 4096 },
    },
    {
      op: "info_maps",
      vmar: "root",
      capacity: 5000,
      expect: {
        maps: [{ type: "vmar", base: 0, size: 0, depth: 0 }],
        runs: [["vmar", 5000, 0, 0, "root"]],
        space: [["map", 1, "0x10000", 1, "r--", "v", 0]],
        actual: 5000,
      },
    },
    { op: "access", addr: "m", kind: "read", expect: { value: 9007199254740991 } },
    { op: "write_memory", addr: "m", bytes: "ABCDEF", expect: {} },
    { op: "borrow", addr: "m", len: 1, kind: "mut", as: "l" },
    {
      op: "release",
      lease: "l",
      expect: { dangling: ["l", { lease: "l", page: "m-0x10", reason: "beyond-end" }], changed: [] },
    },
  ],
});

describe("printTrace", () => {
  it("prints what parses to the same trace, and that to the same text", () => {
    expect(parseTrace(printTrace(every))).toEqual(every);
    expect(parseTrace(printTraceLine(every))).toEqual(every);
    expect(printTrace(parseTrace(printTrace(every)))).toBe(printTrace(every));
  });

  it("prints a field or a step a line", () => {
    const text = printTrace(
      checkTrace({
        vmarTrace: 1,
        name: "t",
        steps: [
          { op: "vmo_create", options: [], size: 4096, as: "v", expect: { status: "OK" } },
          { op: "unmap", vmar: "root", addr: "root+0x10", len: 16 },
        ],
      }),
    );
    expect(text).toBe(`{
  "vmarTrace": 1,
  "name": "t",
  "steps": [
    { "op": "vmo_create", "size": "0x1000", "options": [], "as": "v", "expect": { "status": "OK" } },
    { "op": "unmap", "vmar": "root", "addr": "root+0x10", "len": 16 }
  ]
}
`);
  });

  it("prints an empty trace", () => {
    const empty = checkTrace({ vmarTrace: 1, name: "t", seed: {}, steps: [] });
    expect(parseTrace(printTrace(empty))).toEqual(empty);
    expect(printTraceLine(empty)).toBe(`{ "vmarTrace": 1, "name": "t", "seed": {}, "steps": [] }`);
  });
});

describe("describeStep", () => {
  it("says a step in words", () => {
    expect(every.steps.map(describeStep)).toEqual([
      "v = vmo_create(0x2000, RESIZABLE|64)",
      "m = map(root, PERM_READ|ALIGN_64KB|0x100000, root-root+8, v, 0xfffffffffffff000, 4095)",
      "info_maps(root, 5000)",
      "access(m, read)",
      "write_memory(m, abcdef)",
      "l = borrow(m, 1, mut)",
      "release(l)",
    ]);
  });

  it.each<[step: Step, words: string]>([
    [
      { op: "protect", vmar: "r", options: [], addr: "m+0x1000", len: 0x2000 },
      "protect(r, 0, m+0x1000, 0x2000)",
    ],
    [{ op: "set_name", handle: "v", name: "two words" }, `set_name(v, "two words")`],
    [{ op: "vmo_write", vmo: "v", offset: 0, bytes: "" }, `vmo_write(v, 0, "")`],
    [
      { op: "vmo_write", vmo: "v", offset: 0, bytes: "00".repeat(100) },
      `vmo_write(v, 0, ${"0".repeat(32)}… (100 bytes))`,
    ],
  ])("%j is %s", (step, words) => {
    expect(describeStep(step)).toBe(words);
  });
});
