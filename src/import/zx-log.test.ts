import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findKernel } from "../../models/index.ts";
import { packagedCorpus, traceFiles } from "../campaign/corpus.ts";
import { readTraceFile } from "../trace/files.ts";
import { parseTrace } from "../trace/parse.ts";
import { printTrace } from "../trace/print.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { Trace } from "../trace/types.ts";
import { printLog } from "./testing/print-log.ts";
import { importZxLog } from "./zx-log.ts";

function kernel(name: string): NamedKernel {
  const factory = findKernel(name);
  if (factory === undefined) throw new Error(`no kernel ${name}`);
  return { name, factory };
}

const reference = kernel("reference");

const edgeCases = traceFiles(join(packagedCorpus(), "edge-cases")).flatMap((file) =>
  readTraceFile(file).map(({ trace }) => trace),
);

function roundTrip(trace: Trace): Trace {
  return importZxLog(printLog(trace, reference), {
    name: trace.name,
    ...(trace.semantics === undefined ? {} : { semantics: trace.semantics }),
  });
}

describe("importZxLog", () => {
  // That both kernels pass what becomes of every trace's log: properties/every-trace.test.ts.
  it("turns a log into a trace that can be written down", () => {
    for (const trace of edgeCases) {
      const imported = roundTrip(trace);
      expect(parseTrace(printTrace(imported))).toEqual(imported);
    }
  });

  it("invents names and adopts addresses", () => {
    const { steps, aspace } = importZxLog(
      `# a comment
zx-log root=0x83 base=0x1000000 size=0x100000

zx_vmo_create(0x2000, 0x2) = 0 0x97
zx_vmar_allocate(0x83, 0x180, 0, 0x10000) = ZX_OK 0x9b 0x1040000
zx_vmar_map(0x9b, 0x0c000003, 0, 0x97, 0, 0x1800) = OK 0x1044000
zx_vmar_unmap(155, 0x1045000, 1) = -10
zx_vmo_create(0x1000, 0) = -4
zx_vmar_map(0x9b, 0x13, 0x1000, 0, 0, 0x1000) = ZX_ERR_BAD_HANDLE
zx_vmar_destroy(0x83) = ZX_ERR_NOT_SUPPORTED
`,
      { name: "device" },
    );
    expect(aspace).toEqual({ base: 0x100_0000, size: 0x10_0000, pageSize: 4096, aslr: false });
    expect(steps).toEqual([
      { op: "vmo_create", size: 0x2000, options: ["RESIZABLE"], as: "vmo1", expect: { status: "OK" } },
      {
        op: "allocate",
        vmar: "root",
        options: ["CAN_MAP_READ", "CAN_MAP_WRITE"],
        offset: 0,
        size: 0x10000,
        as: "region1",
        expect: { status: "OK", placed: 0x104_0000 },
      },
      {
        op: "map",
        vmar: "region1",
        options: ["PERM_READ", "PERM_WRITE", "ALIGN_4KB"],
        offset: 0,
        vmo: "vmo1",
        vmoOffset: 0,
        len: 0x1800,
        as: "map1",
        expect: { status: "OK", placed: 0x104_4000 },
      },
      { op: "unmap", vmar: "region1", addr: "map1+0x1000", len: 1, expect: { status: "INVALID_ARGS" } },
      { op: "vmo_create", size: 0x1000, options: [], expect: { status: "NO_MEMORY" } },
      {
        op: "map",
        vmar: "region1",
        options: ["PERM_READ", "PERM_WRITE", "SPECIFIC"],
        offset: 0x1000,
        vmo: "invalid",
        vmoOffset: 0,
        len: 0x1000,
        expect: { status: "BAD_HANDLE" },
      },
      { op: "destroy", vmar: "root", expect: { status: "NOT_SUPPORTED" } },
    ]);
  });

  const head = "zx-log root=3 base=0x1000000 size=0x100000\n";
  it.each([
    [
      "",
      "a.log:1: expected a first line `zx-log root=HANDLE base=ADDRESS size=BYTES [page=BYTES]`, found nothing",
    ],
    [
      "zx_vmar_destroy(3) = 0",
      'a.log:1: expected a first line `zx-log root=HANDLE base=ADDRESS size=BYTES [page=BYTES]`, found "zx_vmar_destroy(3) = 0"',
    ],
    [
      "zx-log root=3 base=0x1 size=0x1000",
      "a.log:1: expected a base that is a multiple of the page size 4096",
    ],
    [
      "zx-log root=3 base=zero size=0x1000",
      'a.log:1: expected an unsigned number of 64 bits, decimal or 0x…, found "zero"',
    ],
    [`${head}hello`, 'a.log:2: expected `zx_call(arguments) = status outputs`, found "hello"'],
    [
      `${head}\nzx_channel_create(0) = 0 7 11`,
      'a.log:3: expected a call that the log format knows, found "zx_channel_create"',
    ],
    [
      `${head}zx_vmar_destroy(3) = maybe`,
      'a.log:2: expected a status, such as 0, -10 or ZX_ERR_INVALID_ARGS, found "maybe"',
    ],
    [
      `${head}zx_vmar_destroy(7) = 0`,
      'a.log:2: expected a handle that an earlier line gave out (or the root of the first line), found "0x7"',
    ],
    [`${head}zx_vmar_destroy() = 0`, "a.log:2: zx_vmar_destroy(): expected a VMAR, found nothing"],
    [
      `${head}zx_vmar_destroy(3, 4) = 0`,
      "a.log:2: zx_vmar_destroy(0x3, 0x4): expected no further argument, found 4",
    ],
    [`${head}zx_vmar_destroy(3) = 0 1`, "a.log:2: zx_vmar_destroy(0x3): expected no further output, found 1"],
    [`${head}zx_vmar_destroy(3,) = 0`, 'a.log:2: expected a value behind the last separator, found ""'],
    [
      `${head}zx_vmo_create(1, 0x100000000) = 0 7`,
      "a.log:2: zx_vmo_create(0x1, 0x100000000): expected options (32 bits), found 4294967296",
    ],
    [
      `${head}zx_vmo_write(0, 5, 0) = 0`,
      "a.log:2: zx_vmo_write(0x0, 0x5, 0x0): expected the bytes, in quotes, found 5",
    ],
    [
      `${head}zx_vmo_write(0, "0", 0) = 0`,
      'a.log:2: zx_vmo_write(0x0, "0", 0x0): expected the bytes as pairs of hex digits, found "0"',
    ],
    [
      `${head}zx_vmo_set_cache_policy(0, 9) = 0`,
      "a.log:2: zx_vmo_set_cache_policy: a cache policy that traces cannot say",
    ],
    [
      `${head}zx_object_get_info(3, 1) = 0`,
      "a.log:2: zx_object_get_info: a topic that traces cannot say: 2, 7, 36 and 0x30000017 are read",
    ],
    [
      `${head}  vmar 0 0x1000000 0x1000`,
      "a.log:2: expected a record behind a zx_object_get_info of topic 36, found nothing",
    ],
    [
      `${head}zx_object_get_info(3, 36) = 0 1 1\n  map 0 0 0 rwz 0`,
      'a.log:3: expected permissions such as rw-, found "rwz"',
    ],
    [
      `${head}zx_object_get_info(3, 36) = 0 1 1\n  vmar 0 0 0 rw-`,
      'a.log:3: expected nothing behind the record, found "vmar 0 0 0 rw-"',
    ],
    [
      `${head}zx_vmar_destroy(18446744073709551616) = 0`,
      'a.log:2: expected an unsigned number of 64 bits, decimal or 0x…, found "18446744073709551616"',
    ],
  ])("refuses %j", (log, message) => {
    expect(() => importZxLog(log, { name: "a", file: "a.log" })).toThrow(message);
  });
});
