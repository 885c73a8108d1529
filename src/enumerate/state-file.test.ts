import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createPagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { Exploration } from "./exploration.ts";
import { FlatWorld } from "./flat.ts";
import { StateFileError, readStateFile, writeStateFile } from "./state-file.ts";

const folder = mkdtempSync(join(tmpdir(), "enumerate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const world = new FlatWorld({ pages: 3, vmos: 2, offsets: 1 });
const pair = { left: createReferenceKernel, right: createPagedKernel };
const subject = { world: world.name, left: "reference", right: "paged" };

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("a state file", () => {
  it("is gone on from as if there had been no interruption", () => {
    const path = join(folder, "good.json");
    expect(readStateFile(path, subject)).toBeUndefined();
    const whole = new Exploration(world, pair);
    whole.advance(Infinity);
    const half = new Exploration(world, pair);
    expect(half.advance(10_000)).toBe("going on");
    writeStateFile(path, subject, half.checkpoint);
    const rest = new Exploration(world, pair, {}, readStateFile(path, subject));
    expect(rest.advance(Infinity)).toBe("fixpoint");
    writeStateFile(path, subject, rest.checkpoint);
    const once = join(folder, "once.json");
    writeStateFile(once, subject, whole.checkpoint);
    expect(readFileSync(path, "utf8")).toBe(readFileSync(once, "utf8"));
  });

  it("of a bounded exploration leads on with a larger bound", () => {
    const bounded = new Exploration(world, pair, { depth: 1 });
    expect(bounded.advance(Infinity)).toBe("depth");
    const path = join(folder, "depth.json");
    writeStateFile(path, subject, bounded.checkpoint);
    const deeper = new Exploration(world, pair, { depth: 2 }, readStateFile(path, subject));
    expect(deeper.advance(Infinity)).toBe("depth");
    const atOnce = new Exploration(world, pair, { depth: 2 });
    atOnce.advance(Infinity);
    expect(deeper.checkpoint.states.list).toEqual(atOnce.checkpoint.states.list);
  });

  it("is refused for another world or other kernels", () => {
    const path = join(folder, "other.json");
    writeStateFile(path, subject, new Exploration(world, pair).checkpoint);
    expect(() => readStateFile(path, { ...subject, right: "mine" })).toThrow(
      'its right is "paged", not "mine"',
    );
    expect(() => readStateFile(path, { ...subject, world: "flat" })).toThrow(StateFileError);
  });

  it.each([
    ["no JSON", "{"],
    ["something else", "[]"],
    ["a field too many", '{"vmarEnumeration":1,"more":0}'],
  ])("is refused if it is %s", (what, content) => {
    expect(() => readStateFile(file(`${what}.json`, content), subject)).toThrow(StateFileError);
  });

  it("is refused if its states do not hang together", () => {
    const path = join(folder, "loop.json");
    writeStateFile(path, subject, new Exploration(world, pair).checkpoint);
    const loop = readFileSync(path, "utf8").replace('"from":[-1]', '"from":[0]');
    expect(() => readStateFile(file("loop.json", loop), subject)).toThrow("do not hang together");
  });
});
