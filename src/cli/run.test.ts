import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readTraceFile } from "../trace/files.ts";
import { ended, wrongKernel, run, start, temporaryFolder } from "./testing/command.ts";

const folder = temporaryFolder();
const tried = wrongKernel(folder);
const save = ["--save", join(folder, "found")];
const QUICK = ["run", "--no-corpus", "--runs", "300", "--seed", "a commit"];
const FAILING = ["run", "--no-corpus", "--right", tried, ...save];

function edgeCases(...names: string[]): string {
  const corpus = temporaryFolder();
  for (const name of names) {
    const from = fileURLToPath(new URL(`../../corpus/edge-cases/${name}.json`, import.meta.url));
    copyFileSync(from, join(corpus, `${name}.json`));
  }
  return corpus;
}

/** The part of a report that says what fails, without how it was found. */
function failureIn(report: string): string | undefined {
  return /DIFFERENCE[^]*?shrunk/.exec(report)?.[0];
}

const TAG = /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g;
/** An `&` that begins none of the entities that XML has by itself. */
const BARE = /&(?!(?:amp|lt|gt|quot);)/;

/** What is wrong with the form of an XML text; nothing for a well-formed one. */
function xmlProblems(xml: string): string[] {
  const problems: string[] = [];
  const open: string[] = [];
  const rest = xml.replace(/^<\?xml [^?]*\?>/, "");
  for (const [tag, slash, name = "", attributes = "", empty] of rest.matchAll(TAG)) {
    if (BARE.test(attributes)) problems.push(tag);
    if (slash === "/" && open.pop() !== name) problems.push(tag);
    if (slash === "" && empty === "") open.push(name);
  }
  const text = rest.replaceAll(TAG, "");
  if (/[<>]/.test(text) || BARE.test(text)) problems.push(text);
  return [...problems, ...open];
}

describe("vmar-fuzz run", () => {
  it("prints the seed first, then what was reached, and exits 0 when the kernels agree", async () => {
    const { code, out } = await run(...QUICK);
    expect(code).toBe(0);
    expect(out).toMatch(/^seed "a commit", reference against paged, profile everything\n/);
    expect(out).toMatch(/\nagreed: [0-9]+ operations in 300 programs\n/);
    expect(out).toMatch(/\nnever reached: |\nevery rule that calls can reach was reached\n/);
  });

  it("prints the same bytes for the same seed, and others for another", async () => {
    const first = await run(...QUICK, "--json");
    expect(JSON.parse(first.out)).toMatchObject({ runs: 300, failure: null, interrupted: false });
    expect((await run(...QUICK, "--json")).out).toBe(first.out);
    expect((await run(...QUICK, "--json", "--seed", "b")).out).not.toBe(first.out);
  });

  it("prints the same bytes with 1 and 2 workers, also when it finds something", async () => {
    const budget = ["run", "--no-corpus", "--json", "--ops", "12000", ...save];
    for (const args of [budget, [...budget, "--right", tried]]) {
      const [one, two] = await Promise.all(
        ["1", "2"].map((workers) => ended(start([...args, "--workers", workers], folder))),
      );
      expect(JSON.parse(one?.out ?? "")).toMatchObject({ kernels: { left: "reference" } });
      expect(two?.out).toBe(one?.out);
      expect(two?.code).toBe(one?.code);
    }
  });

  it("exits 1 with the shortest program, what of it matters, and how to see it again", async () => {
    const { code, out } = await run(...FAILING);
    expect(code).toBe(1);
    expect(out).toContain("DIFFERENCE in vmo_get_size: size\n");
    expect(out).toContain("\n  does not matter: v1 size, v1 options\n");
    const [, saved = "", kernel] =
      /\nagain: npx vmar-fuzz replay (\S+) --kernel reference --kernel (\S+)\n/.exec(out) ?? [];
    expect(kernel).toBe(tried);
    const replay = await run("replay", saved, "--kernel", "reference", "--kernel", tried);
    expect(replay.code).toBe(1);
    expect(replay.out).toContain('size: expected "0x1000", got 1');
    const json: unknown = JSON.parse((await run(...FAILING, "--json")).out);
    expect(json).toMatchObject({
      failure: {
        call: "vmo_get_size",
        field: "size",
        program: ["v1 = vmo_create(0x1000, 0)", "vmo_get_size(v1)"],
        free: [
          { step: 0, argument: "size" },
          { step: 0, argument: "options" },
        ],
        saved,
      },
    });
  });

  it("runs only the program of a place with --path, and finds the same", async () => {
    const { out } = await run(...FAILING);
    const [, path = ""] = / --path (\S+)$/m.exec(out) ?? [];
    const again = await run(...FAILING, "--path", path);
    expect(again.code).toBe(1);
    expect(failureIn(again.out)).toBe(failureIn(out));
    // Where that program leads does not depend on the kernels: these two agree there.
    expect((await run("run", "--no-corpus", "--path", path)).code).toBe(0);
  });

  it("names everything that a program depends on in the command that runs it again", async () => {
    const { out } = await run(...FAILING, "--max-ops", "9", "--check-every", "2", "--profile", "contents");
    const [, command = ""] = /again: npx vmar-fuzz (run .*)$/m.exec(out) ?? [];
    expect(command).toContain("--seed 1 --profile contents --max-ops 9 --check-every 2 --left reference");
    const again = await run(...command.split(" "), "--no-corpus", ...save);
    expect(failureIn(again.out)).toBe(failureIn(out));
  });

  it("keeps one entry for one bug, whatever the seed", async () => {
    for (const seed of ["1", "2", "3", "4"]) await run(...FAILING, "--seed", seed);
    const files = readdirSync(join(folder, "found"));
    expect(files).toHaveLength(1);
    const [source] = readTraceFile(join(folder, "found", files[0] ?? ""));
    expect(source?.trace.seed?.["bucket"]).toBe(`${tried} vmo_get_size size VMO-02`);
  });

  it("replays the corpus first, and fails with it", async () => {
    const corpus = edgeCases("e-01", "e-02");
    const good = await run("run", "--runs", "5", "--corpus", corpus);
    expect(good.code).toBe(0);
    expect(good.out).toMatch(/\ncorpus: 2 traces, [0-9]+ steps, 0 failures\n/);
    const steps = [{ op: "destroy", vmar: "root", expect: { status: "OK" } }];
    const bad = { vmarTrace: 1, name: "wrong", steps };
    writeFileSync(join(corpus, "wrong.json"), JSON.stringify(bad));
    const failed = await run("run", "--runs", "5", "--corpus", corpus);
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch(/\nFAILED .*wrong\.json: trace "wrong": step 0: status of reference\n/);
  });

  it("exits 2 for a broken file in the corpus, before it runs anything", async () => {
    const corpus = edgeCases("e-01");
    writeFileSync(join(corpus, "broken.json"), '{ "vmarTrace": 1,');
    const { code, err } = await run("run", "--corpus", corpus);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: .*broken\.json: expected JSON: /);
  });

  it("fails with --require-coverage where a rule was not reached", async () => {
    const { code, out } = await run("run", "--no-corpus", "--runs", "5", "--require-coverage");
    expect(code).toBe(1);
    expect(out).toMatch(/\nFAILED: required and never reached: [A-Z]+-[0-9]+/);
  });

  it.each([
    ["--runs", "0"],
    ["--runs", "many"],
    ["--ops", "1.5"],
    ["--for", "5"],
    ["--workers", "none"],
    ["--profile", "wild"],
    ["--reporter", "xml"],
    ["--left", "linux"],
    ["--right", "./no-such-kernel.js"],
    ["--shrink-limit", "-1"],
    ["--config", "/no/such/config.json"],
    ["--path", "somewhere"],
    ["--path", "0:1:99999"],
    ["--fly"],
  ])("exits 2 for %s %s", async (...args) => {
    const { code, err } = await run(...QUICK, ...args);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: /);
    expect(err).toContain(args.at(-1));
  });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("a config file", () => {
  it("gives defaults, which the command line goes before", async () => {
    const config = file("good.json", '{ "runs": 7, "seed": "from the file", "corpus": false }');
    const { out } = await run("run", "--json", "--config", config);
    expect(JSON.parse(out)).toMatchObject({ runs: 7, seed: "from the file", corpus: null });
    const given = await run("run", "--json", "--config", config, "--runs", "6");
    expect(JSON.parse(given.out)).toMatchObject({ runs: 6 });
  });

  it("may be TypeScript", async () => {
    const config = file(
      "good.config.ts",
      'const seed: string = "typed"; export default { seed, runs: 5, corpus: false };',
    );
    const { out } = await run("run", "--json", "--config", config);
    expect(JSON.parse(out)).toMatchObject({ runs: 5, seed: "typed" });
  });

  it.each([
    ['{ "speed": 3 }', "speed"],
    ['{ "runs": 0 }', "runs"],
    ['{ "for": "soon" }', "for"],
    ['{ "reporter": "xml" }', "reporter"],
    ['"runs"', "the whole"],
    ["{", "cannot be read"],
  ])("%s: exit 2, naming %s", async (text, key) => {
    const config = file("bad.json", text);
    const { code, err, out } = await run("run", "--config", config);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^error: .*bad\.json: /);
    expect(err).toContain(key);
  });
});

describe("the reporters", () => {
  it("junit is well-formed, with and without failures", async () => {
    const clean = await run(...QUICK, "--reporter", "junit");
    expect(xmlProblems(clean.out)).toEqual([]);
    expect(clean.out).toContain('<testsuites tests="1" failures="0" ');
    const failing = await run(...FAILING, "--reporter", "junit", "--seed", 'a "<&>\u0007');
    expect(xmlProblems(failing.out)).toEqual([]);
    expect(failing.out).toContain('name="vmar-fuzz seed a &quot;&lt;&amp;&gt; "');
    expect(failing.out).toContain('<failure message="vmo_get_size: size differs">');
  });

  it("github escapes what would end an annotation, and writes the job's summary", async () => {
    const summary = join(folder, "summary.md");
    process.env["GITHUB_STEP_SUMMARY"] = summary;
    try {
      const { out, code } = await run(...FAILING, "--reporter", "github", "--seed", "50%");
      expect(code).toBe(1);
      const annotations = out.split("\n").filter((line) => line.startsWith("::"));
      expect(annotations).toHaveLength(1);
      expect(annotations[0]).toMatch(/^::error file=\S+,title=vmo_get_size%3A size differs::DIFFERENCE/);
      expect(annotations[0]).toContain("%0A");
      expect(annotations[0]).toContain("--seed '50%25'");
      expect(readFileSync(summary, "utf8")).toMatch(/^### vmar-fuzz: ❌ found something\n/);
    } finally {
      delete process.env["GITHUB_STEP_SUMMARY"];
    }
  });
});
