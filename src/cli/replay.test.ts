import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./program.ts";

let folder: string;
let good: string;
let bad: string;

const vmo = { op: "vmo_create", size: 4096, options: [], as: "v", expect: { status: "OK" } };
const destroy = { op: "destroy", vmar: "root", expect: { status: "OK" } };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vmar-fuzz-"));
  const file = (name: string, ...traces: object[]): string => {
    const path = join(folder, name);
    writeFileSync(path, traces.map((trace) => `${JSON.stringify({ vmarTrace: 1, ...trace })}\n`).join(""));
    return path;
  };
  good = file("good.json", { name: "good", steps: [vmo] });
  bad = file("bad.jsonl", { name: "fine", steps: [vmo] }, { name: "wrong", steps: [vmo, destroy, destroy] });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function replay(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const code = await runCli(["replay", ...args], {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
  });
  return { code, ...written };
}

describe("vmar-fuzz replay", () => {
  it("exits 0 when everything holds", async () => {
    expect(await replay(good, good)).toEqual({
      code: 0,
      out: "ok: 2 traces, 2 steps, on reference and paged: every expectation holds\n",
      err: "",
    });
  });

  it("exits 1 and tells every step that differs, with the step in words and the rule", async () => {
    const { code, out } = await replay(bad, "--kernel", "reference");
    expect(code).toBe(1);
    expect(out).toBe(
      `${bad}: trace "wrong": step 1: destroy(root)
  reference: status: expected "OK", got "NOT_SUPPORTED" (DEST-02)
${bad}: trace "wrong": step 2: destroy(root)
  reference: status: expected "OK", got "NOT_SUPPORTED" (DEST-02)
failed: 2 traces, 4 steps, on reference: 1 trace with 2 differences
`,
    );
  });

  it("stops a trace at the first step that differs", async () => {
    const { code, out } = await replay("--stop-at-first", "--kernel", "paged", bad);
    expect(code).toBe(1);
    expect(out).not.toContain("step 2");
  });

  it("prints one JSON object", async () => {
    const { code, out } = await replay(
      "--json",
      "--kernel",
      "reference",
      "--kernel",
      "paged",
      "--stop-at-first",
      bad,
    );
    expect(code).toBe(1);
    const failure = (kernel: string): object => ({
      file: bad,
      trace: "wrong",
      kernel,
      step: 1,
      words: "destroy(root)",
      field: "status",
      expected: "OK",
      actual: "NOT_SUPPORTED",
      rule: "DEST-02",
    });
    expect(JSON.parse(out)).toEqual({
      traces: 2,
      steps: 4,
      kernels: ["reference", "paged"],
      failures: [failure("reference"), failure("paged")],
    });
    expect(JSON.parse((await replay("--json", good)).out)).toMatchObject({ traces: 1, failures: [] });
  });

  it("exits 2 before anything runs, for input that is malformed anywhere", async () => {
    const broken = join(folder, "broken.json");
    writeFileSync(broken, "{");
    const { code, out, err } = await replay(bad, broken);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^error: .*broken\.json: expected JSON: .*\n$/);
    expect((await replay(join(folder, "none.json"))).err).toMatch(
      /^error: .*none\.json: cannot be read: .*\n$/,
    );
  });

  it("exits 2 for a kernel that does not exist", async () => {
    const { code, err } = await replay(good, "--kernel", "linux");
    expect(code).toBe(2);
    expect(err).toMatch(/^error: no kernel is called "linux"; there are reference, paged/);
  });
});
