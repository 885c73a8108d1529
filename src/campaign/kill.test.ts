import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { compiled, ended, temporaryFolder } from "../cli/testing/command.ts";
import { readTraceFile } from "../trace/files.ts";
import type { Trace } from "../trace/types.ts";
import { CorpusFolder } from "./corpus-folder.ts";

const folder = temporaryFolder();

/** Adds traces to a folder until it is killed, and tells each file once it is written. */
const WRITER = `
import { CorpusFolder } from ${JSON.stringify(compiled("src/campaign/corpus-folder.js"))};
const folder = new CorpusFolder(process.argv[2]);
for (let size = Number(process.argv[3]); ; size++) {
  const vmo = { op: "vmo_create", size: size * 4096, options: [] };
  const { path } = folder.add({ vmarTrace: 1, name: "written", about: "x".repeat(100_000), steps: [vmo] });
  process.stdout.write(path + "\\n");
}
`;

/** The files that a writer told of before it was killed after so many. */
async function killAfter(entries: number, corpus: string, firstSize: number): Promise<string[]> {
  const script = join(folder, "writer.mjs");
  writeFileSync(script, WRITER);
  const child = spawn(process.execPath, [script, corpus, String(firstSize)]);
  const { out } = await ended(child, (so) => {
    if (so.split("\n").length > entries) child.kill("SIGKILL");
  });
  return out.split("\n").slice(0, -1);
}

describe("a kill in the middle of corpus writes", () => {
  it("loses no entry and leaves no broken file", async () => {
    const corpus = join(folder, "regressions");
    const told: string[] = [];
    for (const round of [1, 2, 3, 4, 5]) told.push(...(await killAfter(10 * round, corpus, 1000 * round)));
    expect(told.length).toBeGreaterThanOrEqual(150);
    const names = readdirSync(corpus);
    for (const name of names.filter((file) => !file.endsWith(".tmp"))) {
      expect(readTraceFile(join(corpus, name))).toHaveLength(1);
    }
    expect(told.filter((file) => !names.includes(file.slice(corpus.length + 1)))).toEqual([]);
  });

  it("leaves nothing that stays: what dead writers began is gone once the folder is opened again", () => {
    const corpus = join(folder, "left");
    mkdirSync(corpus);
    const mine = `b.json.${process.pid}.tmp`;
    // No process has so high a number.
    for (const name of ["a.json.99999999.tmp", mine]) writeFileSync(join(corpus, name), "{");
    const trace: Trace = { vmarTrace: 1, name: "t", steps: [] };
    new CorpusFolder(corpus).add(trace);
    expect(readdirSync(corpus)).toEqual([mine, expect.stringMatching(/^t-[0-9a-f]{12}\.json$/)]);
  });
});
