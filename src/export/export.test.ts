import { createHash } from "node:crypto";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packagedCorpus, traceFiles } from "../campaign/corpus.ts";
import { checkTrace } from "../trace/parse.ts";
import { readTraceFile } from "../trace/files.ts";
import type { Trace } from "../trace/types.ts";
import { keysOf } from "../zircon/typed.ts";
import { EXPORT_TARGETS, exportTrace } from "./index.ts";
import { syzProblems } from "./testing/syz-grammar.ts";
import { runVitestExport } from "./testing/run-vitest-export.ts";

const here = dirname(fileURLToPath(import.meta.url));
const stubs = join(here, "testing");
const targets = keysOf(EXPORT_TARGETS);

function traces(folder: string): Trace[] {
  return traceFiles(join(packagedCorpus(), folder)).flatMap((file) =>
    readTraceFile(file).map(({ trace }) => trace),
  );
}

const edgeCases = traces("edge-cases");
const conformance = traces("conformance");
/** What is compiled and run in full: every trace written by hand, and some of each class of the recordings. */
const recordings = conformance.filter(({ name }) => name.startsWith("kernel-"));
const written = [...edgeCases, ...conformance.filter(({ name }) => !name.startsWith("kernel-"))];
const chosen = [...written, ...recordings.filter((_, index) => index % 100 === 0)];

function compiler(name: string): boolean {
  return spawnSync(name, ["--version"]).status === 0;
}

describe("exportTrace", () => {
  it("writes what it wrote before: hashes of all edge cases", async () => {
    const lines = edgeCases.map((trace) => {
      const hashes = targets.map((target) => {
        const { source, skippedSteps, skippedChecks } = exportTrace(trace, target);
        const hash = createHash("sha256").update(source).digest("hex").slice(0, 12);
        return `${target} ${hash} ${skippedSteps}/${skippedChecks}`;
      });
      return `${trace.name}: ${hashes.join(", ")}`;
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("testing/golden/edge-cases.txt");
  });

  it.each(targets)("writes what it wrote before: one edge case in full, %s", async (target) => {
    const trace = edgeCases.find(({ name }) => name.startsWith("e-24b"));
    if (trace === undefined) throw new Error("e-24b is part of the corpus");
    await expect(exportTrace(trace, target).source).toMatchFileSnapshot(
      `testing/golden/e-24b${EXPORT_TARGETS[target].suffix.replace(".test.js", ".vitest.txt")}`,
    );
  });
});

describe("a vitest export", () => {
  it.each(chosen.map((trace): [string, Trace] => [trace.name, trace]))("passes: %s", (_, trace) => {
    expect(() => runVitestExport(exportTrace(trace, "vitest").source)).not.toThrow();
  });

  it("fails on a kernel that answers otherwise", () => {
    const trace = checkTrace({
      vmarTrace: 1,
      name: "wrong",
      steps: [{ op: "destroy", vmar: "root", expect: { status: "OK" } }],
    });
    expect(() => runVitestExport(exportTrace(trace, "vitest").source)).toThrow("expected -2 to be +0");
  });

  it("says what leases become", () => {
    const trace = checkTrace({
      vmarTrace: 1,
      name: "leases",
      steps: [
        { op: "vmo_create", size: 4096, options: [], as: "v", expect: { status: "OK" } },
        {
          op: "map",
          vmar: "root",
          options: ["PERM_READ"],
          offset: 0,
          vmo: "v",
          vmoOffset: 0,
          len: 4096,
          as: "m",
        },
        { op: "borrow", addr: "m", len: 8, kind: "shared", as: "l", expect: { status: "OK" } },
        { op: "vmo_write", vmo: "v", offset: 0, bytes: "01", expect: { changed: ["l"], dangling: [] } },
        {
          op: "unmap",
          vmar: "root",
          addr: "m",
          len: 1,
          expect: { dangling: [{ lease: "l", page: "m", reason: "unmapped" }] },
        },
      ],
    });
    runVitestExport(exportTrace(trace, "vitest").source);
    expect(exportTrace(trace, "rust")).toMatchObject({ skippedSteps: 1, skippedChecks: 2 });
  });
});

describe("a syzkaller export", () => {
  it("has the form of a program, and uses no result before it is made", () => {
    const problems = [...chosen, nasty].flatMap((trace) =>
      syzProblems(exportTrace(trace, "syz").source).map((problem) => `${trace.name}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it.each([
    ["zx_vmar_destroy(r1)", "r1 is not made before"],
    ["zx_vmo_create(0x1000, 0x0, &AUTO=<r1=>0x0)\nr1 = syz_vmar_root_self()", "r1 is made twice"],
    ["zx_vmar_destroy(0x0", "no call"],
    ["zx_vmar_destroy(root)", "no call"],
    ['zx_vmo_write(0x0, &AUTO="012", 0x0, 0x1)', "no call"],
  ])("is not %j", (source, problem) => {
    expect(syzProblems(source)).toEqual([expect.stringContaining(problem)]);
  });
});

/** Texts that could end a comment or a literal, and names that could not be variables. */
const nasty = checkTrace({
  vmarTrace: 1,
  name: "nasty",
  about: 'Ends */ a comment \\ and\nbegins "another" \u2028 line.',
  steps: [
    { op: "vmo_create", size: 4096, options: [8], as: "type", note: "ends with a backslash \\" },
    { op: "vmo_create", size: 4096, options: ["DISCARDABLE", 0x100], as: "type" },
    { op: "vmo_create", size: 4096, options: [], as: "mA", expect: { status: ["OK", "NO_MEMORY"] } },
    { op: "vmo_create", size: 4096, options: [], as: "m_a" },
    { op: "set_name", handle: "mA", name: 'a"b\\c\u0000d\u20ac??/' },
    { op: "get_name", handle: "mA", expect: { name: 'a"b\\c' } },
    { op: "map", vmar: "m_a", options: [0x10000], offset: 0, vmo: "root", vmoOffset: 0, len: 0, as: "self" },
    {
      op: "unmap",
      vmar: "root",
      addr: "self-8",
      len: "0xffffffffffffffff",
      expect: { status: "INVALID_ARGS" },
    },
    { op: "handle_close", handle: "mA", expect: { status: "OK" } },
    { op: "handle_close", handle: "mA", expect: { status: "BAD_HANDLE" } },
    { op: "vmo_get_size", vmo: "mA", expect: { status: "BAD_HANDLE" } },
    { op: "handle_replace", handle: "m_a", rights: ["SAME_RIGHTS"], as: "r", expect: { status: "OK" } },
    { op: "destroy", vmar: "unknown", expect: { status: "BAD_HANDLE" } },
    { op: "info_maps", vmar: "root", capacity: 2, expect: { status: "OK", actual: 1, available: 1 } },
    { op: "wait", handle: "r", signals: 8, expect: { status: "OK", observed: 8 } },
  ],
});

describe("compiled exports", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "vmar-fuzz-export-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.skipIf(!compiler("rustc"))("rustc takes the Rust ones (skipped without rustc)", () => {
    const rustc = (...args: string[]): string =>
      execFileSync("rustc", ["--edition", "2021", "-L", folder, "--out-dir", folder, ...args], {
        cwd: folder,
        encoding: "utf8",
        stdio: "pipe",
      });
    rustc("--crate-type", "rlib", "--crate-name", "zx", join(stubs, "zx.rs"));
    const withZx = ["--extern", `zx=${join(folder, "libzx.rlib")}`];
    rustc(
      "--crate-type",
      "rlib",
      "--crate-name",
      "fuchsia_runtime",
      ...withZx,
      join(stubs, "fuchsia_runtime.rs"),
    );
    mkdirSync(join(folder, "rust"));
    const modules = [...chosen, nasty].map((trace, index) => {
      writeFileSync(join(folder, "rust", `t${index}.rs`), exportTrace(trace, "rust").source);
      return `#[path = "rust/t${index}.rs"]\nmod t${index};\n`;
    });
    writeFileSync(join(folder, "all.rs"), `#![deny(warnings)]\n${modules.join("")}`);
    const withRuntime = ["--extern", `fuchsia_runtime=${join(folder, "libfuchsia_runtime.rlib")}`];
    expect(() =>
      rustc("--test", "--emit=metadata", ...withZx, ...withRuntime, join(folder, "all.rs")),
    ).not.toThrow();
  });

  it.skipIf(!compiler("g++"))("g++ takes the C++ ones (skipped without g++)", () => {
    const sources = [...chosen, nasty].map((trace) => exportTrace(trace, "cpp").source);
    const includes = new Set(sources.flatMap((source) => source.match(/^#include .*$/gm) ?? []));
    const spaces = sources.map(
      (source, index) => `namespace t${index} {\n${source.replaceAll(/^#include .*$/gm, "")}\n}\n`,
    );
    writeFileSync(join(folder, "all.cc"), `${[...includes].join("\n")}\n${spaces.join("")}`);
    const flags = ["-std=c++17", "-Wall", "-Werror", "-Wno-unused-variable", "-fsyntax-only"];
    const args = [...flags, `-I${join(stubs, "cpp")}`, join(folder, "all.cc")];
    expect(() => execFileSync("g++", args, { stdio: "pipe" })).not.toThrow();
  });
});
