import { describe, expect, it } from "vitest";
import { DEFAULT_ASPACE } from "../../src/zircon/kernel.ts";
import { permsText } from "../../src/zircon/options.ts";
import { lowestPlacement } from "../../src/zircon/placement.ts";
import { DEFAULT_SEMANTICS } from "../../src/zircon/semantics.ts";
import { Mapping, type Protection } from "./mapping.ts";
import { Vmo } from "./vmo.ts";
import { World } from "./world.ts";

const RW = 3;
const R = 1;

/** A mapping of pages 100…109 that shows VMO pages 5…14, all `rw-`. */
function mapping(): Mapping {
  const world = new World({
    aspace: DEFAULT_ASPACE,
    placement: lowestPlacement,
    semantics: DEFAULT_SEMANTICS,
  });
  const vmo = new Vmo(world, { kind: "anonymous", relation: "root", size: 16, streamSize: 0 });
  return new Mapping({
    parent: world.root,
    base: 100,
    size: 10,
    vmo,
    offset: 5,
    maxPerm: 7,
    fbs: false,
    placement: 0,
    protections: { first: 100, perms: RW, next: undefined },
  });
}

function ranges({ protections }: Mapping): string[] {
  const texts: string[] = [];
  for (let range: Protection | undefined = protections; range !== undefined; range = range.next) {
    texts.push(`${range.first} ${permsText(range.perms)}`);
  }
  return texts;
}

describe("Mapping", () => {
  it("protect keeps the ranges minimal (I-4)", () => {
    const m = mapping();
    m.protect(103, 105, R);
    expect(ranges(m)).toEqual(["100 rw-", "103 r--", "105 rw-"]);
    m.protect(105, 107, R);
    expect(ranges(m)).toEqual(["100 rw-", "103 r--", "107 rw-"]);
    m.protect(104, 105, RW);
    expect(ranges(m)).toEqual(["100 rw-", "103 r--", "104 rw-", "105 r--", "107 rw-"]);
    m.protect(90, 200, RW);
    expect(ranges(m)).toEqual(["100 rw-"]);
  });

  it("protect reaches beyond neither end", () => {
    const m = mapping();
    m.protect(0, 101, R);
    m.protect(109, 1000, 0);
    expect(ranges(m)).toEqual(["100 r--", "101 rw-", "109 ---"]);
    expect([100, 101, 108, 109].map((page) => m.permsAt(page))).toEqual([R, RW, RW, 0]);
  });

  it("splitAt shares out pages, offsets and protections", () => {
    const m = mapping();
    m.protect(102, 106, R);
    const upper = m.splitAt(104);
    expect([m.base, m.end, ranges(m)]).toEqual([100, 104, ["100 rw-", "102 r--"]]);
    expect([upper.base, upper.end, ranges(upper)]).toEqual([104, 110, ["104 r--", "106 rw-"]]);
    expect([m.vmoPage(103), upper.vmoPage(104), upper.offset]).toEqual([8, 9, 9]);
    expect(m.vmo.mappings).toBe(2);
  });

  it("splitAt on a boundary between protections leaves no empty range", () => {
    const m = mapping();
    m.protect(104, 110, R);
    const upper = m.splitAt(104);
    expect([ranges(m), ranges(upper)]).toEqual([["100 rw-"], ["104 r--"]]);
  });

  it("absorb undoes splitAt", () => {
    const m = mapping();
    m.protect(102, 106, R);
    const before = ranges(m);
    m.absorb(m.splitAt(104));
    expect([ranges(m), m.end, m.vmo.mappings]).toEqual([before, 110, 1]);
    m.absorb(m.splitAt(106));
    expect(ranges(m)).toEqual(before);
  });

  it("somePerms looks at the asked pages only", () => {
    const m = mapping();
    m.protect(104, 106, R);
    const readOnly = (perms: number): boolean => perms === R;
    expect(m.somePerms(100, 104, readOnly)).toBe(false);
    expect(m.somePerms(100, 105, readOnly)).toBe(true);
    expect(m.somePerms(105, 106, readOnly)).toBe(true);
    expect(m.somePerms(106, 110, readOnly)).toBe(false);
  });
});
