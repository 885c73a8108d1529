import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTraceFile } from "../trace/files.ts";
import type { Step, Trace } from "../trace/types.ts";
import { ended, wrongKernel, run, start, temporaryFolder } from "./testing/command.ts";

const folder = temporaryFolder();
const tried = wrongKernel(folder);
const found = join(folder, "found");

/** Sixty calls that have nothing to do with it before a VMO is asked for its size, under names of its own. */
const STEPS: readonly Step[] = [
  { op: "vmo_create", size: 0x3000, options: ["RESIZABLE"], as: "memory" },
  { op: "allocate", vmar: "root", options: ["CAN_MAP_READ"], offset: 0, size: 0x8000, as: "area" },
  ...Array.from({ length: 60 }, (_, page): Step => {
    return { op: "vmo_write", vmo: "memory", offset: page * 8, bytes: "0102" };
  }),
  { op: "destroy", vmar: "area", expect: { status: "OK" } },
  { op: "vmo_get_size", vmo: "memory", expect: { status: "OK", size: 0x3000 } },
  { op: "destroy", vmar: "area", expect: { status: "BAD_STATE" } },
];

function file(name: string, ...traces: readonly Partial<Trace>[]): string {
  const path = join(folder, name);
  writeFileSync(path, traces.map((part) => `${JSON.stringify({ vmarTrace: 1, ...part })}\n`).join(""));
  return path;
}

const traced = file("long.json", { name: "long", steps: STEPS });
const save = ["--save", found];

describe("vmar-fuzz shrink", () => {
  it("shrinks a failing trace to its smallest program, and reports it as run does", async () => {
    const { code, out } = await run("shrink", traced, "--right", tried, ...save);
    expect(code).toBe(1);
    const [saved = ""] = readdirSync(found);
    expect(saved).toMatch(/^found-vmo-get-size-[0-9a-f]{12}\.json$/);
    expect(out).toContain(`${traced}: trace "long"

DIFFERENCE in vmo_get_size: size

   0  v1 = vmo_create(0x1000, 0)
   1  vmo_get_size(v1)

  does not matter: v1 size, v1 options

`);
    expect(out).toContain("\nshrunk from 65 to 2 operations in ");
    expect(out).toMatch(/\nbefore \(reference\):\n/);
    expect(out).toContain(
      `\nsaved: ${join(found, saved)}\nagain: npx vmar-fuzz replay ${join(found, saved)} `,
    );
    const [source] = readTraceFile(join(found, saved));
    expect(source?.trace).toMatchObject({
      source: 'shrunk from trace "long"',
      seed: { bucket: `${tried} vmo_get_size size VMO-02` },
      rules: ["VMO-02"],
      steps: [{}, { op: "vmo_get_size", expect: { status: "OK", size: 0x1000 } }],
    });
    expect((await run("shrink", traced, "--right", tried, ...save)).out).toBe(out);
  });

  it("shrinks what one kernel answers otherwise than the trace expects, against the reference", async () => {
    const { code, out } = await run("shrink", traced, "--kernel", tried, ...save);
    expect(code).toBe(1);
    expect(out).toContain("\n   1  vmo_get_size(v1)\n");
  });

  it("exits 0 where nothing fails", async () => {
    expect(await run("shrink", traced, ...save)).toEqual({
      code: 0,
      out: `${traced}: trace "long": reference and paged agree in every call\n`,
      err: "",
    });
    const { code, out } = await run("shrink", traced, "--kernel", "paged", ...save);
    expect({ code, out }).toEqual({
      code: 0,
      out: `${traced}: trace "long": every expectation holds on paged\n`,
    });
  });

  it("tells a trace that fails by its own expectations alone, which cannot be shrunk", async () => {
    const wrong = file("wrong.json", {
      name: "wrong",
      steps: [{ op: "destroy", vmar: "root", expect: { status: "OK" } }],
    });
    for (const args of [[], ["--kernel", "paged"]]) {
      const { code, out } = await run("shrink", wrong, ...save, ...args);
      expect(code).toBe(1);
      expect(out).toContain("which cannot be shrunk:\n  step 0: destroy(root)\n");
      expect(out).toContain('status: expected "OK", got "NOT_SUPPORTED"');
    }
  });

  it("goes through every trace of every file, and stops at the limit", async () => {
    const two = file("two.jsonl", { name: "a", steps: STEPS }, { name: "b", steps: STEPS.slice(0, 3) });
    const { code, out } = await run("shrink", two, traced, "--right", tried, "--shrink-limit", "2", ...save);
    expect(code).toBe(1);
    expect(out.match(/to [0-9]+ operations in 2 tries, where the limit stopped it/g)).toHaveLength(2);
    expect(out).toContain('trace "b": reference and ');
  });

  it("keeps the best so far when it is interrupted", async () => {
    const many = file("many.json", { name: "many", steps: Array.from({ length: 60 }, () => STEPS).flat() });
    const child = start(["shrink", many, "--right", tried, ...save], folder);
    // The signal can come at any time, also once all is done; what is told is whole in any case.
    setTimeout(() => child.kill("SIGINT"), 1500);
    const { out } = await ended(child);
    expect(out === "" || out.includes("\nsaved: ")).toBe(true);
  });

  it.each([
    [["no-such-file.json"], "no-such-file.json: cannot be read"],
    [[traced, "--right", "linux"], 'no kernel is called "linux"'],
    [[traced, "--shrink-limit", "none"], "whole number"],
    [[], "missing required argument"],
  ])("exits 2 for %j", async (args, message) => {
    const { code, out, err } = await run("shrink", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("exits 2 for a trace that is no program, naming the step and the field", async () => {
    const info = file("info.json", { name: "info", steps: [{ op: "info", vmar: "root", as: "r" }] });
    const { code, err } = await run("shrink", info);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: .*info\.json: trace "info": step 0: field "as": expected /);
  });
});
