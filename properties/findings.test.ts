import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createPagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { describeStep } from "../src/trace/describe.ts";
import { readTraceFile } from "../src/trace/files.ts";
import { replayTrace } from "../src/trace/replay.ts";
import type { Expectation, Step, Trace } from "../src/trace/types.ts";
import { formatU64 } from "../src/zircon/u64.ts";

/**
 * docs/findings.md says what the traces of corpus/findings say: each section's block is the program and the answers of the traces
 * that it links, its rules are theirs; and both models give those answers.
 */

const KERNELS = [
  { name: "reference", factory: createReferenceKernel },
  { name: "paged", factory: createPagedKernel },
];

const FOLDER = fileURLToPath(new URL("../corpus/findings", import.meta.url));
const TRACES: ReadonlyMap<string, Trace> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => readTraceFile(join(FOLDER, file)).map(({ trace }) => [file, trace])),
);

interface Section {
  readonly title: string;
  /** The trace files linked, in order: one for each setting. */
  readonly files: readonly string[];
  readonly program: string;
  readonly rules: ReadonlySet<string>;
}

const PAGE = readFileSync(new URL("../docs/findings.md", import.meta.url), "utf8");
const SECTIONS: readonly Section[] = PAGE.split(/^(?=## )/m)
  .filter((text) => /^## \d/.test(text))
  .map((text) => ({
    title: /^## (.*)$/m.exec(text)?.[1] ?? "",
    files: [...text.matchAll(/\]\(\.\.\/corpus\/findings\/([^)]*)\)/g)].map(([, file = ""]) => file),
    program: /^```text\n(.*?)^```$/ms.exec(text)?.[1] ?? "",
    rules: new Set(ruleCells(text).flatMap((cell) => cell.match(/[A-Z]+-\d+[a-e]?/g) ?? [])),
  }));

/** The last cells of the section's table. */
function ruleCells(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").at(-2) ?? "");
}

/** The program of traces that differ in their settings alone: a line a step, then what each answers, once if that is the same. */
function programText(traces: readonly Trace[]): string {
  const [first, ...others] = traces.map(({ steps }) => steps);
  if (first === undefined) return "";
  for (const steps of others) expect(steps.map(describeStep)).toEqual(first.map(describeStep));
  const width = Math.max(...first.map((step) => describeStep(step).length));
  const lines = first.map((step, index) => {
    const answers = new Set(traces.map(({ steps }) => answerText(steps[index])));
    const columns = answers.size === 1 ? [...answers] : traces.map(({ steps }) => answerText(steps[index]));
    return `${describeStep(step).padEnd(width)}  # ${columns.join(" | ")}`;
  });
  return `${lines.join("\n")}\n`;
}

/** What a step is expected to answer, in short. */
function answerText(step: Step | undefined): string {
  const { status = "OK", fault = "none", ...expected }: Expectation = step?.expect ?? {};
  if (status !== "OK") return [String(status), ...pagesText(expected)].join(", ");
  if (fault !== "none") return fault;
  const { value, bytes, name, available, vmoInfo, dangling = [], changed = [] } = expected;
  const words: string[] = pagesText(expected);
  if (value !== undefined) words.push(formatU64(value));
  if (bytes !== undefined) words.push(bytes);
  if (name !== undefined) words.push(JSON.stringify(name));
  if (available !== undefined) words.push(`${available} entries`);
  if (vmoInfo !== undefined)
    words.push(`numMappings ${vmoInfo.numMappings}, committed ${formatU64(vmoInfo.committedBytes ?? 0)}`);
  for (const lease of dangling)
    words.push(typeof lease === "string" ? `${lease} breaks` : `${lease.lease} breaks: ${lease.reason}`);
  for (const lease of changed) words.push(`${lease} changes`);
  return words.join(", ") || "OK";
}

function pagesText({ pages }: Expectation): string[] {
  return pages === undefined ? [] : [`pages ${pages.perms}`];
}

describe("corpus/findings", () => {
  it.each([...TRACES.keys()])("%s", (file) => {
    const trace = TRACES.get(file);
    expect(trace).toBeDefined();
    expect(trace === undefined ? [] : replayTrace(trace, KERNELS)).toEqual([]);
    expect(`${trace?.name}.json`).toBe(file);
  });
});

describe("docs/findings.md", () => {
  it("links every trace once", () => {
    expect(SECTIONS.flatMap(({ files }) => files).toSorted()).toEqual([...TRACES.keys()].toSorted());
  });

  it.each(SECTIONS)("$title", ({ files, program, rules }) => {
    const traces = files.flatMap((file) => TRACES.get(file) ?? []);
    expect(traces.length).toBeGreaterThan(0);
    expect(program).toBe(programText(traces));
    for (const trace of traces) expect([...rules]).toEqual(expect.arrayContaining([...(trace.rules ?? [])]));
  });
});
