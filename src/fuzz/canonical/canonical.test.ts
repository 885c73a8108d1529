import { describe, expect, it } from "vitest";
import { findFault } from "../../../models/faulty/index.ts";
import { createReferenceKernel } from "../../../models/reference/index.ts";
import { programText } from "../../report/failure.ts";
import { DEFAULT_ASPACE, DEFAULT_SEMANTICS, type KernelFactory, VmOption } from "../../zircon/index.ts";
import { shrinkProgram } from "../fuzz.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import { type Op, type Program, ROOT, type World } from "../program.ts";
import { eachProgram } from "../sample.ts";
import { compareSimplicity, programKey, simplerPrograms } from "./index.ts";

const P = 4096;
const WORLD: World = { aspace: DEFAULT_ASPACE, aslrSeed: undefined, semantics: DEFAULT_SEMANTICS };
const VMO: Op = { call: "vmo_create", size: P, options: 0, out: 1 };

function map(out: number, options: number, offset: number, len: number, vmoOffset = 0): Op {
  return { call: "map", vmar: ROOT, options, offset, vmo: 1, vmoOffset, len, out };
}

function faulty(id: string): KernelFactory {
  const fault = findFault(id);
  if (fault === undefined) throw new Error(`no fault ${id}`);
  return fault.create;
}

/** What a program is shrunk to, and in how many tries. */
async function shrunk(program: Program, fault: string): Promise<string[]> {
  const pair = { left: createReferenceKernel, right: faulty(fault) };
  const result = await shrinkProgram(program, pair, { limit: 5000 });
  return result === undefined ? ["agrees"] : programText(result.program);
}

describe("the order of simplicity", () => {
  const sample: Program[] = [];
  const constraints = { profile: DEFAULT_PROFILE, maxOps: 3, guide: createReferenceKernel, seed: "order" };
  eachProgram(constraints, 60, (program) => sample.push(program));

  it("is total: one of two is simpler, unless they differ in the names of slots alone", () => {
    for (const a of sample) {
      for (const b of sample) {
        expect(Math.sign(compareSimplicity(a, b))).toBe(-Math.sign(compareSimplicity(b, a)) + 0);
        expect(compareSimplicity(a, b) === 0).toBe(programKey(a) === programKey(b));
      }
    }
  });

  it("does not mind how slots are numbered", () => {
    const numbered = (by: number): Program => ({
      world: WORLD,
      ops: [
        { ...VMO, out: by },
        { call: "map", vmar: ROOT, options: 0, offset: 0, vmo: by, vmoOffset: 0, len: P, out: 2 * by },
        { call: "unmap", vmar: ROOT, addr: { slot: 2 * by, delta: 0 }, len: P },
      ],
    });
    expect(compareSimplicity(numbered(1), numbered(7))).toBe(0);
  });

  it("puts fewer operations before everything but what traces cannot tell", () => {
    const kill: Program = { world: WORLD, ops: [{ call: "task_kill", handle: -3 }] };
    const two: Program = { world: WORLD, ops: [VMO, map(2, 0, 0, P)] };
    expect(compareSimplicity(two, kill)).toBeLessThan(0);
    expect(compareSimplicity({ ...two, ops: [VMO] }, two)).toBeLessThan(0);
  });

  it("lets nothing be tried that is not simpler", () => {
    for (const program of sample.slice(0, 20)) {
      let tried = 0;
      for (const next of simplerPrograms(program)) {
        if (tried++ > 500) break;
        expect(compareSimplicity(next, program)).toBeLessThan(0);
      }
    }
  });
});

describe("canonical programs", () => {
  it("comes to one program from two mappings and from one that is protected in part", async () => {
    const READ = VmOption.PERM_READ;
    const whole: Op[] = [
      VMO,
      map(2, READ, 0, 2 * P),
      { call: "protect", vmar: ROOT, options: 0, addr: { slot: ROOT, delta: 0 }, len: P },
      { call: "unmap", vmar: ROOT, addr: { slot: ROOT, delta: 0 }, len: P },
    ];
    const halves: Op[] = [
      VMO,
      map(2, 0, 0, P),
      map(3, READ | VmOption.SPECIFIC, P, P, P),
      { call: "unmap", vmar: ROOT, addr: { slot: ROOT, delta: 0 }, len: P },
    ];
    const forms = [
      await shrunk({ world: WORLD, ops: whole }, "unmap-flags-not-shifted"),
      await shrunk({ world: WORLD, ops: halves }, "unmap-flags-not-shifted"),
    ];
    expect(forms[0]).not.toEqual(["agrees"]);
    expect(forms[1]).toEqual(forms[0]);
  });

  it("comes to a region's end from far away", async () => {
    const far: Op[] = [VMO, map(2, VmOption.SPECIFIC, 0x7fff_effd_1000, 3 * P)];
    const protect: Op = {
      call: "protect",
      vmar: ROOT,
      options: 0,
      addr: { slot: ROOT, delta: 0 },
      len: 0x7fff_effd_3000,
    };
    expect(await shrunk({ world: WORLD, ops: [...far, protect] }, "protect-leading-gap-ok")).toEqual([
      "v1 = vmo_create(0x1000, 0)",
      "m1 = map(root, SPECIFIC, 0x1000, v1, 0, 0x1000)",
      "protect(root, 0, root, 0x2000)",
    ]);
  });

  it("gives up an operation for a smaller world", async () => {
    const ops: Op[] = [
      { call: "allocate", vmar: ROOT, options: 0, offset: 0, size: P, out: 1 },
      { call: "unmap", vmar: 1, addr: { slot: 1, delta: P }, len: P },
    ];
    expect(await shrunk({ world: WORLD, ops }, "unmap-outside-ok")).toHaveLength(1);
  });
});
