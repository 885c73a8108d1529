/** Each program here was what a seed came to before there was a step from it to the form of the other seeds. */
import { describe, expect, it } from "vitest";
import minimal from "../../../models/faulty/minimal.json" with { type: "json" };
import { findFault } from "../../../models/faulty/index.ts";
import { createReferenceKernel } from "../../../models/reference/index.ts";
import { programText } from "../../report/failure.ts";
import { ALIGN_BASE, VmOption, VmarOp } from "../../zircon/index.ts";
import { shrinkProgram } from "../fuzz.ts";
import { type Addr, type Op, type Program, ROOT, type Slot } from "../program.ts";
import { PLAIN_WORLD } from "./simplicity.ts";

const P = 4096;
const { PERM_READ, PERM_WRITE, SPECIFIC, SPECIFIC_OVERWRITE } = VmOption;

function vmo(pages: number): Op {
  return { call: "vmo_create", size: pages * P, options: 0, out: 1 };
}

function map(out: Slot, options: number, vmoPage: number, pages: number, atPage = 0): Op {
  const [offset, vmoOffset, len] = [atPage * P, vmoPage * P, pages * P];
  return { call: "map", vmar: ROOT, options: options >>> 0, offset, vmo: 1, vmoOffset, len, out };
}

function region(out: Slot, options: number, pages: number, atPage = 0): Op {
  return {
    call: "allocate",
    vmar: ROOT,
    options: options >>> 0,
    offset: atPage * P,
    size: pages * P,
    out,
  };
}

function at(slot: Slot, page: number): Addr {
  return { slot, delta: page * P };
}

function protect(options: number, addr: Addr, pages: number): Op {
  return { call: "protect", vmar: ROOT, options, addr, len: pages * P };
}

function opRange(rangeOp: number, addr: Addr, pages: number): Op {
  return { call: "op_range", vmar: ROOT, rangeOp, addr, len: pages * P, bufferSize: 0 };
}

const VMO_INFO: Op = { call: "vmo_info", vmo: 1 };

type FaultId = keyof typeof minimal;

/** What a program is shrunk to. */
async function shrunk(fault: FaultId, program: Program): Promise<string[] | undefined> {
  const right = findFault(fault)?.create;
  if (right === undefined) throw new Error(`no fault ${fault}`);
  const result = await shrinkProgram(program, { left: createReferenceKernel, right }, { limit: 5000 });
  return result && programText(result.program);
}

const CASES: readonly (readonly [string, FaultId, Program])[] = [
  [
    "two mappings side by side",
    "protect-stale-list",
    {
      world: PLAIN_WORLD,
      ops: [
        vmo(1),
        map(2, 0, 0, 1),
        map(3, 0, 1, 2),
        protect(PERM_READ, at(3, 0), 1),
        protect(PERM_READ, at(ROOT, 0), 3),
      ],
    },
  ],
  [
    "three mappings where a seed places the first",
    "protect-stale-list",
    {
      world: { ...PLAIN_WORLD, aslrSeed: "w5", aspace: { ...PLAIN_WORLD.aspace, size: 12 * P } },
      ops: [
        vmo(1),
        map(2, 0, 0, 4),
        map(3, SPECIFIC, 5, 1, 10),
        map(4, PERM_READ | PERM_WRITE | SPECIFIC, 4, 1, 9),
        protect(PERM_READ | PERM_WRITE, at(ROOT, 8), 3),
      ],
    },
  ],
  [
    "what is overwritten, and what is left of it",
    "op-range-by-protection-range",
    {
      world: PLAIN_WORLD,
      ops: [
        vmo(2),
        map(2, 0, 0, 3),
        map(3, PERM_READ | SPECIFIC | SPECIFIC_OVERWRITE, 1, 1, 1),
        opRange(VmarOp.COMMIT, at(3, 0), 2),
        VMO_INFO,
      ],
    },
  ],
  [
    "a range across two mappings, further up",
    "op-range-by-protection-range",
    {
      world: PLAIN_WORLD,
      ops: [
        vmo(3),
        map(2, 0, 0, 3),
        map(3, PERM_READ, 3, 1),
        opRange(VmarOp.COMMIT, at(ROOT, 2), 2),
        VMO_INFO,
      ],
    },
  ],
  [
    "a mapping beside another one",
    "op-range-direct-only-through-parent",
    {
      world: PLAIN_WORLD,
      ops: [
        vmo(1),
        map(2, 0, 0, 1),
        map(3, PERM_READ, 1, 1),
        opRange(VmarOp.COMMIT, at(ROOT, 0), 2),
        VMO_INFO,
      ],
    },
  ],
  [
    "a region that is gone before the next one",
    "decommit-earlier-mapping",
    {
      world: PLAIN_WORLD,
      ops: [
        vmo(1),
        map(2, 0, 0, 1),
        region(3, 0, 1),
        region(4, 0, 1),
        { call: "destroy", vmar: 3 },
        opRange(VmarOp.DECOMMIT, at(3, 0), 1),
      ],
    },
  ],
  [
    "mappings of what lies far up in a VMO",
    "merge-uncounted",
    {
      world: PLAIN_WORLD,
      ops: [
        vmo(1),
        map(2, 0, 0xff6a5, 1),
        { call: "unmap", vmar: ROOT, addr: at(ROOT, 1), len: P },
        map(3, SPECIFIC, 0xff6a6, 1, 1),
        VMO_INFO,
      ],
    },
  ],
  [
    "two of many placements",
    "op-range-refuses-adjacent-region",
    {
      world: PLAIN_WORLD,
      ops: [
        vmo(16),
        region(2, 0, 33),
        region(3, 19 << ALIGN_BASE, 1),
        region(4, SPECIFIC, 64, 48),
        map(5, 0, 0, 16),
        opRange(VmarOp.COMMIT, at(ROOT, 127), 1),
      ],
    },
  ],
];

describe("programs that some seeds came to", () => {
  it.each(CASES)("from %s (%s)", { timeout: 30_000 }, async (_from, fault, program) => {
    expect(await shrunk(fault, program)).toEqual(minimal[fault].program);
  });
});
