/** Short programs by hand, for mutants that the fuzz run's programs do not tell from the original; what only they kill is its gap. */
import {
  kernelConfig,
  type Op,
  PROCESS,
  type Program,
  ROOT,
  type Slot,
  type World,
} from "../../src/fuzz/program.ts";
import {
  CachePolicy,
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  INFO_HANDLE_BASIC_SIZE,
  KOID_FIRST,
  type KernelFactory,
  Rights,
  type Semantics,
  Signals,
  type U64,
  VmarOp,
  VmOption,
  VmoChildOption,
  VmoOp,
  VmoOption,
} from "../../src/zircon/index.ts";

const P = DEFAULT_ASPACE.pageSize;
const { PERM_READ, PERM_WRITE, PERM_EXECUTE } = VmOption;
const { TRY_LOCK, UNLOCK } = VmoOp;

/** 64 MiB (D-11, PMEM-02). */
const TRANSFER_MAX = 2 ** 26;
/** D-28. */
const COMMIT_PAGES_MAX = 2 ** 20;
const ZEROS = new Uint8Array(TRANSFER_MAX + 1);

const WORLD: World = { aspace: DEFAULT_ASPACE, aslrSeed: undefined, semantics: DEFAULT_SEMANTICS };

function probe(ops: readonly Op[], semantics: Partial<Semantics> = {}): Program {
  return { world: { ...WORLD, semantics: { ...DEFAULT_SEMANTICS, ...semantics } }, ops };
}

/** A VMO of 4 pages in slot 1, mapped as a whole in slot 2. */
const MAPPED: readonly Op[] = [
  { call: "vmo_create", size: 4 * P, options: VmoOption.RESIZABLE, out: 1 },
  {
    call: "map",
    vmar: ROOT,
    options: PERM_READ | PERM_WRITE,
    offset: 0,
    vmo: 1,
    vmoOffset: 0,
    len: 4 * P,
    out: 2,
  },
];

function child(vmo: Slot, options: number, out: Slot): Op {
  const size = options === VmoChildOption.REFERENCE ? 0 : P;
  return { call: "vmo_create_child", vmo, options, offset: 0, size, out };
}

/** Of a VMO of one page in slot 1. */
function lock(rangeOp: number): Op {
  return { call: "vmo_op_range", vmo: 1, rangeOp, offset: 0, len: P };
}

/** A word is stored, and loaded again. */
function word(delta: number, value: U64): Op[] {
  const addr = { slot: 2, delta };
  return [
    { call: "access", addr, kind: "write", width: 8, value },
    { call: "access", addr, kind: "read", width: 8, value: undefined },
  ];
}

/** Pages of the VMO in slot 1, the first of them first, are mapped over pages of a region from one on. */
function mapPages(vmar: Slot, page: number, count: number, out: Slot, options: number = PERM_READ): Op {
  return {
    call: "map",
    vmar,
    options: options | VmOption.SPECIFIC_OVERWRITE,
    offset: page * P,
    vmo: 1,
    vmoOffset: 0,
    len: count * P,
    out,
  };
}

function mapPage(vmar: Slot, page: number, out: Slot): Op {
  return mapPages(vmar, page, 1, out);
}

/** Pages of the root from one on, counted from where slot 2 begins. */
function unmapPages(page: number, count: number): Op {
  return { call: "unmap", vmar: ROOT, addr: { slot: 2, delta: page * P }, len: count * P };
}

function protectPages(page: number, count: number, options: number): Op {
  return { call: "protect", vmar: ROOT, options, addr: { slot: 2, delta: page * P }, len: count * P };
}

/** So many pages, wherever there is room for them. */
function mapAnywhere(count: number, out: Slot): Op {
  return {
    call: "map",
    vmar: ROOT,
    options: PERM_READ,
    offset: 0,
    vmo: 1,
    vmoOffset: 0,
    len: count * P,
    out,
  };
}

export const PROBES: readonly Program[] = [
  // Words that no number is exact for, and the first of them; in one page, and across two.
  probe([
    ...MAPPED,
    ...word(0, 0x0102_0304_0506_0708n),
    ...word(P - 4, 0xf1f2_f3f4_f5f6_f7f8n),
    ...word(8, 0x0020_0000_0000_0001n),
  ]),
  // A range that begins within a page, and ends with one.
  probe([...MAPPED, { call: "vmo_op_range", vmo: 1, rangeOp: VmoOp.DECOMMIT, offset: 8, len: P - 8 }]),
  // MAP_RANGE from beyond the stream to beyond the VMO.
  ...[false, true].flatMap((quirk) =>
    [0, VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE].map((faults) =>
      probe(
        [
          { call: "vmo_create", size: 4 * P, options: 0, out: 1 },
          { call: "vmo_set_stream_size", vmo: 1, size: P },
          {
            call: "map",
            vmar: ROOT,
            options: PERM_READ | faults | VmOption.MAP_RANGE,
            offset: 0,
            vmo: 1,
            vmoOffset: 2 * P,
            len: 4 * P,
            out: 2,
          },
        ],
        { "Q-3": quirk },
      ),
    ),
  ),
  // A debugger's write to a physical VMO through a mapping that can never be writable.
  probe([
    { call: "vmo_create_physical", size: P, out: 1 },
    { call: "handle_duplicate", handle: 1, rights: Rights.READ | Rights.MAP, out: 2 },
    { call: "map", vmar: ROOT, options: PERM_READ, offset: 0, vmo: 2, vmoOffset: 0, len: P, out: 3 },
    { call: "write_memory", addr: { slot: 3, delta: 0 }, bytes: new Uint8Array([1]) },
  ]),
  // The longest transfers that there may be, and longer ones.
  probe([
    ...MAPPED,
    { call: "vmo_write", vmo: 1, offset: 0, bytes: new Uint8Array([1, 2, 3]) },
    ...[0, 1].flatMap((more): Op[] => [
      { call: "read_memory", addr: { slot: 2, delta: 0 }, len: TRANSFER_MAX + more },
      { call: "write_memory", addr: { slot: 2, delta: 1 }, bytes: ZEROS.subarray(0, TRANSFER_MAX + more) },
    ]),
  ]),
  probe([
    { call: "vmo_create", size: TRANSFER_MAX + P, options: 0, out: 1 },
    { call: "vmo_read", vmo: 1, offset: 0, len: TRANSFER_MAX + 1 },
    { call: "vmo_read", vmo: 1, offset: 0, len: TRANSFER_MAX },
  ]),
  // A value where none is needed, and one for a single byte.
  probe([
    ...MAPPED,
    { call: "access", addr: { slot: 2, delta: 0 }, kind: "read", width: 8, value: 5 },
    { call: "access", addr: { slot: 2, delta: 0 }, kind: "write", width: 1, value: 0x1ff },
    { call: "access", addr: { slot: 2, delta: 0 }, kind: "execute", width: 8, value: 5 },
    { call: "access", addr: { slot: 2, delta: 0 }, kind: "read", width: 8, value: undefined },
  ]),
  // MAP_RANGE where all that the VMO has is without permissions, of a VMO that lost its pages.
  probe([
    { call: "vmo_create", size: 2 * P, options: VmoOption.DISCARDABLE, out: 1 },
    {
      call: "map",
      vmar: ROOT,
      options: PERM_READ | VmOption.ALLOW_FAULTS,
      offset: 0,
      vmo: 1,
      vmoOffset: 0,
      len: 4 * P,
      out: 2,
    },
    { call: "protect", vmar: ROOT, options: 0, addr: { slot: 2, delta: 0 }, len: 2 * P },
    { call: "vmo_discard", vmo: 1 },
    {
      call: "op_range",
      vmar: ROOT,
      rangeOp: VmarOp.MAP_RANGE,
      addr: { slot: 2, delta: 0 },
      len: 4 * P,
      bufferSize: 0,
    },
  ]),
  // As much contiguous memory as there may be, and more.
  probe([
    { call: "vmo_create_contiguous", size: COMMIT_PAGES_MAX * P, out: 1 },
    { call: "vmo_create_contiguous", size: (COMMIT_PAGES_MAX + 1) * P, out: 2 },
  ]),
  // Slices of memory that is not cached.
  ...(["vmo_create_contiguous", "vmo_create_physical"] as const).map((call) =>
    probe([
      { call, size: P, out: 1 },
      { call: "vmo_set_cache_policy", vmo: 1, policy: CachePolicy.UNCACHED },
      { call: "vmo_create_child", vmo: 1, options: VmoChildOption.SLICE, offset: 0, size: P, out: 2 },
    ]),
  ),
  // A reference is closed that has a snapshot: the VMO whose pages it showed goes, and the snapshot is alone.
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    { call: "vmo_write", vmo: 1, offset: 0, bytes: new Uint8Array([1]) },
    child(1, VmoChildOption.REFERENCE, 2),
    { call: "handle_close", handle: 1 },
    child(2, VmoChildOption.SNAPSHOT, 3),
    { call: "handle_close", handle: 2 },
    { call: "vmo_info", vmo: 3 },
    { call: "vmo_op_range", vmo: 3, rangeOp: VmoOp.DECOMMIT, offset: 0, len: P },
  ]),
  // The last snapshot of a line of closed ones is closed.
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    ...[1, 2, 3].map((vmo) => child(vmo, VmoChildOption.SNAPSHOT, vmo + 1)),
    ...[2, 3, 4].map((handle): Op => ({ call: "handle_close", handle })),
    { call: "wait", handle: 1, signals: Signals.VMO_ZERO_CHILDREN },
  ]),
  // What is placed at page 0, where that is in the address space.
  {
    world: { ...WORLD, aspace: { base: 0, size: 16 * P, pageSize: P } },
    ops: [
      { call: "vmo_create", size: P, options: 0, out: 1 },
      { call: "allocate", vmar: ROOT, options: VmOption.CAN_MAP_READ, offset: 0, size: 2 * P, out: 2 },
      { call: "map", vmar: 2, options: PERM_READ, offset: 0, vmo: 1, vmoOffset: 0, len: P, out: 3 },
      { call: "destroy", vmar: 2 },
      { call: "map", vmar: ROOT, options: PERM_READ, offset: 0, vmo: 1, vmoOffset: 0, len: P, out: 4 },
    ],
  },
  // Locks are counted.
  probe([
    { call: "vmo_create", size: P, options: VmoOption.DISCARDABLE, out: 1 },
    ...[TRY_LOCK, TRY_LOCK, UNLOCK, UNLOCK, UNLOCK, TRY_LOCK].map(lock),
    { call: "vmo_discard", vmo: 1 },
    lock(UNLOCK),
    { call: "vmo_discard", vmo: 1 },
    ...[TRY_LOCK, UNLOCK].map(lock),
  ]),
  // A range without a byte, within a page.
  probe([
    ...MAPPED,
    ...[VmoOp.COMMIT, VmoOp.DECOMMIT, VmoOp.ZERO, VmoOp.PREFETCH].flatMap((rangeOp): Op[] => [
      { call: "vmo_op_range", vmo: 1, rangeOp, offset: 8, len: 0 },
      { call: "vmo_info", vmo: 1 },
    ]),
  ]),
  // ZERO of memory that is not cached.
  ...[false, true].map((quirk) =>
    probe(
      [
        { call: "vmo_create", size: 2 * P, options: 0, out: 1 },
        { call: "vmo_set_cache_policy", vmo: 1, policy: CachePolicy.UNCACHED },
        ...[0, 8, P].flatMap((len) =>
          [0, 8].map((offset): Op => ({ call: "vmo_op_range", vmo: 1, rangeOp: VmoOp.ZERO, offset, len })),
        ),
      ],
      { "Q-8": quirk },
    ),
  ),
  // A snapshot of what has none, from within a page.
  probe([
    { call: "vmo_create_physical", size: P, out: 1 },
    { call: "vmo_create_child", vmo: 1, options: VmoChildOption.SNAPSHOT, offset: 1, size: P, out: 2 },
  ]),
  // PREFETCH of what memory pressure has emptied.
  probe([
    { call: "vmo_create", size: P, options: VmoOption.DISCARDABLE, out: 1 },
    { call: "vmo_discard", vmo: 1 },
    lock(VmoOp.PREFETCH),
  ]),
  // Nothing is done to what memory pressure has emptied, and to what has a snapshot.
  probe([
    { call: "vmo_create", size: P, options: VmoOption.DISCARDABLE, out: 1 },
    { call: "vmo_discard", vmo: 1 },
    { call: "vmo_create", size: P, options: 0, out: 2 },
    child(2, VmoChildOption.SNAPSHOT, 3),
    ...[1, 2].flatMap((vmo) =>
      [VmoOp.COMMIT, VmoOp.DECOMMIT, VmoOp.ZERO, VmoOp.PREFETCH].map((rangeOp): Op => ({
        call: "vmo_op_range",
        vmo,
        rangeOp,
        offset: 0,
        len: 0,
      })),
    ),
    { call: "vmo_read", vmo: 1, offset: 0, len: 0 },
    { call: "vmo_write", vmo: 1, offset: 0, bytes: new Uint8Array() },
  ]),
  // ZERO of contiguous memory that is not cached.
  ...[false, true].map((quirk) =>
    probe(
      [
        { call: "vmo_create_contiguous", size: P, out: 1 },
        { call: "vmo_set_cache_policy", vmo: 1, policy: CachePolicy.UNCACHED },
        ...[0, 8, P].flatMap((len) =>
          [0, 8].map((offset): Op => ({ call: "vmo_op_range", vmo: 1, rangeOp: VmoOp.ZERO, offset, len })),
        ),
      ],
      { "Q-8": quirk },
    ),
  ),
  // As much as one COMMIT may make, and more.
  probe([
    { call: "vmo_create", size: (COMMIT_PAGES_MAX + 1) * P, options: 0, out: 1 },
    ...[1, 0].map((more): Op => ({
      call: "vmo_op_range",
      vmo: 1,
      rangeOp: VmoOp.COMMIT,
      offset: 0,
      len: (COMMIT_PAGES_MAX + more) * P,
    })),
  ]),
  // What is protected through the parent ends where a mapping begins that may not permit as much (Q-6 walks on its own).
  probe(
    [
      { call: "vmo_create", size: P, options: 0, out: 1 },
      {
        call: "allocate",
        vmar: ROOT,
        options: VmOption.CAN_MAP_READ | VmOption.CAN_MAP_SPECIFIC,
        offset: 0,
        size: 2 * P,
        out: 2,
      },
      { call: "handle_duplicate", handle: 1, rights: Rights.MAP, out: 3 },
      mapPage(2, 0, 4),
      { call: "map", vmar: 2, options: VmOption.SPECIFIC, offset: P, vmo: 3, vmoOffset: 0, len: P, out: 5 },
      protectPages(0, 1, PERM_READ),
    ],
    { "Q-6": true },
  ),
  // MAP_RANGE of pages with, without, and again with permissions, of a VMO that lost its pages.
  probe([
    { call: "vmo_create", size: 2 * P, options: VmoOption.DISCARDABLE, out: 1 },
    {
      call: "map",
      vmar: ROOT,
      options: PERM_READ | VmOption.ALLOW_FAULTS,
      offset: 0,
      vmo: 1,
      vmoOffset: 0,
      len: 4 * P,
      out: 2,
    },
    { call: "protect", vmar: ROOT, options: 0, addr: { slot: 2, delta: P }, len: P },
    { call: "vmo_discard", vmo: 1 },
    {
      call: "op_range",
      vmar: ROOT,
      rangeOp: VmarOp.MAP_RANGE,
      addr: { slot: 2, delta: 0 },
      len: 4 * P,
      bufferSize: 0,
    },
  ]),
  // More mappings of other VMOs than the engine has room for at first.
  probe(
    Array.from({ length: 40 }, (_, i): Op[] => [
      { call: "vmo_create", size: P, options: 0, out: 2 * i + 1 },
      {
        call: "map",
        vmar: ROOT,
        options: PERM_READ,
        offset: 0,
        vmo: 2 * i + 1,
        vmoOffset: 0,
        len: P,
        out: 2 * i + 2,
      },
    ]).flat(),
  ),
  // ZERO from within a page to the begin of one that another VMO shares, which it does not touch.
  probe([
    { call: "vmo_create", size: 2 * P, options: 0, out: 1 },
    { call: "vmo_write", vmo: 1, offset: 0, bytes: new Uint8Array(P + 1).fill(1) },
    { call: "vmo_create_child", vmo: 1, options: VmoChildOption.SNAPSHOT, offset: 0, size: 2 * P, out: 2 },
    { call: "vmo_op_range", vmo: 1, rangeOp: VmoOp.ZERO, offset: 8, len: P - 8 },
  ]),
  // ZERO of a part of a page that is committed, has never been written, and is shared.
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    { call: "vmo_op_range", vmo: 1, rangeOp: VmoOp.COMMIT, offset: 0, len: P },
    child(1, VmoChildOption.SNAPSHOT, 2),
    { call: "vmo_op_range", vmo: 1, rangeOp: VmoOp.ZERO, offset: 8, len: 8 },
  ]),
  // What was mapped when the process was killed.
  probe([...MAPPED, { call: "task_kill", handle: PROCESS }, ...word(0, 1n)]),
  // A page behind the last of 2^10, and spaces of which page numbers have more digits than in the default one.
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    ...[0, 40, 1024, 1100, 2048].map((page, i) => mapPage(ROOT, page, i + 2)),
    unmapPages(0, 1060),
  ]),
  {
    world: { ...WORLD, aspace: { ...DEFAULT_ASPACE, size: 2 ** 60 } },
    ops: [
      { call: "vmo_create", size: P, options: 0, out: 1 },
      ...[0, 2 ** 36, 2 ** 41, 2 ** 36 + 40, 2 ** 46].map((page, i) => mapPage(ROOT, page, i + 2)),
    ],
  },
  // A region dies that has lost its last pages, and got others, after which its parent got some.
  ...[[40], [40, 70]].map((pages) =>
    probe([
      { call: "vmo_create", size: P, options: 0, out: 1 },
      mapPage(ROOT, 200, 2),
      {
        call: "allocate",
        vmar: ROOT,
        options: VmOption.SPECIFIC | VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ,
        offset: 0,
        size: 128 * P,
        out: 3,
      },
      mapPage(3, 0, 4),
      ...pages.flatMap((page, i): Op[] => [
        mapPage(3, page, 5 + i),
        { call: "unmap", vmar: 3, addr: { slot: 3, delta: i === 0 ? page * P : 0 }, len: P },
      ]),
      mapPage(ROOT, 165, 8),
      { call: "destroy", vmar: 3 },
      mapPage(ROOT, 0, 9),
    ]),
  ),
  // The same of a region that has lost nothing before; its parent gets pages where it had some.
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    {
      call: "allocate",
      vmar: ROOT,
      options: VmOption.SPECIFIC | VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ,
      offset: 0,
      size: 128 * P,
      out: 2,
    },
    ...[0, 40, 100].map((page, i) => mapPage(2, page, i + 3)),
    { call: "destroy", vmar: 2 },
    ...[0, 70, 100].map((page, i) => mapPage(ROOT, page, i + 6)),
  ]),
  // A free run grows at its end, and gets another begin, after searches that have looked at it.
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    mapPages(ROOT, 0, 64, 2),
    unmapPages(4, 1),
    mapAnywhere(2, 3),
    unmapPages(5, 1),
    mapAnywhere(2, 4),
  ]),
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    mapPages(ROOT, 0, 10, 2),
    mapPages(ROOT, 60, 10, 3),
    mapAnywhere(100, 4),
    mapPage(ROOT, 32, 5),
    mapAnywhere(25, 6),
  ]),
  // Ranges over several times 32 pages: what of their steps stays, goes and comes, with one mapping object for all permissions or more.
  ...[false, true].flatMap((newest) =>
    [
      [protectPages(40, 60, PERM_READ | PERM_WRITE), protectPages(35, 55, PERM_READ | PERM_WRITE)],
      [mapPages(ROOT, 70, 10, 3), protectPages(5, 125, PERM_READ | PERM_WRITE)],
      [protectPages(0, 32, PERM_READ | PERM_WRITE), protectPages(32, 168, PERM_READ | PERM_WRITE)],
      [protectPages(32, 8, 0), protectPages(32, 8, PERM_READ)],
      [unmapPages(10, 90), unmapPages(64, 86)],
    ].map((ops) =>
      probe([{ call: "vmo_create", size: P, options: 0, out: 1 }, mapPages(ROOT, 0, 200, 2), ...ops], {
        "V-5": newest,
      }),
    ),
  ),
  // A debugger's write to a mapping object of two permissions, the first of which ends where 32 pages do.
  probe([
    { call: "vmo_create", size: 20 * P, options: 0, out: 4 },
    { call: "handle_duplicate", handle: 4, rights: Rights.READ | Rights.MAP, out: 1 },
    mapPages(ROOT, 20, 20, 2),
    protectPages(0, 12, 0),
    { call: "write_memory", addr: { slot: 2, delta: 15 * P }, bytes: new Uint8Array([1]) },
  ]),
  // Permissions without PERM_READ where the machine may have memory that is only executed.
  ...[false, true].map((quirk) =>
    probe(
      [
        { call: "vmo_create", size: P, options: 0, out: 1 },
        { call: "vmo_replace_as_executable", vmo: 1, out: 2 },
        ...[0, PERM_WRITE, PERM_EXECUTE, PERM_WRITE | PERM_EXECUTE].map((perms, i): Op => ({
          call: "map",
          vmar: ROOT,
          options: perms | VmOption.PERM_READ_IF_XOM_UNSUPPORTED,
          offset: 0,
          vmo: 2,
          vmoOffset: 0,
          len: P,
          out: i + 3,
        })),
      ],
      { xom: true, "Q-9": quirk },
    ),
  ),
  // A name that ends before it begins.
  probe([
    { call: "vmo_create", size: P, options: 0, out: 1 },
    { call: "set_name", handle: 1, name: "\0after" },
    { call: "get_name", handle: 1 },
  ]),
];

/** What no program says, by what it is about: whether it holds. */
export const CHECKS: Readonly<Record<string, (create: KernelFactory) => boolean>> = {
  "bytes for a small buffer": readsIntoSmallBuffers,
  "koids that ascend": givesKoidsInOrder,
  "thousands of mappings": hasRoom,
};

/** The bytes come in memory of their own where the buffer has no room for them. */
function readsIntoSmallBuffers(create: KernelFactory): boolean {
  const kernel = create(kernelConfig(WORLD));
  const vmo = kernel.vmoCreate(P, 0).handle;
  const { addr } = kernel.vmarMap(kernel.rootVmar, PERM_READ, 0, vmo, 0, P);
  const answers = [
    kernel.vmoRead(vmo, 0, 4, new Uint8Array(2)),
    kernel.processReadMemory(kernel.process, addr, 4, new Uint8Array(2)),
  ];
  return answers.every(({ bytes }) => bytes.length === 4);
}

/** D-23: programs compare what koids stand for, not what they are. */
function givesKoidsInOrder(create: KernelFactory): boolean {
  const kernel = create(kernelConfig(WORLD));
  const handles = [kernel.process, kernel.rootVmar, kernel.vmoCreate(P, 0).handle];
  return handles.every(
    (handle, i) => kernel.infoHandleBasic(handle, INFO_HANDLE_BASIC_SIZE).info?.koid === KOID_FIRST + i,
  );
}

/** More mappings than there is room made for by doubling; in many regions, as the reference goes through all of one. */
function hasRoom(create: KernelFactory): boolean {
  const kernel = create(kernelConfig(WORLD));
  const vmo = kernel.vmoCreate(P, 0).handle;
  const regions = 100;
  const mappings = 90;
  // Begin and end of each mapping are in other groups of 32 pages.
  const apart = 96 * P;
  for (let r = 0; r < regions; r++) {
    const options = VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ;
    const { handle } = kernel.vmarAllocate(kernel.rootVmar, options, 0, mappings * apart);
    for (let i = 0; i < mappings; i++) {
      kernel.vmarMap(handle, PERM_READ | VmOption.SPECIFIC, i * apart + 31 * P, vmo, 0, 2 * P);
    }
  }
  return kernel.infoVmarMaps(kernel.rootVmar, 0).available === 1 + regions * (1 + mappings);
}
