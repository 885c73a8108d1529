import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../../models/reference/index.ts";
import {
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  type Kernel,
  type KernelConfig,
  Status,
} from "../zircon/index.ts";
import { freeArguments } from "./explain.ts";
import { type Difference, lockstep } from "./lockstep.ts";
import { INVALID, type Op, type Program, ROOT } from "./program.ts";

/** The reference model, but it unmaps nothing where a call says no whole page. */
function createStrictUnmap(config: KernelConfig): Kernel {
  const kernel = createReferenceKernel(config);
  const unmap = kernel.vmarUnmap.bind(kernel);
  kernel.vmarUnmap = (vmar, addr, len) => (len === 0x800 ? Status.INVALID_ARGS : unmap(vmar, addr, len));
  return kernel;
}

const PAIR = { left: createReferenceKernel, right: createStrictUnmap };

const OPS: readonly Op[] = [
  { call: "vmo_create", size: 0x3000, options: 0, out: 1 },
  { call: "vmo_write", vmo: 1, offset: 0x1000, bytes: new Uint8Array([1, 2]) },
  { call: "handle_duplicate", handle: 1, rights: 0x8000_0000, out: 2 },
  { call: "map", vmar: ROOT, options: 1, offset: 0, vmo: 2, vmoOffset: 0, len: 0x1000, out: 3 },
  { call: "set_name", handle: 1, name: "x" },
  { call: "signal", handle: 1, clear: 0, set: 1 << 24 },
  { call: "wait", handle: 1, signals: 1 << 24 },
  { call: "access", addr: { slot: 3, delta: 0 }, kind: "read", width: 1, value: undefined },
  { call: "info_maps", vmar: ROOT, capacity: 1 },
  { call: "vmo_set_cache_policy", vmo: 1, policy: 0 },
  { call: "op_range", vmar: ROOT, rangeOp: 14, addr: { slot: 3, delta: 0 }, len: 0x1000, bufferSize: 0 },
  { call: "borrow", addr: { slot: 3, delta: 0 }, len: 1, kind: "shared", out: 4 },
  { call: "release", lease: 4 },
  { call: "unmap", vmar: ROOT, addr: { slot: 3, delta: 0 }, len: 0x800 },
];

function explain(ops: readonly Op[]): { free: string[]; evaluations: number } {
  const world = { aspace: DEFAULT_ASPACE, aslrSeed: undefined, semantics: DEFAULT_SEMANTICS };
  const program = { world, ops };
  const difference = lockstep(program, PAIR);
  if (difference === undefined) return { free: ["no difference"], evaluations: 0 };
  let evaluations = 0;
  const differenceIn = (varied: Program): Difference | undefined => {
    evaluations++;
    return lockstep(varied, PAIR);
  };
  const free = freeArguments(program, difference, differenceIn);
  return { free: free.map(({ step, argument }) => `${step} ${argument}`), evaluations };
}

describe("freeArguments", () => {
  it("tells the arguments whose other values fail alike", () => {
    const { free } = explain(OPS);
    // What becomes of the VMO, its name and its signals is nothing to unmap; where it unmaps, and how much, is.
    expect(free).toEqual(expect.arrayContaining(["0 size", "1 bytes", "4 name", "5 set", "8 capacity"]));
    expect(free).not.toContain("13 len");
    expect(free).not.toContain("13 addr");
    // Without its lease a release is no program.
    expect(free).not.toContain("12 lease");
  });

  it("tries at most 30 values for an argument", () => {
    const { evaluations } = explain(OPS);
    expect(evaluations).toBeLessThan(30 * 40);
  });

  it("finds nothing free in a call of which everything matters", () => {
    const free = explain([
      { call: "unmap", vmar: ROOT, addr: { slot: INVALID, delta: 0x100_0000 }, len: 0x800 },
    ]);
    expect(free.free).toEqual([]);
  });

  it("answers the same each time", () => {
    expect(explain(OPS)).toEqual(explain(OPS));
  });
});
