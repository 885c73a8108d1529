import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { run, temporaryFolder } from "./testing/command.ts";

const root = temporaryFolder();
const corpus = join(root, "corpus");
const into = ["--corpus", corpus];

function file(path: string, ...traces: readonly object[]): string {
  const full = join(root, path);
  mkdirSync(join(full, ".."), { recursive: true });
  writeFileSync(full, traces.map((trace) => `${JSON.stringify({ vmarTrace: 1, ...trace })}\n`).join(""));
  return full;
}

const VMO = { op: "vmo_create", size: 4096, options: [] };
const DESTROY = { op: "destroy", vmar: "root" };

describe("vmar-fuzz corpus add and merge", () => {
  it("adds each trace of the files once, to the folder that is named", async () => {
    const one = file("one.json", { name: "one", steps: [VMO] });
    const two = file("two.jsonl", { name: "one-again", steps: [VMO] }, { name: "two", steps: [DESTROY] });
    const { code, out } = await run("corpus", "add", one, two, ...into);
    expect(code).toBe(0);
    expect(out.replaceAll(root, "")).toMatch(
      /^added: \/corpus\/regressions\/one-[0-9a-f]{12}\.json \(trace "one" of \/one\.json\)\nknown: .*\nadded: .*\/two-[0-9a-f]{12}\.json .*\n$/,
    );
    expect(readdirSync(join(corpus, "regressions"))).toHaveLength(2);
    await run("corpus", "add", one, "--to", "found", ...into);
    expect(readdirSync(join(corpus, "found"))).toEqual([
      expect.stringMatching(/^found-vmo-create-[0-9a-f]{12}\.json$/),
    ]);
  });

  it("merges the found traces of other folders, one for each bug", async () => {
    const seed = { bucket: "paged destroy status DEST-02" };
    file("a/x.json", { name: "x", seed, steps: [VMO, VMO, DESTROY] });
    file("b/deep/y.json", { name: "y", seed, steps: [VMO, DESTROY] });
    file("b/z.json", { name: "z", seed, steps: [VMO, VMO, DESTROY] });
    const to = ["--corpus", join(root, "merged")];
    for (const folders of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const { code } = await run("corpus", "merge", ...folders.map((name) => join(root, name)), ...to);
      expect(code).toBe(0);
      const [name = "", ...others] = readdirSync(join(root, "merged", "found"));
      expect(others).toEqual([]);
      const kept: unknown = JSON.parse(readFileSync(join(root, "merged", "found", name), "utf8"));
      expect(kept).toMatchObject({ steps: [{}, DESTROY], seed });
    }
  });

  it("writes nothing where a file is malformed", async () => {
    const good = file("good.json", { name: "good", steps: [VMO, VMO] });
    const bad = file("bad.json", { name: "bad" });
    const { code, err } = await run("corpus", "add", good, bad, "--corpus", join(root, "none"));
    expect(code).toBe(2);
    expect(err).toContain('bad.json: trace "bad": field "steps"');
    expect(readdirSync(root)).not.toContain("none");
  });

  it.each([[[]], [["add"]], [["merge"]], [["tidy"]], [["minimize", "--profile", "wild"]]])(
    "exits 2 for %j",
    async (args) => {
      const { code, err } = await run("corpus", ...args);
      expect(code).toBe(2);
      expect(err).not.toBe("");
    },
  );
});

describe("vmar-fuzz corpus check", () => {
  it("finds nothing wrong with the corpus of this package", async () => {
    const { code, out } = await run(
      "corpus",
      "check",
      fileURLToPath(new URL("../../corpus", import.meta.url)),
    );
    expect(out).toMatch(/^ok: [0-9]+ traces, [0-9]+ steps\n$/);
    expect(code).toBe(0);
  });

  it("tells all that is wrong: form, names, contents, failures", async () => {
    const checked = join(root, "checked");
    file("checked/broken.json", { name: "broken" });
    file("checked/a.json", { name: "same", steps: [VMO] });
    file("checked/b.json", { name: "same", steps: [VMO, VMO] });
    file("checked/deep/c.json", { name: "same", steps: [VMO] });
    file("checked/d.json", { name: "wrong", steps: [{ ...DESTROY, expect: { status: "OK" } }] });
    const { code, out } = await run("corpus", "check", checked);
    expect(code).toBe(1);
    const lines = out.replaceAll(`${checked}/`, "").split("\n");
    expect(lines).toEqual([
      'broken.json: trace "broken": field "steps": expected an array of steps, found nothing',
      'b.json: trace "same": the same name as a.json: trace "same"',
      'deep/c.json: trace "same": the same content as a.json: trace "same"',
      'd.json: trace "wrong": step 0: destroy(root)',
      '  reference: status: expected "OK", got "NOT_SUPPORTED" (DEST-02)',
      "failed: 4 traces, 5 steps: 4 problems",
      "",
    ]);
  });
});

describe("vmar-fuzz corpus minimize", () => {
  it("writes a small set that reaches as much, the same bytes each time, and passes the check", async () => {
    const to = join(root, "minimal");
    const args = ["corpus", "minimize", "--corpus", to, "--runs", "60", "--profile", "small"];
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    expect(out).toMatch(
      /coverage\.jsonl: [0-9]+ traces of [0-9]+ steps reach [0-9]+ rules, statuses and shapes\nnever reached: /,
    );
    const path = join(to, "coverage", "coverage.jsonl");
    const first = readFileSync(path);
    expect((await run(...args)).out).toBe(out);
    expect(readFileSync(path).equals(first)).toBe(true);
    expect(await run("corpus", "check", to)).toMatchObject({ code: 0 });
    expect(readdirSync(join(to, "coverage")).map((name) => basename(name))).toEqual(["coverage.jsonl"]);
    expect(statSync(path).size).toBeLessThan(200_000);
  });
});
