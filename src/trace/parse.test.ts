import { describe, expect, it } from "vitest";
import { TraceError } from "./error.ts";
import { checkTrace, parseTrace } from "./parse.ts";

/** What a reader says about a document. */
function complaint(document: unknown): string {
  try {
    checkTrace(document, { file: "x.jsonl", line: 3 });
  } catch (error) {
    if (error instanceof TraceError) return error.message;
    throw error;
  }
  return "accepted";
}

const trace = (fields: object): object => ({ vmarTrace: 1, name: "foo", steps: [], ...fields });

/** What is said about the last of some steps, without the place before the field. */
function stepComplaint(...steps: unknown[]): string {
  return complaint(trace({ steps })).replace(`x.jsonl:3: trace "foo": step ${steps.length - 1}: `, "");
}

const vmo = { op: "vmo_create", size: 4096, options: [], as: "v" };
const map = {
  op: "map",
  vmar: "root",
  options: ["PERM_READ"],
  offset: 0,
  vmo: "v",
  vmoOffset: 0,
  len: 4096,
  as: "m",
};
const borrow = { op: "borrow", addr: "root", len: 1, kind: "shared", as: "l" };
const INT = `an Int (an integer from 0 to 2^53-1, or "0x" with up to 16 hex digits)`;
const ADDR = `an Addr (an Int, or "name", "name+Int" or "name-Int")`;

const sized = (size: unknown): object => trace({ steps: [{ ...vmo, size }] });
const destroy = (expectation: object): object => ({ op: "destroy", vmar: "root", expect: expectation });

describe("a malformed trace", () => {
  it.each<[document: unknown, message: string]>([
    [[], "x.jsonl:3: expected a trace (an object), found an array of 0"],
    [null, "x.jsonl:3: expected a trace (an object), found null"],
    [
      trace({ vmarTrace: 2, colour: 1 }),
      `x.jsonl:3: trace "foo": field "vmarTrace": expected 1 (the one version that is read), found 2`,
    ],
    [{}, `x.jsonl:3: field "vmarTrace": expected 1 (the one version that is read), found nothing`],
    [trace({ name: 7 }), `x.jsonl:3: field "name": expected a name in kebab-case, found 7`],
    [
      trace({ name: "two words" }),
      `x.jsonl:3: trace "two words": field "name": expected a name in kebab-case, found "two words"`,
    ],
    [
      trace({ colour: "red" }),
      `x.jsonl:3: trace "foo": field "colour": expected no field of this name, found "red"`,
    ],
    [
      trace({ steps: {} }),
      `x.jsonl:3: trace "foo": field "steps": expected an array of steps, found an object`,
    ],
    [trace({ rules: ["MAP-01", 2] }), `x.jsonl:3: trace "foo": field "rules[1]": expected a string, found 2`],
    [trace({ seed: 5 }), `x.jsonl:3: trace "foo": field "seed": expected an object, found 5`],
    [trace({ watch: "all" }), `x.jsonl:3: trace "foo": field "watch": expected one of "space", found "all"`],
    [
      trace({ semantics: { "V-77": true } }),
      `x.jsonl:3: trace "foo": field "semantics.V-77": expected no field of this name, found true`,
    ],
    [
      trace({ semantics: { "V-1": 1 } }),
      `x.jsonl:3: trace "foo": field "semantics.V-1": expected true or false, found 1`,
    ],
    [
      trace({ aspace: { pageSize: 5000 } }),
      `x.jsonl:3: trace "foo": field "aspace.pageSize": expected a power of two from 4096 to 2^31, found 5000`,
    ],
    [
      trace({ aspace: { base: 4097 } }),
      `x.jsonl:3: trace "foo": field "aspace.base": expected a multiple of the page size 4096, found 4097`,
    ],
    [
      trace({ aspace: { size: 0 } }),
      `x.jsonl:3: trace "foo": field "aspace.size": expected a positive multiple of the page size 4096, found 0`,
    ],
    [
      trace({ aspace: { base: "0xfffffffffffff000", size: 8192 } }),
      `x.jsonl:3: trace "foo": field "aspace.size": expected base + size of at most 2^64, found 8192`,
    ],
    [
      trace({ aspace: { aslr: true } }),
      `x.jsonl:3: trace "foo": field "aspace.aslr": expected false, or { "seed": string }, found true`,
    ],
  ])("%j", (document, message) => {
    expect(complaint(document)).toBe(message);
  });
});

describe("a malformed step", () => {
  it.each<[message: string, ...steps: unknown[]]>([
    ["expected a step (an object), found 5", 5],
    [`field "op": expected the name of an operation, found "mmap"`, { op: "mmap" }],
    [`field "op": expected the name of an operation, found nothing`, { vmar: "root" }],
    [`field "len": expected ${INT}, found nothing`, { op: "unmap", vmar: "root", addr: 0 }],
    [
      `field "len": expected ${INT}, found 9007199254740992`,
      { op: "unmap", vmar: "root", addr: 0, len: 2 ** 53 },
    ],
    [`field "len": expected ${INT}, found -1`, { op: "unmap", vmar: "root", addr: 0, len: -1 }],
    [`field "len": expected ${INT}, found 0.5`, { op: "unmap", vmar: "root", addr: 0, len: 0.5 }],
    [
      `field "len": expected ${INT}, found "0x10000000000000000"`,
      { op: "unmap", vmar: "root", addr: 0, len: "0x10000000000000000" },
    ],
    [`field "addr": expected ${ADDR}, found "root*2"`, { op: "unmap", vmar: "root", addr: "root*2", len: 1 }],
    [
      `field "addr": expected ${ADDR}, found "root-root"`,
      { op: "unmap", vmar: "root", addr: "root-root", len: 1 },
    ],
    [
      `field "offset": expected an Int, or an Offset ("name-name", "name-name+Int" or "name-name-Int"), found "root+1"`,
      { ...map, vmo: "root", offset: "root+1" },
    ],
    [
      `field "colour": expected no field of this name, found "red"`,
      { op: "destroy", vmar: "root", colour: "red" },
    ],
    [`field "as": expected no field of this name, found "x"`, { op: "destroy", vmar: "root", as: "x" }],
    [`field "as": expected a name ([a-z][a-zA-Z0-9_]*), found "X"`, { ...vmo, as: "X" }],
    [`field "note": expected a string, found 1`, { ...vmo, note: 1 }],
    [
      `field "options[1]": expected the name of a ZX_VM_ option, or an Int of at most 32 bits, found "PERM_FLY"`,
      vmo,
      { ...map, options: ["PERM_READ", "PERM_FLY"] },
    ],
    [
      `field "options[0]": expected the name of a ZX_VM_ option, or an Int of at most 32 bits, found "0x100000000"`,
      vmo,
      { ...map, options: ["0x100000000"] },
    ],
    [
      `field "options": expected an array of names of a ZX_VMO_ option and Ints, found "RESIZABLE"`,
      { ...vmo, options: "RESIZABLE" },
    ],
    [
      `field "options[0]": expected the name of a ZX_VMO_CHILD_ option, or an Int of at most 32 bits, found "SLICE"`,
      vmo,
      { op: "vmo_create_child", vmo: "v", options: ["SLICE"], offset: 0, size: 0 },
    ],
    [
      `field "rights": expected "SAME_RIGHTS" as the only element of its array, found an array of 2`,
      { op: "handle_duplicate", handle: "root", rights: ["SAME_RIGHTS", "READ"] },
    ],
    [
      `field "rangeOp": expected the name of a range operation, or an Int of at most 32 bits, found "FLY"`,
      { op: "op_range", vmar: "root", rangeOp: "FLY", addr: 0, len: 0 },
    ],
    [
      `field "policy": expected a cache policy, found "COLD"`,
      vmo,
      { op: "vmo_set_cache_policy", vmo: "v", policy: "COLD" },
    ],
    [
      `field "bytes": expected a hex string of whole bytes, found "abc"`,
      { op: "write_memory", addr: 0, bytes: "abc" },
    ],
    [
      `field "kind": expected one of "read", "write", "execute", found "look"`,
      { op: "access", addr: 0, kind: "look" },
    ],
    [
      `field "value": expected no value with kind "read", found 1`,
      { op: "access", addr: 0, kind: "read", value: 1 },
    ],
    [
      `field "value": expected an integer from 0 to 2^53-1, found "0x1"`,
      { op: "access", addr: 0, kind: "write", value: "0x1" },
    ],
    [
      `field "capacity": expected an integer from 0 to 2^53-1, found "0x1"`,
      { op: "info_maps", vmar: "root", capacity: "0x1" },
    ],
    [
      `field "signals": expected an Int of at most 32 bits, found "0x100000000"`,
      vmo,
      { op: "wait", handle: "v", signals: "0x100000000" },
    ],
  ])("%s", (message, ...steps) => {
    expect(stepComplaint(...steps)).toBe(message);
  });
});

describe("a name that means nothing yet", () => {
  it.each<[message: string, ...steps: unknown[]]>([
    [`field "vmo": expected a handle bound earlier, found "v9"`, vmo, { ...map, vmo: "v9" }],
    [`field "vmar": expected a handle bound earlier, found "m"`, vmo, map, { op: "destroy", vmar: "m" }],
    [`field "handle": expected a handle bound earlier, found "h"`, { op: "handle_close", handle: "h" }],
    [
      `field "addr": expected an address bound earlier, found "v"`,
      vmo,
      { op: "unmap", vmar: "root", addr: "v+0x10", len: 1 },
    ],
    [`field "offset": expected an address bound earlier, found "n"`, vmo, map, { ...map, offset: "m-n" }],
    [`field "expect.at": expected an address bound earlier, found "m"`, vmo, { ...map, expect: { at: "m" } }],
    [
      `field "expect.within.base": expected an address bound earlier, found "r"`,
      vmo,
      { ...map, expect: { within: { base: "r", size: 1 } } },
    ],
    [
      `field "expect.placed": expected an address bound earlier, found "r"`,
      vmo,
      { ...map, expect: { placed: "r" } },
    ],
    [
      `field "expect.info.base": expected an address bound earlier, found "r"`,
      { op: "info", vmar: "root", expect: { info: { base: "r", size: 1 } } },
    ],
    [
      `field "expect.maps[0].vmo": expected a handle bound earlier, found "v"`,
      {
        op: "info_maps",
        vmar: "root",
        expect: { maps: [{ type: "mapping", base: 0, size: 1, depth: 1, vmo: "v" }] },
      },
    ],
    [
      `field "expect.space[0][4]": expected a handle bound earlier, found "r"`,
      { op: "destroy", vmar: "root", expect: { space: [["vmar", 1, 0, 1, "r"]] } },
    ],
    [
      `field "expect.space[0][5]": expected a handle bound earlier, found "v"`,
      { op: "destroy", vmar: "root", expect: { space: [["map", 2, 0, 1, "r--", "v", 0]] } },
    ],
    [
      `field "expect.runs[0][2]": expected an address bound earlier, found "r"`,
      { op: "info_maps", vmar: "root", expect: { runs: [["vmar", 0, "r", 1, "root"]] } },
    ],
    [
      `field "expect.pages.base": expected an address bound earlier, found "r"`,
      { op: "destroy", vmar: "root", expect: { pages: { base: "r", perms: "..." } } },
    ],
    [
      `field "lease": expected a lease that was taken earlier and not released, found "l"`,
      { op: "release", lease: "l" },
    ],
    [
      `field "lease": expected a lease that was taken earlier and not released, found "l"`,
      borrow,
      { op: "release", lease: "l" },
      { op: "release", lease: "l" },
    ],
    [
      `field "expect.dangling[0]": expected a lease taken earlier, found "l"`,
      { op: "destroy", vmar: "root", expect: { dangling: ["l"] } },
    ],
    [
      `field "expect.changed[0]": expected a lease taken earlier, found "k"`,
      borrow,
      { op: "destroy", vmar: "root", expect: { changed: ["k"] } },
    ],
    [
      `field "expect.dangling[0].page": expected an address bound earlier, found "m"`,
      borrow,
      { op: "destroy", vmar: "root", expect: { dangling: [{ lease: "l", page: "m", reason: "unmapped" }] } },
    ],
  ])("%s", (message, ...steps) => {
    expect(stepComplaint(...steps)).toBe(message);
  });

  it("is none after a step that fails: handle and address are 0", () => {
    const failed = { ...map, vmo: "invalid", expect: { status: "BAD_HANDLE" } };
    expect(stepComplaint(failed, { op: "destroy", vmar: "m" })).toBe("accepted");
    const noVmo = { ...vmo, expect: { status: ["NO_MEMORY", "OUT_OF_RANGE"] } };
    expect(stepComplaint(noVmo, { op: "unmap", vmar: "root", addr: "v", len: 1 })).toBe("accepted");
  });

  it("is none if this very step binds it, where the state after the step is meant", () => {
    const space = [
      ["vmar", 1, 0, 1, "root"],
      ["vmar", 2, 0, 1, "r"],
    ];
    const allocate = { op: "allocate", vmar: "root", options: [], offset: 0, size: 4096, as: "r" };
    expect(stepComplaint({ ...allocate, expect: { space, pages: { base: "r", perms: "..." } } })).toBe(
      "accepted",
    );
  });
});

describe("a malformed expectation", () => {
  const STATUS = `a status name (such as "INVALID_ARGS"), or an array of them`;
  const ROW = `a row ["vmar", depth, base, size, name] or a row ["map", depth, base, size, "rw-", vmo, vmoOffset]`;

  it.each<[message: string, step: unknown]>([
    [`field "expect": expected an object, found "OK"`, { op: "destroy", vmar: "root", expect: "OK" }],
    [`field "expect.status": expected ${STATUS}, found "ERR_BAD"`, destroy({ status: "ERR_BAD" })],
    [`field "expect.status": expected ${STATUS}, found an array of 0`, destroy({ status: [] })],
    [`field "expect.status": expected ${STATUS}, found an array of 2`, destroy({ status: ["OK", 3] })],
    [`field "expect.at": expected no field of this name, found 0`, destroy({ at: 0 })],
    [`field "expect.changed": expected an array of lease names, found "l"`, destroy({ changed: "l" })],
    [
      `field "expect.dangling[0]": expected a lease's name, or { "lease": name, "page": Addr, "reason": … }, found 5`,
      destroy({ dangling: [5] }),
    ],
    [`field "expect.space": expected an array of rows, found an object`, destroy({ space: {} })],
    [
      `field "expect.space[0]": expected ${ROW}, found an array of 5`,
      destroy({ space: [["map", 1, 0, 1, "r--"]] }),
    ],
    [
      `field "expect.space[0]": expected ${ROW}, found an array of 7`,
      destroy({ space: [["map", 1, 0, 1, "rr-", "invalid", 0]] }),
    ],
    [
      `field "expect.pages.perms": expected the permissions of each page, such as "rw- --- r-x ...", one space between, found "rw-  ..."`,
      destroy({ pages: { base: 0, perms: "rw-  ..." } }),
    ],
    [
      `field "expect.within": expected an object, found 1`,
      { op: "allocate", vmar: "root", options: [], offset: 0, size: 0, expect: { within: 1 } },
    ],
    [
      `field "expect.aligned": expected ${INT} above 0, found 0`,
      { op: "allocate", vmar: "root", options: [], offset: 0, size: 0, expect: { aligned: 0 } },
    ],
    [
      `field "expect.at": expected no output with status INVALID_ARGS, found 0`,
      {
        op: "allocate",
        vmar: "root",
        options: [],
        offset: 0,
        size: 0,
        expect: { status: "INVALID_ARGS", at: 0 },
      },
    ],
    [
      `field "expect.rights": expected no output with status NO_MEMORY or NO_RESOURCES, found an array of 0`,
      {
        op: "vmo_create",
        size: 0,
        options: [],
        expect: { status: ["NO_MEMORY", "NO_RESOURCES"], rights: [] },
      },
    ],
    [
      `field "expect.maps[0].depth": expected an integer from 0 to 2^53-1, found nothing`,
      { op: "info_maps", vmar: "root", expect: { maps: [{ type: "vmar", base: 0, size: 0 }] } },
    ],
    [
      `field "expect.type": expected one of "VMAR", "VMO", found "PORT"`,
      { op: "basic_info", handle: "root", expect: { type: "PORT" } },
    ],
    [
      `field "expect.vmoInfo.colour": expected no field of this name, found 1`,
      { op: "vmo_info", vmo: "root", expect: { vmoInfo: { colour: 1 } } },
    ],
    [
      `field "expect.fault": expected "none", or the name of the status that the fault ends with, found "OK"`,
      { op: "access", addr: 0, kind: "read", expect: { fault: "OK" } },
    ],
    [
      `field "expect.status": expected no field of this name, found "OK"`,
      { op: "access", addr: 0, kind: "read", expect: { status: "OK" } },
    ],
    [
      `field "expect.value": expected no value with fault "NOT_FOUND", found 1`,
      { op: "access", addr: 0, kind: "read", expect: { fault: "NOT_FOUND", value: 1 } },
    ],
    [
      `field "expect.value": expected no value with kind "write", found 1`,
      { op: "access", addr: 0, kind: "write", expect: { value: 1 } },
    ],
  ])("%s", (message, step) => {
    expect(stepComplaint(step)).toBe(message);
  });

  it("may tell the signals that a wait in vain saw", () => {
    const wait = { op: "wait", handle: "root", signals: 8, expect: { status: "TIMED_OUT", observed: 0 } };
    expect(stepComplaint(wait)).toBe("accepted");
  });
});

describe("parseTrace", () => {
  it("reads Ints in both forms into one", () => {
    expect(checkTrace(sized(4096))).toEqual(checkTrace(sized("0x1000")));
    expect(checkTrace(sized("0xffffffffffffffff")).steps[0]).toMatchObject({ size: 0xffff_ffff_ffff_ffffn });
  });

  it.each([
    ["", "expected JSON, found nothing"],
    [" \n", "expected JSON, found nothing"],
    ['{"vmarTrace":', "expected JSON: Unexpected end of JSON input"],
    ['{"a"\n"b"}', "expected JSON: Expected ':' after property name in JSON at position 5"],
  ])("tells in one line what is wrong with %j", (text, message) => {
    expect(() => parseTrace(text)).toThrow(new TraceError({}, message));
  });

  it("takes half a million steps", () => {
    const steps = Array.from({ length: 500_000 }, () => ({ op: "destroy", vmar: "root" }));
    expect(parseTrace(JSON.stringify(trace({ steps }))).steps).toHaveLength(500_000);
  });
});
