import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readTraceFile, readTraces } from "./files.ts";

const line = (name: string): string => JSON.stringify({ vmarTrace: 1, name, steps: [] });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const names = (file: string, content: Uint8Array): string[] =>
  readTraces(file, content).map(({ trace }) => trace.name);

describe("readTraces", () => {
  it("reads one trace from .json, over any number of lines", () => {
    expect(names("a.json", bytes(JSON.stringify(JSON.parse(line("one")), null, 2)))).toEqual(["one"]);
  });

  it("reads a trace a line from .jsonl and .jsonl.gz, with blank lines, CRLF, a BOM and no last newline", () => {
    const text = `\uFEFF${line("one")}\r\n\n  \n${line("two")}`;
    expect(names("a.jsonl", bytes(text))).toEqual(["one", "two"]);
    expect(names("a.jsonl.gz", gzipSync(text))).toEqual(["one", "two"]);
  });

  it.each<[problem: string, file: string, content: Uint8Array]>([
    ["a.json: expected JSON, found nothing", "a.json", bytes("")],
    ["a.json: expected JSON: Unexpected end of JSON input", "a.json", bytes(line("one").slice(0, 20) + `"`)],
    ["a.jsonl: expected a trace on each line, found no line", "a.jsonl", bytes("\n\n")],
    ["a.jsonl:2: expected JSON: Unexpected token 'x'", "a.jsonl", bytes(`${line("one")}\nx`)],
    [
      `a.jsonl:3: trace "one": field "name": expected a name that line 1 does not have, found "one"`,
      "a.jsonl",
      bytes(`${line("one")}\n\n${line("one")}\n`),
    ],
    ["a.jsonl:2: expected UTF-8 text, found other bytes", "a.jsonl", new Uint8Array([10, 0xff, 0xfe])],
    ["a.json: expected UTF-8 text, found other bytes", "a.json", new Uint8Array([0xc3])],
    ["a.jsonl.gz: expected gzip data: incorrect header check", "a.jsonl.gz", bytes(line("one"))],
    [
      "a.jsonl.gz: expected gzip data: unexpected end of file",
      "a.jsonl.gz",
      gzipSync(line("one")).subarray(0, 30),
    ],
    ["a.jsonl.gz: expected gzip data: unexpected end of file", "a.jsonl.gz", bytes("")],
    ["a.txt: expected a file name that ends in .json, .jsonl or .jsonl.gz", "a.txt", bytes(line("one"))],
  ])("%s", (problem, file, content) => {
    expect(() => readTraces(file, content)).toThrow(
      expect.objectContaining({ name: "TraceError", message: problem }),
    );
  });
});

describe("readTraceFile", () => {
  it("reads a file, and says what is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "vmar-fuzz-"));
    try {
      const file = join(folder, "a.json");
      writeFileSync(file, line("one"));
      expect(readTraceFile(file)).toMatchObject([{ file, trace: { name: "one" } }]);
      expect(() => readTraceFile(folder)).toThrow(`${folder}: expected a file, found something else`);
      expect(() => readTraceFile(join(folder, "b.json"))).toThrow(/b\.json: cannot be read: ENOENT/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
