import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceError } from "./error.ts";
import { readTraces } from "./files.ts";
import { printTraceLine } from "./print.ts";

/**
 * Trace files arrive by mail, cut, edited by hand and from newer tools. Whatever their bytes are, reading one gives traces
 * that print and read again as the same, or a TraceError that names the file, in one line.
 */

const corpus = (file: string): Buffer =>
  readFileSync(new URL(`../../corpus/conformance/${file}`, import.meta.url));

const lines = [
  ...corpus("zircon-vmar.jsonl").toString().split("\n"),
  ...gunzipSync(corpus("kernel-recordings.jsonl.gz")).toString().split("\n", 40),
].filter((line) => line !== "" && line.length < 6000);

function readOrComplain(file: string, content: Uint8Array): "traces" | "complaint" {
  try {
    const sources = readTraces(file, content);
    for (const { trace } of sources) {
      const [again] = readTraces("again.jsonl", Buffer.from(printTraceLine(trace)));
      expect(again?.trace).toEqual(trace);
    }
    return "traces";
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    expect(error.message).not.toMatch(/[\n\r\u2028\u2029]/);
    expect(error.message.startsWith(file)).toBe(true);
    return "complaint";
  }
}

/** What comes of reading many mutated files: both kinds, or the mutation is too weak or too strong to test anything. */
function outcomes<T>(
  arbitrary: fc.Arbitrary<T>,
  mutate: (value: T) => [file: string, content: Uint8Array],
): string[] {
  const seen = new Set<string>();
  const property = fc.property(arbitrary, (value) => {
    seen.add(readOrComplain(...mutate(value)));
  });
  fc.assert(property, { seed: 20_261_123, numRuns: 300 });
  return [...seen].toSorted();
}

const BOTH = ["complaint", "traces"];

const anyLine = fc.constantFrom(...lines);
/** Where in a text to cut, as a share of its length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (content: Uint8Array, share: number): number => Math.floor(share * content.length);

describe("a trace file", () => {
  it("with bytes replaced, dropped or doubled", () => {
    const edit = fc.record({ where: place, drop: fc.nat(3), put: fc.uint8Array({ maxLength: 4 }) });
    const seen = outcomes(
      fc.tuple(anyLine, fc.array(edit, { minLength: 1, maxLength: 3 })),
      ([line, edits]) => {
        const content = edits.reduce<Uint8Array>((bytes, { where, drop, put }) => {
          const from = at(bytes, where);
          return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
        }, Buffer.from(line));
        return ["x.jsonl", content];
      },
    );
    expect(seen).toEqual(BOTH);
  });

  it("cut short, or with a part twice", () => {
    const seen = outcomes(fc.tuple(anyLine, place, place), ([line, from, to]) => {
      const bytes = Buffer.from(line);
      return ["x.json", Buffer.concat([bytes.subarray(0, at(bytes, from)), bytes.subarray(at(bytes, to))])];
    });
    expect(seen).toEqual(BOTH);
  });

  it("with a gzip stream cut or damaged", () => {
    const zipped = gzipSync(lines.slice(0, 20).join("\n"));
    const seen = outcomes(fc.tuple(place, fc.boolean(), fc.nat(255)), ([where, cut, byte]) => {
      const content = Buffer.from(cut ? zipped.subarray(0, at(zipped, where)) : zipped);
      if (!cut) content[at(content, where)] = byte;
      return ["x.jsonl.gz", content];
    });
    expect(seen).toEqual(BOTH);
  });

  it("with JSON values of other kinds in any place", () => {
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom<unknown>(
        "0x10000000000000000",
        2 ** 53,
        -0,
        "root",
        "r+0x1",
        "OK",
        [],
        {},
        null,
        Number.POSITIVE_INFINITY,
      ),
    );
    const seen = outcomes(fc.tuple(anyLine, fc.nat(), values, fc.boolean()), ([line, index, value, drop]) => {
      let visited = 0;
      const places = line.match(/[:,[{]/g)?.length ?? 1;
      const target = index % places;
      const mutated = JSON.stringify(JSON.parse(line), (_key, inner: unknown) => {
        if (visited++ !== target) return inner;
        return drop ? undefined : value;
      });
      return ["x.json", Buffer.from(mutated ?? "")];
    });
    expect(seen).toEqual(BOTH);
  });
});
