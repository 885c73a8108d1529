import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { run, temporaryFolder } from "./testing/command.ts";

const folder = temporaryFolder();
const save = ["--save", join(folder, "found")];

/** A kernel that unmaps but the last page of what it is to unmap. */
const wrong = join(folder, "last-page.mjs");
const paged = pathToFileURL(join(import.meta.dirname, "../../models/paged/index.ts")).href;
writeFileSync(
  wrong,
  `import { createPagedKernel } from ${JSON.stringify(paged)};
export default (config) => {
  const kernel = createPagedKernel(config);
  const unmap = kernel.vmarUnmap.bind(kernel);
  kernel.vmarUnmap = (vmar, addr, len) => unmap(vmar, addr + len - 4096, 4096);
  return kernel;
};
`,
);

describe("vmar-fuzz enumerate", () => {
  it("tells what a small world has, in the same words each time", async () => {
    const first = await run("enumerate", "--pages", "2");
    const again = await run("enumerate", "--pages", "2");
    expect(first.code).toBe(0);
    expect(first.out).toBe(again.out);
    expect(first.out).toContain(`flat, 2 pages, 1 VMO, 1 offset: reference against paged
agreed in all of it: 16 states, 800 transitions, longest shortest path 2 calls

state               call           OK  INVALID_ARGS  NOT_FOUND  ALREADY_EXISTS
1 entry, full       map SPECIFIC                 18                         27
`);
    expect(first.err).toMatch(/^[0-9.]+ s, \d+ transitions a second .*, peak memory \d+ MiB\n$/);
  });

  it("tells the same as JSON", async () => {
    const { code, out } = await run("enumerate", "--world", "contents", "--pages", "1", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      world: "contents, 1 page",
      kernels: { left: "reference", right: "paged" },
      ended: "fixpoint",
      interrupted: false,
      states: 28,
      failure: null,
    });
  });

  it("reports a difference as run does, with the shortest program, and saves it", async () => {
    const { code, out } = await run("enumerate", "--pages", "3", "--right", wrong, ...save);
    expect(code).toBe(1);
    expect(out).toContain(`DIFFERENCE in unmap: space

  with an address space of 0x3000 bytes from 0x100000:
   0  v1 = vmo_create(0x5000, 0)
   1  m1 = map(root, SPECIFIC, 0, v1, 0, 0x1000)
   2  unmap(root, root, 0x2000)
`);
    const saved = readdirSync(join(folder, "found"));
    expect(saved).toHaveLength(1);
    expect(out).toContain(`saved: ${join(folder, "found", saved[0] ?? "")}`);
    expect(JSON.parse((await run("enumerate", "--right", wrong, ...save, "--json")).out)).toMatchObject({
      ended: "parted",
      failure: { call: "unmap", field: "space" },
    });
  });

  it("goes on from its state file", async () => {
    const state = join(folder, "state.json");
    const shallow = await run("enumerate", "--pages", "3", "--depth", "1", "--state", state);
    expect(shallow.out).toContain("agreed to the depth: 19 states, 90 transitions");
    expect(existsSync(state)).toBe(true);
    const rest = await run("enumerate", "--pages", "3", "--state", state);
    expect(rest.out).toBe((await run("enumerate", "--pages", "3")).out);
    // All is done: nothing is made again.
    expect((await run("enumerate", "--pages", "3", "--state", state)).err).toContain(
      " 0 transitions a second",
    );
    expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ vmarEnumeration: 1, next: 64 });
  });

  it("takes no sizes that make no sense, and no file of another world", async () => {
    const state = join(folder, "other.json");
    expect((await run("enumerate", "--pages", "1", "--state", state)).code).toBe(0);
    const other = await run("enumerate", "--pages", "2", "--state", state);
    expect(other).toMatchObject({ code: 2, out: "" });
    expect(other.err).toContain('its world is "flat, 1 page, 1 VMO, 1 offset"');
    expect((await run("enumerate", "--pages", "9")).err).toContain("the flat world has 1 to 8 pages");
    expect((await run("enumerate", "--vmos", "3")).code).toBe(2);
    expect((await run("enumerate", "--world", "round")).code).toBe(2);
    expect((await run("enumerate", "--right", "nobody's")).code).toBe(2);
  });
});
