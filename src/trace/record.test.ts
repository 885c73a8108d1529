import { describe, expect, it } from "vitest";
import { findKernel } from "../../models/index.ts";
import { checkTrace, parseTrace } from "./parse.ts";
import { printTrace } from "./print.ts";
import { recordTrace } from "./record.ts";
import { replayTrace } from "./replay.ts";
import type { NamedKernel } from "./session.ts";

function kernel(name: string): NamedKernel {
  const factory = findKernel(name);
  if (factory === undefined) throw new Error(`no kernel ${name}`);
  return { name, factory };
}

const reference = kernel("reference");
const paged = kernel("paged");

/** Every op once at least, some failing. */
const program = checkTrace({
  vmarTrace: 1,
  name: "program",
  aspace: { base: 0x200000, size: 0x100000, aslr: { seed: "r" } },
  steps: [
    { op: "vmo_create", size: 0x4000, options: ["RESIZABLE"], as: "v", note: "kept" },
    { op: "vmo_write", vmo: "v", offset: 0, bytes: "0102030405060000ffffffffffffffff" },
    {
      op: "allocate",
      vmar: "root",
      options: ["CAN_MAP_READ", "CAN_MAP_WRITE", "CAN_MAP_SPECIFIC"],
      offset: 0,
      size: 0x20000,
      as: "r",
    },
    { op: "allocate", vmar: "r", options: ["COMPACT"], offset: 0, size: 0x1000 },
    {
      op: "map",
      vmar: "r",
      options: ["PERM_READ", "PERM_WRITE"],
      offset: 0,
      vmo: "v",
      vmoOffset: 0,
      len: 0x3000,
      as: "m",
    },
    {
      op: "map",
      vmar: "r",
      options: ["PERM_READ", "SPECIFIC_OVERWRITE"],
      offset: "m-r+0x1000",
      vmo: "v",
      vmoOffset: 0,
      len: 0x1000,
    },
    { op: "borrow", addr: "m", len: 0x3000, kind: "shared", as: "s" },
    { op: "borrow", addr: "m", len: 1, kind: "execute", as: "x" },
    { op: "access", addr: "m", kind: "read" },
    { op: "access", addr: "m+8", kind: "read" },
    { op: "access", addr: "m+0xfff", kind: "read" },
    { op: "access", addr: "m", kind: "write", value: 77 },
    { op: "access", addr: "m+0x1000", kind: "write" },
    { op: "access", addr: "r-1", kind: "execute" },
    { op: "read_memory", addr: "m", len: 10 },
    { op: "write_memory", addr: "m+0x1000", bytes: "0a" },
    { op: "protect", vmar: "r", options: [], addr: "m+0x2000", len: 1 },
    { op: "op_range", vmar: "r", rangeOp: "COMMIT", addr: "m", len: 1 },
    { op: "info", vmar: "r" },
    { op: "info_maps", vmar: "r" },
    { op: "info_maps", vmar: "root", capacity: 1 },
    { op: "vmo_create_child", vmo: "v", options: ["CHILD_SNAPSHOT"], offset: 0, size: 0x1000, as: "c" },
    { op: "vmo_get_size", vmo: "v" },
    { op: "vmo_set_size", vmo: "v", size: 0x1000 },
    { op: "vmo_set_stream_size", vmo: "v", size: 10 },
    { op: "vmo_get_stream_size", vmo: "v" },
    { op: "vmo_read", vmo: "v", offset: 0, len: 12 },
    { op: "vmo_op_range", vmo: "v", rangeOp: "ZERO", offset: 0, len: 3 },
    { op: "vmo_set_cache_policy", vmo: "v", policy: "UNCACHED" },
    { op: "vmo_info", vmo: "v" },
    { op: "set_name", handle: "v", name: "buffer" },
    { op: "get_name", handle: "v" },
    { op: "signal", handle: "v", clear: 0, set: "0x1000000" },
    { op: "wait", handle: "v", signals: "0x1000000" },
    { op: "wait", handle: "v", signals: 1 },
    { op: "basic_info", handle: "v" },
    { op: "handle_duplicate", handle: "v", rights: ["SAME_RIGHTS"], as: "d" },
    { op: "vmo_replace_as_executable", vmo: "d", as: "e" },
    { op: "handle_replace", handle: "e", rights: ["READ"], as: "f" },
    { op: "handle_close", handle: "f" },
    { op: "unmap", vmar: "r", addr: "m", len: 1 },
    { op: "borrow", addr: "m+0x1000", len: 1, kind: "shared", as: "t" },
    { op: "release", lease: "t" },
    { op: "destroy", vmar: "r" },
  ],
});

describe("recordTrace", () => {
  const recorded = recordTrace(program, reference);

  it("writes a trace of the format", () => {
    expect(parseTrace(printTrace(recorded))).toEqual(recorded);
  });

  it("replays clean on the kernel that was recorded and on the other, and records the same there", () => {
    expect(replayTrace(recorded, [reference, paged])).toEqual([]);
    expect(recordTrace(program, paged)).toEqual(recorded);
    expect(recordTrace(recorded, reference)).toEqual(recorded);
  });

  it("records each answer under its field", () => {
    const [create, , region, , mapped] = recorded.steps;
    expect(create?.expect).toMatchObject({ status: "OK", rights: expect.arrayContaining(["RESIZE"]) });
    expect(region?.expect).toMatchObject({ placed: expect.any(Number), space: { length: 2 } });
    expect(mapped?.expect).toMatchObject({ space: { length: 4 } });
    const expectations = recorded.steps.map(({ op, expect: answers }) => ({ op, ...answers }));
    expect(expectations).toContainEqual({
      op: "access",
      fault: "none",
      value: 0x0605_0403_0201,
      dangling: [],
      changed: [],
    });
    expect(expectations).toContainEqual({ op: "borrow", status: "ACCESS_DENIED", dangling: [], changed: [] });
    expect(expectations).toContainEqual({ op: "get_name", status: "OK", name: "buffer" });
    expect(expectations).toContainEqual({ op: "wait", status: "OK", observed: 0x100_0000 });
    expect(expectations.filter(({ dangling }) => dangling?.length)).toEqual([
      {
        op: "protect",
        status: "OK",
        dangling: [{ lease: "s", page: expect.any(Number), reason: "permission" }],
        changed: [],
        space: expect.anything(),
      },
    ]);
  });

  it("notices a kernel that answers otherwise", () => {
    const steps = recorded.steps.map((step) => ({
      ...step,
      expect: { ...step.expect, status: "INTERNAL" as const },
    }));
    const failing = new Set(replayTrace({ ...recorded, steps }, [reference]).map(({ step }) => step));
    expect(failing.size).toBe(recorded.steps.length);
  });
});
