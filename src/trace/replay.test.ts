import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../../models/reference/index.ts";
import type { Kernel, KernelFactory } from "../zircon/kernel.ts";
import { Status } from "../zircon/status.ts";
import { checkTrace } from "./parse.ts";
import { type Failure, type ReplayOptions, replayTrace } from "./replay.ts";
import type { Trace } from "./types.ts";

const reference = { name: "reference", factory: createReferenceKernel };

const traceOf = (steps: readonly object[], fields: object = {}): Trace =>
  checkTrace({ vmarTrace: 1, name: "t", ...fields, steps });

/** Replays steps on the reference kernel: `step field expected actual` of each difference. */
function differences(steps: readonly object[], fields: object = {}, options: ReplayOptions = {}): string[] {
  return replayTrace(traceOf(steps, fields), [reference], options).map(text);
}

function text({ step, field, expected, actual }: Failure): string {
  return `${step} ${field} ${JSON.stringify(expected)} ${JSON.stringify(actual)}`;
}

const RW = ["PERM_READ", "PERM_WRITE"];
const CAN_RW = ["CAN_MAP_READ", "CAN_MAP_WRITE", "CAN_MAP_SPECIFIC"];
const vmo = { op: "vmo_create", size: "0x3000", options: [], as: "v" };
const region = { op: "allocate", vmar: "root", options: CAN_RW, offset: 0, size: "0x10000", as: "r" };
const map = {
  op: "map",
  vmar: "r",
  options: [...RW, "SPECIFIC"],
  offset: "0x1000",
  vmo: "v",
  vmoOffset: 0,
  len: "0x3000",
  as: "m",
};
const write = { op: "vmo_write", vmo: "v", offset: 0, bytes: "0102030405060000" };
const setting = [vmo, region, map, write];

/** The space of the setting, each page of the mapping a row under the given name. */
const rows = (...names: string[]): object[] => [
  ["vmar", 1, "root", "0x7ffffefff000", "root"],
  ["vmar", 2, "r", "0x10000", "r"],
  ...names.map((name, i) => ["map", 3, `m+${i * 4096}`, "0x1000", "rw-", name, i * 4096]),
];

/** Where a region is placed with that seed, as the difference from an impossible address. */
const drawn = (seed: string): string[] =>
  differences([{ ...region, expect: { at: 0 } }], { aspace: { aslr: { seed } } });

describe("an expectation", () => {
  it.each<[step: object, holds: object, fails: object, difference: string]>([
    [vmo, { status: "OK" }, { status: "NO_MEMORY" }, `status "NO_MEMORY" "OK"`],
    [vmo, { status: ["NO_MEMORY", "OK"] }, { status: ["NO_MEMORY"] }, `status ["NO_MEMORY"] "OK"`],
    [{ ...region, as: "s" }, { at: "r+0x10000" }, { at: "r" }, `at "0x1000000" "0x1010000"`],
    [{ ...region, as: "s" }, { placed: "r+0x20000" }, { placed: "r" }, `placed "0x1000000" "0x1010000"`],
    [
      { ...map, options: RW, offset: 0, len: 1 },
      { within: { base: "r", size: "0x1000" } },
      { within: { base: "r", size: "0xfff" } },
      `within {"base":"0x1000000","size":4095} {"base":"0x1000000","size":"0x1000"}`,
    ],
    [
      { ...map, options: RW, offset: 0, len: 4096, as: "n" },
      { within: { base: "r", size: "0x10000" } },
      { within: { base: "r+0x1000", size: "0x10000" } },
      `within {"base":"0x1001000","size":"0x10000"} {"base":"0x1000000","size":"0x1000"}`,
    ],
    [{ ...region, as: "s" }, { aligned: "0x10000" }, { aligned: "0x20000" }, `aligned "0x20000" "0x1010000"`],
    [
      { op: "info", vmar: "r" },
      { info: { base: "r", size: "0x10000" } },
      { info: { base: "m", size: "0x10000" } },
      `info.base "0x1001000" "0x1000000"`,
    ],
    [
      { op: "info", vmar: "r" },
      { info: { base: "r", size: "0x10000" } },
      { info: { base: "r", size: 7 } },
      `info.size 7 "0x10000"`,
    ],
    [{ op: "info_maps", vmar: "r" }, { actual: 2 }, { actual: 3 }, "actual 3 2"],
    [
      { op: "info_maps", vmar: "r", capacity: 1 },
      { actual: 1, available: 2 },
      { available: 1 },
      "available 1 2",
    ],
    [
      { op: "info_maps", vmar: "r" },
      {
        maps: [
          { type: "vmar", base: "r", size: "0x10000", depth: 0, name: "useralloc" },
          {
            type: "mapping",
            base: "m",
            size: "0x3000",
            depth: 1,
            name: "",
            perms: "rw-",
            vmo: "v",
            vmoOffset: 0,
            committedBytes: "0x1000",
            populatedBytes: "0x1000",
          },
        ],
      },
      { maps: [{ type: "vmar", base: "r", size: "0x10000", depth: 0 }] },
      `maps[1] null {"type":"mapping","base":"0x1001000","size":"0x3000","depth":1,"name":"","perms":"rw-","vmo":"v","vmoOffset":0,"committedBytes":"0x1000","populatedBytes":"0x1000"}`,
    ],
    ...[
      { type: "vmar", shown: `"vmar" "mapping"` },
      { base: "r", shown: `"0x1000000" "0x1001000"` },
      { size: 4096, shown: `"0x1000" "0x3000"` },
      { depth: 2, shown: "2 1" },
      { name: "x", shown: `"x" ""` },
      { perms: "r--", shown: `"r--" "rw-"` },
      { vmo: "invalid", shown: `"invalid" "v"` },
      { vmoOffset: 1, shown: "1 0" },
      { committedBytes: 0, shown: `0 "0x1000"` },
      { populatedBytes: 0, shown: `0 "0x1000"` },
    ].map(({ shown, ...wrong }): [object, object, object, string] => {
      const entry = { type: "mapping", base: "m", size: "0x3000", depth: 1 };
      const first = { type: "vmar", base: "r", size: "0x10000", depth: 0 };
      return [
        { op: "info_maps", vmar: "r" },
        { maps: [first, entry] },
        { maps: [first, { ...entry, ...wrong }] },
        `maps[1].${Object.keys(wrong).join("")} ${shown}`,
      ];
    }),
    [
      { op: "info_maps", vmar: "root" },
      {
        runs: [
          ["vmar", 0, "root", "0x7ffffefff000", "root"],
          ["vmar", 1, "r", "0x10000", "r"],
          ["map", 2, "m", "0x1000", "rw-", "v", 0],
          ["map", 2, "m+0x1000", "0x2000", "rw-", "v", "0x1000"],
        ],
      },
      { runs: [["vmar", 0, "root", "0x7ffffefff000", "r"]] },
      `runs[0] ["vmar",0,"root","0x7ffffefff000","r"] ["vmar",0,"0x1000000","0x7ffffefff000","root"]`,
    ],
    [{ op: "vmo_get_size", vmo: "v" }, { size: "0x3000" }, { size: 1 }, `size 1 "0x3000"`],
    [{ op: "vmo_get_stream_size", vmo: "v" }, { size: "0x3000" }, { size: 1 }, `size 1 "0x3000"`],
    [
      { op: "vmo_read", vmo: "v", offset: 2, len: 2 },
      { bytes: "0304" },
      { bytes: "03" },
      `bytes "03" "0304"`,
    ],
    [
      { op: "read_memory", addr: "m", len: 2 },
      { bytes: "0102", transferred: 2 },
      { transferred: 1 },
      "transferred 1 2",
    ],
    [
      { op: "write_memory", addr: "m+0x2fff", bytes: "0102" },
      { transferred: 1 },
      { transferred: 2 },
      "transferred 2 1",
    ],
    [
      { op: "vmo_info", vmo: "v" },
      {
        vmoInfo: {
          sizeBytes: "0x3000",
          committedBytes: "0x1000",
          populatedBytes: "0x1000",
          numMappings: 1,
          shareCount: 1,
        },
      },
      { vmoInfo: { numMappings: 2 } },
      "vmoInfo.numMappings 2 1",
    ],
    [
      { op: "basic_info", handle: "r" },
      { type: "VMAR", hasRights: ["READ", "WRITE"], lacksRights: ["WAIT", "EXECUTE"] },
      { type: "VMO" },
      `type "VMO" "VMAR"`,
    ],
    [
      { op: "basic_info", handle: "r" },
      { rights: ["DUPLICATE", "TRANSFER", "READ", "WRITE", "INSPECT", "OP_CHILDREN"] },
      { hasRights: ["READ", "WAIT"] },
      `hasRights ["READ","WAIT"] ["DUPLICATE","TRANSFER","READ","WRITE","INSPECT","OP_CHILDREN"]`,
    ],
    [
      { op: "basic_info", handle: "r" },
      { hasRights: [] },
      { lacksRights: ["WAIT", "READ"] },
      `lacksRights ["WAIT","READ"] ["DUPLICATE","TRANSFER","READ","WRITE","INSPECT","OP_CHILDREN"]`,
    ],
    [
      { op: "handle_duplicate", handle: "v", rights: ["MAP"] },
      { rights: ["0x20"] },
      { rights: ["MAP", "READ"] },
      `rights ["MAP","READ"] ["MAP"]`,
    ],
    [{ op: "get_name", handle: "v" }, { name: "" }, { name: "x" }, `name "x" ""`],
    [{ op: "wait", handle: "v", signals: 8 }, { status: "OK", observed: 8 }, { observed: 0 }, "observed 0 8"],
    [
      { op: "wait", handle: "v", signals: 1 },
      { status: "TIMED_OUT", observed: 8 },
      { observed: 0 },
      "observed 0 8",
    ],
    [
      { op: "access", addr: "m", kind: "read" },
      { fault: "none" },
      { fault: "NOT_FOUND" },
      `fault "NOT_FOUND" "none"`,
    ],
    [
      { op: "access", addr: "r", kind: "write" },
      { fault: "NOT_FOUND" },
      { fault: "none" },
      `fault "none" "NOT_FOUND"`,
    ],
    [
      { op: "access", addr: "m", kind: "read" },
      { value: 0x060504030201 },
      { value: 1 },
      "value 1 6618611909121",
    ],
    [
      { op: "destroy", vmar: "r" },
      { space: [["vmar", 1, "root", "0x7ffffefff000", "root"]] },
      {
        space: [
          ["vmar", 1, "root", "0x7ffffefff000", "root"],
          ["vmar", 2, "r", "0x10000", "r"],
        ],
      },
      `space[1] ["vmar",2,"r","0x10000","r"] null`,
    ],
    [
      { op: "protect", vmar: "r", options: [], addr: "m+0x1000", len: 1 },
      { pages: { base: "m-0x1000", perms: "... rw- --- rw- ..." } },
      { pages: { base: "m", perms: "rw- r--" } },
      `pages "rw- r--" "rw- ---"`,
    ],
    [{ op: "release", lease: "l" }, {}, { changed: ["l"] }, `changed ["l"] []`],
  ])("%j expects %j, not %j", (step, holds, fails, difference) => {
    const lease = { op: "borrow", addr: "m", len: 1, kind: "mut", as: "l" };
    const before = [...setting, lease];
    expect(differences([...before, { ...step, expect: holds }])).toEqual([]);
    expect(differences([...before, { ...step, expect: fails }])).toEqual([`${before.length} ${difference}`]);
  });

  it("of outputs alone says that the call succeeds", () => {
    const full = { ...region, size: "0x10001", as: "s" };
    expect(differences([{ ...full, expect: { at: "root", rights: [] } }])).toEqual([
      `0 at "root" "INVALID_ARGS"`,
      `0 rights [] "INVALID_ARGS"`,
    ]);
    expect(differences([{ ...full, expect: { status: ["INVALID_ARGS", "OK"], at: "root" } }])).toEqual([]);
  });

  it("may name what the step binds anew, as it was before", () => {
    const again = { ...map, offset: "0x5000", expect: { at: "m+0x4000" } };
    const unmap = {
      op: "unmap",
      vmar: "r",
      addr: "m",
      len: 1,
      expect: { pages: { base: "m", perms: "... rw-" } },
    };
    expect(differences([...setting, again, unmap])).toEqual([]);
  });
});

describe("names", () => {
  it("mean an invalid handle and address 0 after a step that failed", () => {
    const failed = { ...region, size: 1, as: "x", expect: { status: "INVALID_ARGS" } };
    const destroy = { op: "destroy", vmar: "x", expect: { status: "BAD_HANDLE" } };
    const access = { op: "access", addr: "x+0x1000000", kind: "read", expect: { fault: "NOT_FOUND" } };
    expect(differences([failed, destroy, access])).toEqual([]);
    expect(differences([...setting, { ...failed, as: "r" }, { ...destroy, vmar: "r" }])).toEqual([]);
  });

  it("keep their handle when info binds their address, and are usable after close", () => {
    const info = { op: "info", vmar: "root", as: "r" };
    const close = { op: "handle_close", handle: "v", expect: { status: "OK" } };
    const closed = { ...close, expect: { status: "BAD_HANDLE" } };
    const destroy = { op: "destroy", vmar: "r", expect: { status: "OK" } };
    const pages = { base: "r+0x1000", perms: "rw-" };
    expect(differences([...setting, { ...info, expect: { pages } }, close, closed, destroy])).toEqual([]);
  });

  it("make offsets by difference", () => {
    const over = {
      ...map,
      options: [...RW, "SPECIFIC_OVERWRITE"],
      offset: "m-r+0x1000",
      expect: { at: "m+0x1000" },
    };
    expect(differences([...setting, over])).toEqual([]);
  });

  it("of any handle of a VMO stand for it in the space", () => {
    const duplicate = { op: "handle_duplicate", handle: "v", rights: ["SAME_RIGHTS"], as: "w" };
    const close = { op: "handle_close", handle: "w", expect: { space: rows("w", "v", "w") } };
    expect(differences([...setting, duplicate, close])).toEqual([]);
    const wrong = { ...close, expect: { space: rows("w", "v", "root") } };
    expect(differences([...setting, duplicate, wrong])).toEqual([
      `5 space[4] ["map",3,"m+8192","0x1000","rw-","root","0x2000"] ["map",3,"0x1001000","0x3000","rw-","v",0]`,
    ]);
  });
});

describe("runs", () => {
  const readOnly = { op: "handle_duplicate", handle: "v", rights: ["MAP", "READ"], as: "ro" };
  const privateWrite = { op: "write_memory", addr: "p", bytes: "ff" };
  const mapPrivate = { ...map, vmo: "ro", options: ["PERM_READ", "SPECIFIC"], offset: "0x8000", as: "p" };
  const head = [
    ["vmar", 1, "root", "0x7ffffefff000", "root"],
    ["vmar", 2, "r", "0x10000", "r"],
    ["map", 3, "m", "0x3000", "rw-", "v", 0],
  ];

  it("write a clone that the kernel made as invalid and join it with nothing", () => {
    const whole = [...head, ["map", 3, "p", "0x3000", "r--", "invalid", 0]];
    const cut = [
      ...head,
      ["map", 3, "p", "0x1000", "r--", "invalid", 0],
      ["map", 3, "p+0x1000", "0x2000", "r--", "invalid", "0x1000"],
    ];
    const steps = [...setting, readOnly, mapPrivate];
    expect(differences([...steps, { ...privateWrite, expect: { space: whole } }])).toEqual([]);
    expect(differences([...steps, { ...privateWrite, expect: { space: cut } }])).toHaveLength(1);
  });
});

describe("placed", () => {
  const compact = { ...region, options: [...CAN_RW, "COMPACT"], as: "c" };

  it("is adopted whatever aslr says", () => {
    for (const aslr of [false, { seed: "s" }])
      expect(differences([{ ...region, expect: { placed: "0x5000000" } }], { aspace: { aslr } })).toEqual([]);
  });

  it("must be admissible", () => {
    const taken = { ...region, as: "s", expect: { placed: "r" } };
    expect(differences([region, taken])).toEqual([`1 placed "0x1000000" "0x1010000"`]);
    const unaligned = { ...region, expect: { placed: "0x5000010" } };
    expect(differences([unaligned])).toEqual([`0 placed "0x5000010" "0x5000000"`]);
  });

  it("is the lowest spot in a COMPACT region", () => {
    const child = { ...region, vmar: "c", size: 4096 };
    expect(differences([compact, { ...child, expect: { placed: "c" } }])).toEqual([]);
    expect(differences([compact, { ...child, expect: { placed: "c+0x1000" } }])).toEqual([
      `1 placed "0x1001000" "0x1000000"`,
    ]);
  });
});

describe("a watched space", () => {
  it("must stay as it was where nothing is said of it", () => {
    expect(differences([vmo, write], { watch: "space" })).toEqual([]);
    expect(differences([vmo, region], { watch: "space" })).toEqual([
      `1 space[1] null ["vmar",2,"0x1000000","0x10000","r"]`,
    ]);
  });

  it("is watched in runs: a merge changes nothing", () => {
    const space = [
      ["vmar", 1, "root", "0x7ffffefff000", "root"],
      ["vmar", 2, "r", "0x10000", "r"],
    ];
    const row = ["map", 3, "r+0x1000", "0x3000", "rw-", "v", 0];
    const middle = {
      ...map,
      offset: "0x2000",
      vmoOffset: "0x1000",
      len: 4096,
      options: [...RW, "SPECIFIC_OVERWRITE"],
    };
    const steps = [
      vmo,
      { ...region, expect: { space } },
      { ...map, expect: { space: [...space, row] } },
      middle,
    ];
    expect(differences(steps, { watch: "space" })).toEqual([]);
  });
});

describe("leases", () => {
  const shared = {
    op: "borrow",
    addr: "m+0x10",
    len: "0x2000",
    kind: "shared",
    as: "s",
    expect: { status: "OK" },
  };
  const mut = { op: "borrow", addr: "m", len: 8, kind: "mut", as: "w", expect: { status: "OK" } };
  const unmap = { op: "unmap", vmar: "r", addr: "m+0x1000", len: 4096 };
  const steps = [...setting, shared, mut];

  it("break as dangling says, in either form", () => {
    const whole = { lease: "s", page: "m+0x1000", reason: "unmapped" };
    for (const dangling of [["s"], [whole]])
      expect(differences([...steps, { ...unmap, expect: { dangling, changed: [] } }])).toEqual([]);
    for (const dangling of [
      [],
      ["w"],
      ["s", "w"],
      [{ ...whole, page: "m" }],
      [{ ...whole, reason: "replaced" }],
    ])
      expect(differences([...steps, { ...unmap, expect: { dangling } }])).toEqual([
        `6 dangling ${JSON.stringify(dangling)} [{"lease":"s","page":"0x1002000","reason":"unmapped"}]`,
      ]);
  });

  it("change as changed says", () => {
    const touch = { op: "vmo_write", vmo: "v", offset: 0x2000, bytes: "ff" };
    expect(differences([...steps, { ...touch, expect: { dangling: [], changed: ["s"] } }])).toEqual([]);
    const same = { op: "vmo_write", vmo: "v", offset: 0x2010, bytes: "ff" };
    expect(differences([...steps, { ...same, expect: { changed: [] } }])).toEqual([]);
  });

  it("are refused with the status of the fault", () => {
    const refused = { ...mut, addr: "m+0x2ff9", expect: { status: "NOT_FOUND" } };
    expect(differences([...setting, refused])).toEqual([]);
    expect(differences([...setting, { ...refused, expect: { status: "OK" } }])).toEqual([
      `4 status "OK" "NOT_FOUND"`,
    ]);
  });

  it("that are gone cannot be released", () => {
    const release = { op: "release", lease: "s" };
    expect(differences([...steps, release])).toEqual([]);
    expect(differences([...steps, unmap, release])).toEqual([`7 lease "a live lease" "broken"`]);
    const refused = { ...shared, addr: "r", expect: { status: "NOT_FOUND" } };
    expect(differences([...setting, refused, release])).toEqual([`5 lease "a live lease" "never taken"`]);
  });
});

describe("a trace", () => {
  const wrong = { ...vmo, expect: { status: "NO_MEMORY" } };

  it("is replayed to its end, or to the first difference", () => {
    expect(differences([wrong, vmo, wrong])).toHaveLength(2);
    expect(differences([wrong, vmo, wrong], {}, { stopAtFirst: true })).toHaveLength(1);
  });

  it("says how the kernel is made", () => {
    const aspace = { base: "0x40000000", size: "0x40000", pageSize: 16384 };
    const info = { op: "info", vmar: "root", expect: { info: { base: "0x40000000", size: "0x40000" } } };
    expect(differences([info], { aspace })).toEqual([]);
    const commit = { op: "op_range", vmar: "ro", rangeOp: "COMMIT", addr: "m", len: 1 };
    const readOnly = { op: "handle_duplicate", handle: "r", rights: ["READ"], as: "ro" };
    for (const [newest, status] of [
      [true, "ACCESS_DENIED"],
      [false, "OK"],
    ])
      expect(
        differences([...setting, readOnly, { ...commit, expect: { status } }], {
          semantics: { "V-1": newest },
        }),
      ).toEqual([]);
  });

  it("draws the same addresses from the same seed", () => {
    expect(drawn("a")).toEqual(drawn("a"));
    expect(drawn("a")).not.toEqual(drawn("b"));
  });
});

/** Kernels that go wrong in one thing. */
const TWISTS = {
  none: () => ({}),
  size: () => ({ vmoGetSize: () => ({ status: Status.OK, value: 5 }) }),
  status: () => ({ vmarUnmap: () => Status.BAD_STATE }),
  bytes: (kernel) => ({ vmoRead: (...args) => ({ ...kernel.vmoRead(...args), bytes: new Uint8Array(2) }) }),
  space: (kernel) => ({ vmarProtect: (vmar, _options, addr, len) => kernel.vmarProtect(vmar, 0, addr, len) }),
  page: (kernel) => ({
    observePage: (addr) => {
      const page = kernel.observePage(addr);
      return page && { ...page, perms: 3 };
    },
  }),
  thrower: () => ({
    vmarDestroy: () => {
      throw new Error("invariant I-1");
    },
  }),
} as const satisfies Record<string, (kernel: Kernel) => Partial<Kernel>>;

/** The reference kernel with a twist. */
function twisted(twist: (kernel: Kernel) => Partial<Kernel>): KernelFactory {
  return (config) => {
    const kernel = createReferenceKernel(config);
    const twists = twist(kernel);
    return new Proxy(kernel, {
      get(target, property) {
        const value: unknown = Reflect.get(Object.hasOwn(twists, property) ? twists : target, property);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
}

/** The reference kernel without a word about rules. */
const silent: KernelFactory = ({ aspace, placement, semantics }) =>
  createReferenceKernel({ aspace, placement, semantics });

const against = (twist: keyof typeof TWISTS, ...steps: readonly object[]): string[] =>
  replayTrace(traceOf(steps), [reference, { name: twist, factory: twisted(TWISTS[twist]) }]).map(
    (failure) => {
      const kernels = failure.against === undefined ? failure.kernel : `${failure.kernel}/${failure.against}`;
      return `${kernels} ${text(failure)}`;
    },
  );

describe("several kernels", () => {
  it("agree with themselves", () => {
    const infos = [
      { op: "vmo_info", vmo: "v" },
      { op: "info_maps", vmar: "root" },
    ];
    expect(against("none", ...setting, ...infos)).toEqual([]);
  });

  it("are compared in what they answer, up to their first disagreement", () => {
    const size = { op: "vmo_get_size", vmo: "v" };
    expect(against("size", vmo, size, size)).toEqual([`size/reference 1 size "0x3000" 5`]);
    expect(against("status", { op: "unmap", vmar: "root", addr: 0, len: 0 })).toEqual([
      `status/reference 0 status "INVALID_ARGS" "BAD_STATE"`,
    ]);
    expect(against("bytes", ...setting, { op: "vmo_read", vmo: "v", offset: 0, len: 2 })).toEqual([
      `bytes/reference 4 bytes "0102" "0000"`,
    ]);
  });

  it("are compared in the whole space", () => {
    const protect = { op: "protect", vmar: "r", options: ["PERM_READ"], addr: "m", len: "0x3000" };
    expect(against("space", ...setting, protect)).toEqual([
      `space/reference 4 space[2] ["map",3,"0x1001000","0x3000","r--","v",0] ["map",3,"0x1001000","0x3000","---","v",0]`,
    ]);
  });

  it("are compared in the leases they break", () => {
    const borrow = { op: "borrow", addr: "m", len: 1, kind: "shared", as: "l" };
    const protect = { op: "protect", vmar: "r", options: [], addr: "m", len: 1 };
    expect(against("page", ...setting, borrow, protect)).toEqual([
      `page/reference 5 dangling [{"lease":"l","kind":"shared","page":"0x1001000","reason":"permission","obligations":["SAFE-10"]}] []`,
    ]);
  });

  it("may throw: that is a failure and the end for that kernel", () => {
    const steps = [vmo, { op: "destroy", vmar: "root" }, { ...vmo, expect: { status: "NO_MEMORY" } }];
    expect(against("thrower", ...steps)).toEqual([
      `thrower 1 call "an answer" "Error: invariant I-1"`,
      `reference 2 status "NO_MEMORY" "OK"`,
    ]);
  });

  it("tell the rule by which a step was decided, one for another", () => {
    const trace = traceOf([{ op: "destroy", vmar: "root", expect: { status: "OK" } }]);
    const failure = { trace: "t", step: 0, field: "status", expected: "OK", actual: "NOT_SUPPORTED" };
    expect(replayTrace(trace, [reference, { name: "silent", factory: silent }])).toEqual([
      { ...failure, kernel: "reference", rule: "DEST-02" },
      { ...failure, kernel: "silent", rule: "DEST-02" },
    ]);
    expect(replayTrace(trace, [{ name: "silent", factory: silent }])).toEqual([
      { ...failure, kernel: "silent" },
    ]);
    // What the replay looks at besides is no part of the step.
    const create = traceOf([{ ...vmo, expect: { status: "NO_MEMORY" } }]);
    expect(replayTrace(create, [reference])[0]?.rule).not.toBe("HND-04");
  });
});
