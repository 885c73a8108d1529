import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTraceFile } from "../trace/files.ts";
import { ended, wrongKernel, start, temporaryFolder } from "./testing/command.ts";

const folder = temporaryFolder();

/** Interrupts a run so many milliseconds after it has printed its seed, which it does before anything else. */
function interruptAfter(child: ReturnType<typeof start>, wait: number): void {
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGINT"), wait));
}

describe("an interrupt", () => {
  it.each(["1", "2"])("ends a run with %s workers with what was learnt", async (workers) => {
    const child = start(["run", "--no-corpus", "--for", "10m", "--workers", workers], folder);
    interruptAfter(child, 1000);
    const { code, out, err } = await ended(child);
    expect(code).toBe(130);
    expect(out).toMatch(
      /^seed "1", .*\ninterrupted; until then agreed: [0-9]+ operations in [0-9]+ programs\n/,
    );
    expect(out).toMatch(/\nshapes of overlap reached: /);
    expect(err).not.toContain("Error");
  });

  it("prints one whole JSON object", async () => {
    const child = start(["run", "--corpus", "no-such-folder", "--for", "10m", "--json"], folder);
    // Standard output holds the object alone; how long the corpus took stands on standard error.
    child.stderr.once("data", () => child.kill("SIGINT"));
    const { code, out } = await ended(child);
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ interrupted: true, failure: null });
  });

  it("leaves what was found, whole, when it comes in the middle of everything", async () => {
    const args = ["run", "--no-corpus", "--right", wrongKernel(folder)];
    for (const [index, wait] of [0, 60, 120, 240, 480].entries()) {
      const child = start([...args, "--seed", String(index), "--save", "found"], folder);
      interruptAfter(child, wait);
      const { code } = await ended(child);
      // null: the signal came when the run was over and all was saved, and did what signals do by default.
      expect([1, 130, null]).toContain(code);
    }
    for (const file of readdirSync(join(folder, "found"))) {
      expect(readTraceFile(join(folder, "found", file))).toHaveLength(1);
    }
  });
});
