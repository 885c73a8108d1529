/**
 * The calls of a deep search: what the first calls of a short program are chosen from, and what its last.
 *
 * Both are finite lists that hang on nothing but what the calls so far have made, so a place in a list names a call. Pages are those of
 * {@link DEEP_ASPACE}; sizes and places are the smallest that can tell apart what the contract tells apart.
 */
import { INVALID, type Op, PROCESS, ROOT, type Slot, UNKNOWN, outOf } from "../fuzz/program.ts";
import {
  ALIGN_BASE,
  type AspaceConfig,
  CAN_MAP_MASK,
  CachePolicy,
  Perm,
  Rights,
  type U64,
  VmOption,
  VmarOp,
  VmoChildOption,
  VmoOp,
  VmoOption,
} from "../zircon/index.ts";

const PAGE = 4096;
export const DEEP_ASPACE: AspaceConfig = { base: 0x10_0000, size: 8 * PAGE, pageSize: PAGE };

const R = Perm.READ;
const W = Perm.WRITE;
const X = Perm.EXECUTE;
const RW = R | W;
const { SPECIFIC, SPECIFIC_OVERWRITE, COMPACT, CAN_MAP_SPECIFIC, ALLOW_FAULTS, MAP_RANGE } = VmOption;
const { FAULT_BEYOND_STREAM_SIZE, OFFSET_IS_UPPER_LIMIT, REQUIRE_NON_RESIZABLE } = VmOption;
const REGION = CAN_MAP_SPECIFIC | CAN_MAP_MASK;
const ALIGN_8KB = 13 << ALIGN_BASE;
const ALIGN_BAD = 5 << ALIGN_BASE;
const HUGE = 0xffff_ffff_ffff_f000n;
/** Rounds up to 0 (mod 2^64). */
const WRAPS = 0xffff_ffff_ffff_f001n;

/** Longer than a name can be. */
const LONG_NAME = "a name of more than thirty-one bytes";

/** What the calls of a program have made so far. */
export class Made {
  readonly vmars: readonly Slot[];
  readonly vmos: readonly Slot[];
  /** Handles other than the root's and the process's. */
  readonly handles: readonly Slot[];
  /** The slot that the next call binds. */
  readonly next: Slot;

  /** @param ops calls that have succeeded */
  constructor(ops: readonly Op[]) {
    const vmars: Slot[] = [ROOT];
    const vmos: Slot[] = [];
    const handles: Slot[] = [];
    for (const op of ops) {
      const out = outOf(op);
      if (out === 0 || op.call === "map" || op.call === "borrow") continue;
      handles.push(out);
      const isVmar =
        op.call === "allocate" || ("handle" in op && (op.handle === ROOT || vmars.includes(op.handle)));
      if (!("handle" in op) || op.handle !== PROCESS) (isVmar ? vmars : vmos).push(out);
    }
    this.vmars = vmars;
    this.vmos = vmos;
    this.handles = handles;
    this.next = ops.length + 1;
  }
}

/** Calls that prepare something. */
export function openings(made: Made): Op[] {
  const out = made.next;
  return [
    ...[
      [1, 0],
      [3, 0],
      [2, VmoOption.RESIZABLE],
      [2, VmoOption.DISCARDABLE],
      [1, VmoOption.UNBOUNDED],
    ].map(([pages = 0, options = 0]): Op => ({ call: "vmo_create", size: pages * PAGE, options, out })),
    { call: "vmo_create", size: PAGE + 1, options: VmoOption.RESIZABLE, out },
    { call: "vmo_create_physical", size: 2 * PAGE, out },
    { call: "vmo_create_contiguous", size: 2 * PAGE, out },
    ...made.vmars.flatMap((vmar) => [...regionsIn(vmar, out), ...rangesOf(vmar)]),
    ...made.vmos.flatMap((vmo) => [
      ...made.vmars.flatMap((vmar) => mapsOf(vmar, vmo, out)),
      ...childrenOf(vmo, out),
      ...contentsOf(vmo),
    ]),
    ...[ROOT, ...made.handles].flatMap((handle) => copiesOf(handle, out)),
    ...made.handles.map((handle): Op => ({ call: "handle_close", handle })),
    ...made.vmars.filter((vmar) => vmar !== ROOT).map((vmar): Op => ({ call: "destroy", vmar })),
    ...stores(),
    ...made.handles.map((handle): Op => ({ call: "set_name", handle, name: LONG_NAME })),
    { call: "handle_replace", handle: ROOT, rights: Rights.SAME_RIGHTS, out },
    { call: "task_kill", handle: PROCESS },
  ];
}

/** Every call that may show something: the openings, what looks, and what is refused. After two calls or more: no hostile arguments any more. */
export function endings(made: Made): Op[] {
  const out = made.next;
  return made.next > 2
    ? lateEndings(made)
    : [
        ...openings(made),
        ...[...made.vmars, UNKNOWN, INVALID].flatMap((vmar) => [
          ...oddRegions(vmar, out),
          ...oddRanges(vmar),
          ...opRanges(vmar, ODD_RANGES),
          ...[...made.vmos, UNKNOWN].flatMap((vmo) => oddMaps(vmar, vmo, out)),
          ...looksAt(vmar),
        ]),
        // A handle of the wrong kind, or two that are of no use.
        ...oddMaps(INVALID, ROOT, out),
        ...made.vmos.flatMap((vmar): Op[] => [
          { call: "destroy", vmar },
          { call: "unmap", vmar, addr: at(0), len: PAGE },
          { call: "info", vmar },
        ]),
        ...made.vmos.flatMap((vmo) => oddContents(vmo, out)),
        ...[ROOT, PROCESS, UNKNOWN, INVALID, ...made.handles].flatMap((handle) => onHandle(handle, out)),
        ...accesses(),
      ];
}

function lateEndings(made: Made): Op[] {
  const out = made.next;
  return [
    ...openings(made),
    ...made.vmars.flatMap((vmar) => [
      ...opRanges(vmar, LATE_RANGES),
      ...looksAt(vmar),
      ...lateRanges(vmar),
      ...made.vmos.flatMap((vmo) => lateMaps(vmar, vmo, out)),
    ]),
    ...made.vmos.flatMap((vmo): Op[] => [
      { call: "vmo_get_size", vmo },
      { call: "vmo_get_stream_size", vmo },
      { call: "vmo_info", vmo },
      { call: "vmo_discard", vmo },
      { call: "vmo_read", vmo, offset: 0, len: PAGE },
      { call: "vmo_read", vmo, offset: PAGE, len: PAGE },
      { call: "vmo_op_range", vmo, rangeOp: VmoOp.DECOMMIT, offset: PAGE, len: PAGE },
      { call: "vmo_op_range", vmo, rangeOp: VmoOp.ZERO, offset: PAGE, len: PAGE },
    ]),
    ...made.handles.flatMap((handle): Op[] => [
      { call: "basic_info", handle },
      { call: "get_name", handle },
      { call: "wait", handle, signals: 8 },
    ]),
    ...accesses(),
  ];
}

function at(page: number, byte = 0): { slot: Slot; delta: U64 } {
  return { slot: ROOT, delta: page * PAGE + byte };
}

function regionsIn(vmar: Slot, out: Slot): Op[] {
  const allocate = (options: number, offset: number, pages: number): Op => ({
    call: "allocate",
    vmar,
    options,
    offset: offset * PAGE,
    size: pages * PAGE,
    out,
  });
  return [
    allocate(SPECIFIC | REGION, 0, 1),
    allocate(SPECIFIC | REGION, 0, 2),
    allocate(SPECIFIC | REGION, 1, 1),
    allocate(SPECIFIC | REGION, 1, 2),
    allocate(SPECIFIC | REGION, 2, 2),
    allocate(SPECIFIC | REGION, 1, 4),
    allocate(REGION, 0, 1),
    allocate(REGION, 0, 2),
    allocate(REGION, 0, 4),
    allocate(REGION, 0, 7),
    allocate(REGION, 0, 8),
    allocate(REGION | COMPACT, 0, 4),
    allocate(SPECIFIC | CAN_MAP_MASK, 0, 2),
    allocate(SPECIFIC | CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ, 0, 2),
    allocate(SPECIFIC | CAN_MAP_SPECIFIC, 0, 2),
  ];
}

function mapsOf(vmar: Slot, vmo: Slot, out: Slot): Op[] {
  const map = (options: number, offset: number, vmoOffset: number, pages: number): Op => ({
    call: "map",
    vmar,
    options,
    offset: offset * PAGE,
    vmo,
    vmoOffset: vmoOffset * PAGE,
    len: pages * PAGE,
    out,
  });
  return [
    map(SPECIFIC | RW, 0, 0, 1),
    map(SPECIFIC | RW, 0, 0, 2),
    map(SPECIFIC | RW, 0, 0, 3),
    map(SPECIFIC | R, 0, 0, 2),
    map(SPECIFIC, 0, 0, 1),
    map(SPECIFIC | RW, 1, 1, 1),
    map(SPECIFIC | R, 1, 1, 1),
    map(SPECIFIC | RW, 1, 0, 1),
    map(SPECIFIC | RW, 0, 1, 1),
    map(SPECIFIC | RW, 2, 2, 1),
    map(SPECIFIC_OVERWRITE | R, 0, 0, 1),
    map(SPECIFIC_OVERWRITE | R, 1, 1, 1),
    map(SPECIFIC_OVERWRITE | RW, 1, 0, 1),
    map(SPECIFIC_OVERWRITE | RW, 0, 0, 3),
    map(SPECIFIC | ALLOW_FAULTS | RW, 0, 0, 2),
    map(SPECIFIC | ALLOW_FAULTS | RW, 1, 1, 1),
    map(SPECIFIC | ALLOW_FAULTS | FAULT_BEYOND_STREAM_SIZE | RW, 0, 0, 2),
    map(SPECIFIC | ALLOW_FAULTS | FAULT_BEYOND_STREAM_SIZE | RW, 1, 1, 1),
    map(SPECIFIC | ALLOW_FAULTS | FAULT_BEYOND_STREAM_SIZE | RW, 0, 2, 1),
    map(RW, 0, 0, 1),
    map(R, 0, 0, 8),
    map(OFFSET_IS_UPPER_LIMIT | R, 2, 1, 1),
  ];
}

function rangesOf(vmar: Slot): Op[] {
  return [
    { call: "unmap", vmar, addr: at(0), len: PAGE },
    { call: "unmap", vmar, addr: at(1), len: PAGE },
    { call: "unmap", vmar, addr: at(0), len: 2 * PAGE },
    { call: "unmap", vmar, addr: at(0), len: 4 * PAGE },
    { call: "protect", vmar, options: R, addr: at(0), len: PAGE },
    { call: "protect", vmar, options: R, addr: at(1), len: PAGE },
    { call: "protect", vmar, options: RW, addr: at(0), len: 2 * PAGE },
    { call: "protect", vmar, options: 0, addr: at(0), len: PAGE },
    { call: "protect", vmar, options: R, addr: at(0), len: 2 * PAGE },
    { call: "protect", vmar, options: R, addr: at(0), len: 3 * PAGE },
  ];
}

function childrenOf(vmo: Slot, out: Slot): Op[] {
  const child = (options: number, offset: number, pages: number): Op => ({
    call: "vmo_create_child",
    vmo,
    options,
    offset: offset * PAGE,
    size: pages * PAGE,
    out,
  });
  return [
    child(VmoChildOption.SNAPSHOT, 0, 1),
    child(VmoChildOption.SNAPSHOT, 1, 1),
    child(VmoChildOption.SNAPSHOT | VmoChildOption.RESIZABLE, 0, 1),
    child(VmoChildOption.SNAPSHOT | VmoChildOption.NO_WRITE, 0, 1),
    child(VmoChildOption.SLICE, 0, 1),
    child(VmoChildOption.SLICE, 1, 1),
    child(VmoChildOption.SLICE, 1, 2),
    child(VmoChildOption.REFERENCE, 0, 0),
  ];
}

function contentsOf(vmo: Slot): Op[] {
  const byte = Uint8Array.of(1);
  return [
    { call: "vmo_write", vmo, offset: 0, bytes: byte },
    { call: "vmo_write", vmo, offset: 1, bytes: byte },
    { call: "vmo_write", vmo, offset: PAGE, bytes: byte },
    { call: "vmo_write", vmo, offset: 2 * PAGE, bytes: byte },
    { call: "vmo_op_range", vmo, rangeOp: VmoOp.COMMIT, offset: 0, len: PAGE },
    { call: "vmo_op_range", vmo, rangeOp: VmoOp.DECOMMIT, offset: 0, len: PAGE },
    { call: "vmo_op_range", vmo, rangeOp: VmoOp.LOCK, offset: 0, len: 2 * PAGE },
    { call: "vmo_op_range", vmo, rangeOp: VmoOp.ZERO, offset: 0, len: 1 },
    { call: "vmo_set_size", vmo, size: 0 },
    { call: "vmo_set_size", vmo, size: 1 },
    { call: "vmo_set_size", vmo, size: PAGE },
    { call: "vmo_set_size", vmo, size: 3 * PAGE },
    { call: "vmo_set_stream_size", vmo, size: 0 },
    { call: "vmo_set_stream_size", vmo, size: 1 },
    { call: "vmo_set_stream_size", vmo, size: PAGE },
    { call: "vmo_set_cache_policy", vmo, policy: CachePolicy.UNCACHED },
  ];
}

function copiesOf(handle: Slot, out: Slot): Op[] {
  const rights = [
    Rights.READ | Rights.WRITE | Rights.DUPLICATE,
    Rights.READ | Rights.MAP,
    Rights.READ | Rights.WRITE | Rights.MAP,
    Rights.READ | Rights.WRITE,
    Rights.WRITE | Rights.MAP | Rights.OP_CHILDREN,
    Rights.READ | Rights.OP_CHILDREN,
    Rights.SAME_RIGHTS,
    0,
  ];
  return [
    ...rights.map((some): Op => ({ call: "handle_duplicate", handle, rights: some, out })),
    ...(handle === ROOT
      ? []
      : [
          { call: "handle_replace", handle, rights: Rights.SAME_RIGHTS, out } as const,
          { call: "vmo_replace_as_executable", vmo: handle, out } as const,
        ]),
  ];
}

function stores(): Op[] {
  return [
    { call: "access", addr: at(0), kind: "write", width: 1, value: 1 },
    { call: "access", addr: at(1), kind: "write", width: 1, value: 1 },
    { call: "write_memory", addr: at(0), bytes: Uint8Array.of(2) },
    { call: "write_memory", addr: at(1), bytes: Uint8Array.of(2) },
  ];
}

function oddRegions(vmar: Slot, out: Slot): Op[] {
  const allocate = (options: number, offset: U64, size: U64): Op => ({
    call: "allocate",
    vmar,
    options,
    offset,
    size,
    out,
  });
  const optionWords = [
    0,
    SPECIFIC,
    REGION | R,
    REGION | SPECIFIC_OVERWRITE,
    REGION | MAP_RANGE,
    REGION | ALLOW_FAULTS,
    REGION | 0x1_0000,
    REGION | OFFSET_IS_UPPER_LIMIT,
    REGION | OFFSET_IS_UPPER_LIMIT | SPECIFIC,
    REGION | ALIGN_8KB,
    REGION | ALIGN_BAD,
    REGION | SPECIFIC | ALIGN_8KB,
    REGION | SPECIFIC | ALIGN_BAD,
    REGION | SPECIFIC,
    REGION,
    VmOption.CAN_MAP_WRITE,
    VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE,
    VmOption.CAN_MAP_EXECUTE,
    SPECIFIC | CAN_MAP_MASK | R,
  ];
  const places = [
    [0, PAGE],
    [PAGE, PAGE],
    [PAGE, 2 * PAGE],
    [2 * PAGE, PAGE],
    [4 * PAGE, 2 * PAGE],
    [7 * PAGE, PAGE],
    [8 * PAGE, PAGE],
    [1, PAGE],
    [0, 1],
    [0, PAGE + 1],
    [PAGE, 0],
    [0, 0],
    [0, 9 * PAGE],
    [1, 9 * PAGE],
    [PAGE, HUGE],
    [PAGE, WRAPS],
    [HUGE, PAGE],
    [HUGE, 2 * PAGE],
  ] as const;
  return optionWords.flatMap((options) => places.map(([offset, size]) => allocate(options, offset, size)));
}

function oddMaps(vmar: Slot, vmo: Slot, out: Slot): Op[] {
  const optionWords = [
    R,
    RW,
    W,
    X,
    R | X,
    R | COMPACT,
    R | CAN_MAP_SPECIFIC,
    R | VmOption.CAN_MAP_READ,
    R | MAP_RANGE,
    R | ALIGN_8KB,
    R | ALIGN_BAD,
    R | 0x1_0000,
    R | REQUIRE_NON_RESIZABLE,
    R | ALLOW_FAULTS,
    R | FAULT_BEYOND_STREAM_SIZE,
    R | FAULT_BEYOND_STREAM_SIZE | ALLOW_FAULTS,
    R | OFFSET_IS_UPPER_LIMIT,
    R | OFFSET_IS_UPPER_LIMIT | ALIGN_8KB,
    R | VmOption.PERM_READ_IF_XOM_UNSUPPORTED,
    X | VmOption.PERM_READ_IF_XOM_UNSUPPORTED,
    R | SPECIFIC,
    RW | SPECIFIC,
    W | SPECIFIC,
    R | SPECIFIC | ALIGN_8KB,
    R | SPECIFIC | OFFSET_IS_UPPER_LIMIT,
    R | SPECIFIC | MAP_RANGE,
    R | SPECIFIC_OVERWRITE,
    R | SPECIFIC_OVERWRITE | MAP_RANGE,
    R | SPECIFIC_OVERWRITE | ALIGN_BAD,
    R | SPECIFIC | COMPACT,
    // Refused for two reasons.
    R | X | VmOption.CAN_MAP_READ,
    R | X | FAULT_BEYOND_STREAM_SIZE,
    R | REQUIRE_NON_RESIZABLE | ALIGN_BAD,
  ];
  // The offset into the region, the offset into the VMO, the length.
  const places = [
    [0, 0, PAGE],
    [PAGE, 0, PAGE],
    [PAGE, 0, 2 * PAGE],
    [2 * PAGE, 0, 2 * PAGE],
    [PAGE, PAGE, PAGE],
    [0, 0, 4 * PAGE],
    [7 * PAGE, 0, PAGE],
    [8 * PAGE, 0, PAGE],
    [0, 0, 0],
    [0, 0, 1],
    [0, 0, PAGE + 1],
    [0, 1, PAGE],
    [1, 0, PAGE],
    [1, 1, PAGE],
    [0, 0, 9 * PAGE],
    [0, 0, HUGE],
    [0, 0, WRAPS],
    [0, HUGE, PAGE],
    [0, HUGE, 2 * PAGE],
    [0, 1, WRAPS],
    [HUGE, 0, 2 * PAGE],
    [8 * PAGE, 1, 0],
  ] as const;
  return optionWords.flatMap((options) =>
    places.map(([offset, vmoOffset, len]): Op => ({
      call: "map",
      vmar,
      options,
      offset,
      vmo,
      vmoOffset,
      len,
      out,
    })),
  );
}

function lateMaps(vmar: Slot, vmo: Slot, out: Slot): Op[] {
  const words = [
    [W, 0],
    [R | SPECIFIC, 1],
    [R | SPECIFIC | ALIGN_8KB, PAGE],
    [R | SPECIFIC_OVERWRITE, 1],
    [R | MAP_RANGE, 0],
    [R | X, 0],
  ];
  return words.map(([options = 0, offset = 0]): Op => ({
    call: "map",
    vmar,
    options,
    offset,
    vmo,
    vmoOffset: 0,
    len: PAGE,
    out,
  }));
}

const ODD_RANGES: readonly (readonly [U64, U64])[] = [
  [0, PAGE],
  [0, 2 * PAGE],
  [0, 3 * PAGE],
  [0, 8 * PAGE],
  [PAGE, PAGE],
  [PAGE, 2 * PAGE],
  [2 * PAGE, PAGE],
  [2 * PAGE, 2 * PAGE],
  [7 * PAGE, PAGE],
  [7 * PAGE, 2 * PAGE],
  [8 * PAGE, PAGE],
  [8 * PAGE, 0],
  [0, 0],
  [PAGE, 0],
  [1, PAGE],
  [1, 0],
  [0, 1],
  [0, PAGE + 1],
  [8 * PAGE + 1, PAGE],
  [0, HUGE],
  [PAGE, HUGE],
  [0, WRAPS],
  [PAGE, WRAPS],
  // One page below the space.
  [0xffff_ffff_ffff_f000n, PAGE],
  [0xffff_ffff_ffff_f000n, 2 * PAGE],
];

function oddRanges(vmar: Slot): Op[] {
  const words = [0, R, RW, W, X, R | X, R | SPECIFIC, R | MAP_RANGE, R | ALIGN_8KB, W | 0x1_0000];
  return ODD_RANGES.flatMap(([delta, len]): Op[] => {
    const addr = { slot: ROOT, delta };
    return [
      { call: "unmap", vmar, addr, len },
      ...words.map((options): Op => ({ call: "protect", vmar, options, addr, len })),
    ];
  });
}

/** First byte, length. */
const LATE_RANGES: readonly (readonly [U64, U64])[] = [
  [0, PAGE],
  [0, 2 * PAGE],
  [0, 3 * PAGE],
  [PAGE, PAGE],
  [PAGE, 2 * PAGE],
  [2 * PAGE, PAGE],
];

function lateRanges(vmar: Slot): Op[] {
  return LATE_RANGES.flatMap(([delta, len]): Op[] => {
    const addr = { slot: ROOT, delta };
    return [
      { call: "unmap", vmar, addr, len },
      ...[0, R, RW, R | X].map((options): Op => ({ call: "protect", vmar, options, addr, len })),
    ];
  });
}

function opRanges(vmar: Slot, ranges: readonly (readonly [U64, U64])[]): Op[] {
  const ops = [...Object.values(VmarOp), VmoOp.LOCK, 99];
  return ranges.flatMap(([delta, len]) =>
    ops.flatMap((rangeOp): Op[] => [
      { call: "op_range", vmar, rangeOp, addr: { slot: ROOT, delta }, len, bufferSize: 0 },
      ...(len === PAGE || len === 0
        ? [{ call: "op_range", vmar, rangeOp, addr: { slot: ROOT, delta }, len, bufferSize: 1 } as const]
        : []),
    ]),
  );
}

function looksAt(vmar: Slot): Op[] {
  return [
    { call: "destroy", vmar },
    { call: "info", vmar },
    { call: "info_maps", vmar, capacity: undefined },
    ...[0, 1, 2].map((capacity): Op => ({ call: "info_maps", vmar, capacity })),
    ...[0, 15, 16].map((room): Op => ({ call: "info_sized", vmar, room })),
    { call: "unmap_exit", vmar, addr: at(0), len: PAGE, handle: INVALID },
    { call: "unmap_exit", vmar, addr: at(0), len: PAGE, handle: vmar },
  ];
}

function oddContents(vmo: Slot, out: Slot): Op[] {
  const sizes = [0, 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE, 4 * PAGE, HUGE, WRAPS];
  const spans = [
    [0, 0],
    [0, 1],
    [0, PAGE],
    [1, PAGE],
    [PAGE, PAGE],
    [0, 2 * PAGE],
    [0, 3 * PAGE],
    [PAGE, 2 * PAGE],
    [2 * PAGE, PAGE],
    [3 * PAGE, PAGE],
    [HUGE, PAGE],
    [PAGE, HUGE],
  ] as const;
  const childOptions = [
    VmoChildOption.SNAPSHOT,
    VmoChildOption.SNAPSHOT | VmoChildOption.RESIZABLE,
    VmoChildOption.SNAPSHOT | VmoChildOption.NO_WRITE,
    VmoChildOption.SNAPSHOT_AT_LEAST_ON_WRITE,
    VmoChildOption.SLICE,
    VmoChildOption.SLICE | VmoChildOption.NO_WRITE,
    VmoChildOption.SLICE | VmoChildOption.RESIZABLE,
    VmoChildOption.REFERENCE,
    VmoChildOption.REFERENCE | VmoChildOption.RESIZABLE,
    VmoChildOption.REFERENCE | VmoChildOption.NO_WRITE,
    0,
    0x100,
  ];
  return [
    ...sizes.flatMap((size): Op[] => [
      { call: "vmo_set_size", vmo, size },
      { call: "vmo_set_stream_size", vmo, size },
    ]),
    { call: "vmo_get_size", vmo },
    { call: "vmo_get_stream_size", vmo },
    { call: "vmo_info", vmo },
    { call: "vmo_discard", vmo },
    ...[0, 1, 2, 3, 4].map((policy): Op => ({ call: "vmo_set_cache_policy", vmo, policy })),
    ...spans.flatMap(([offset, size]): Op[] => [
      ...childOptions.map((options): Op => ({ call: "vmo_create_child", vmo, options, offset, size, out })),
      ...[...Object.values(VmoOp), 99].map((rangeOp): Op => ({
        call: "vmo_op_range",
        vmo,
        rangeOp,
        offset,
        len: size,
      })),
      ...(typeof size === "number" ? [{ call: "vmo_read", vmo, offset, len: size } as const] : []),
    ]),
    ...[0, 1, PAGE - 1, PAGE, 2 * PAGE, 3 * PAGE, HUGE].map((offset): Op => ({
      call: "vmo_write",
      vmo,
      offset,
      bytes: Uint8Array.of(1, 2),
    })),
  ];
}

function onHandle(handle: Slot, out: Slot): Op[] {
  const rights = [
    0,
    Rights.READ,
    Rights.EXECUTE,
    Rights.SAME_RIGHTS,
    Rights.DUPLICATE,
    0xffff_ffff,
    0x4000_0000,
  ];
  return [
    ...rights.flatMap((some): Op[] => [
      { call: "handle_duplicate", handle, rights: some, out },
      { call: "handle_replace", handle, rights: some, out },
    ]),
    { call: "vmo_replace_as_executable", vmo: handle, out },
    ...(handle === PROCESS ? [] : [{ call: "handle_close", handle } as const]),
    { call: "basic_info", handle },
    { call: "get_name", handle },
    { call: "set_name", handle, name: "a" },
    { call: "set_name", handle, name: LONG_NAME },
    { call: "signal", handle, clear: 0, set: 0x100_0000 },
    { call: "signal", handle, clear: 0, set: 1 },
    { call: "wait", handle, signals: 8 },
    { call: "wait", handle, signals: 0x100_0000 },
    { call: "process_maps", handle, capacity: undefined },
    { call: "process_maps", handle, capacity: 1 },
    { call: "process_read", handle, addr: at(0), len: PAGE },
    { call: "process_write", handle, addr: at(0), bytes: Uint8Array.of(1) },
    { call: "task_kill", handle },
  ];
}

function accesses(): Op[] {
  const places = [at(0), at(1), at(2), at(3), at(1, -4), at(2, -4), at(7), at(8, -4), at(8)];
  const spans = [1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE, 0, 8 * PAGE];
  return places.flatMap((addr): Op[] => [
    ...(["read", "write", "execute"] as const).map((kind): Op => ({
      call: "access",
      addr,
      kind,
      width: 1,
      value: undefined,
    })),
    { call: "access", addr, kind: "read", width: 8, value: undefined },
    { call: "access", addr, kind: "write", width: 8, value: 0x0102_0304_0506_0708n },
    { call: "access", addr, kind: "write", width: 1, value: 7 },
    ...spans.map((len): Op => ({ call: "read_memory", addr, len })),
    { call: "write_memory", addr, bytes: Uint8Array.of(3) },
    { call: "write_memory", addr, bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
    { call: "write_memory", addr, bytes: new Uint8Array(PAGE + 1).fill(5) },
    { call: "write_memory", addr, bytes: new Uint8Array(2 * PAGE).fill(6) },
  ]);
}
