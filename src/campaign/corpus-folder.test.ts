import { readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/testing/command.ts";
import { readTraceFile } from "../trace/files.ts";
import type { Step, Trace } from "../trace/types.ts";
import { CorpusFolder } from "./corpus-folder.ts";

const root = temporaryFolder();
let count = 0;

function fresh(name: string): string {
  const folder = join(root, String(++count), name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function trace(name: string, steps: number, bucket?: string): Trace {
  const step: Step = { op: "vmo_create", size: 4096, options: [] };
  return {
    vmarTrace: 1,
    name,
    ...(bucket === undefined ? {} : { seed: { bucket } }),
    steps: [...Array.from({ length: steps - 1 }, () => step), { op: "destroy", vmar: "root" }],
  };
}

describe("CorpusFolder", () => {
  it("names a trace by its name and content, and found ones by their call and content", () => {
    const regressions = new CorpusFolder(fresh("regressions")).add(trace("a b/c", 2));
    expect(basename(regressions.path)).toMatch(/^a-b-c-[0-9a-f]{12}\.json$/);
    const found = new CorpusFolder(fresh("found")).add(trace("x", 2));
    expect(basename(found.path)).toMatch(/^found-destroy-[0-9a-f]{12}\.json$/);
    const [source] = readTraceFile(found.path);
    expect(`${source?.trace.name}.json`).toBe(basename(found.path));
    // A name that has its hash already keeps it.
    const again = new CorpusFolder(fresh("regressions")).add(source?.trace ?? trace("y", 1));
    expect(basename(again.path)).toBe(basename(found.path));
  });

  it("has the same content once, whatever it is called and wherever it stands", () => {
    const folder = fresh("regressions");
    const corpus = new CorpusFolder(folder);
    const { path } = corpus.add(trace("first", 3));
    expect(corpus.add(trace("second", 3, "any"))).toEqual({ path, how: "known" });
    writeFileSync(join(folder, "more.jsonl"), `${JSON.stringify(trace("line", 4))}\n`);
    const more = new CorpusFolder(folder).add(trace("third", 4));
    expect(more).toEqual({ path: join(folder, "more.jsonl"), how: "known" });
  });

  it.each([
    [5, 3],
    [3, 5],
  ])("keeps of found traces of %d and %d steps in one bucket the shorter", (first, second) => {
    const folder = fresh("found");
    new CorpusFolder(folder).add(trace("x", first, "k destroy status DEST-01"));
    new CorpusFolder(folder).add(trace("x", 7, "k destroy status DEST-02"));
    const { how, path } = new CorpusFolder(folder).add(trace("x", second, "k destroy status DEST-01"));
    expect(how).toBe(first > second ? "replaced" : "kept");
    expect(readTraceFile(path)[0]?.trace.steps).toHaveLength(3);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it("puts everything in the folder that is no bucket, and buckets nothing where bugs were fixed", () => {
    const found = fresh("found");
    for (const steps of [2, 3]) new CorpusFolder(found).add(trace("x", steps));
    expect(readdirSync(found)).toHaveLength(2);
    const regressions = fresh("regressions");
    for (const steps of [2, 3]) new CorpusFolder(regressions).add(trace("x", steps, "k destroy status"));
    expect(readdirSync(regressions)).toHaveLength(2);
  });

  it("is not kept from adding by a broken file", () => {
    const folder = fresh("found");
    writeFileSync(join(folder, "broken.json"), "{");
    expect(new CorpusFolder(folder).add(trace("x", 1)).how).toBe("added");
  });
});
