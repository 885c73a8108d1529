/**
 * The checks of each call in the contract's order, each by itself.
 *
 * For faults that move a check, drop one or add one: they need to know what has been checked before. The engine answers everything else.
 */
import {
  CAN_MAP_MASK,
  type Handle,
  PERM_MASK,
  Rights,
  type RuleId,
  Status,
  type U64,
  UNASSIGNED_MASK,
  VmOption,
  VmarOp,
} from "../../src/zircon/index.ts";
import { contractDecisions, type Region, type World } from "../paged/index.ts";
import { fits, isAlignField } from "../paged/vmar-allocate.ts";
import { permsOf, requestedPerms } from "../paged/vmar-map.ts";
import { permRights } from "../paged/vmar-protect.ts";
import type { Vmo } from "../paged/vmo.ts";

export interface Check<Args extends readonly unknown[]> {
  readonly rule: RuleId;
  /** What it looks for, as a noun. */
  readonly noun: string;
  /** OK, or the status with which it refuses. What an earlier check must have passed for it to make sense counts as passed. */
  readonly refuses: (world: World, ...args: Args) => Status;
}

export type AllocateArgs = [vmar: Handle, options: number, offset: U64, size: U64];
export type MapArgs = [vmar: Handle, options: number, offset: U64, vmo: Handle, vmoOffset: U64, len: U64];
export type UnmapArgs = [vmar: Handle, addr: U64, len: U64];
export type ProtectArgs = [vmar: Handle, options: number, addr: U64, len: U64];
export type OpRangeArgs = [vmar: Handle, op: number, addr: U64, len: U64, bufferSize: U64];
export type DestroyArgs = [vmar: Handle];

const { INVALID_ARGS, BAD_STATE, ACCESS_DENIED, OUT_OF_RANGE, NOT_SUPPORTED, ALREADY_EXISTS, OK } = Status;
const PLACED = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE | VmOption.OFFSET_IS_UPPER_LIMIT;
const SPECIFIC = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE;
const UPPER = VmOption.OFFSET_IS_UPPER_LIMIT;

function when(fails: boolean, status: Status): Status {
  return fails ? status : OK;
}

function any(options: number, bits: number): boolean {
  return (options & bits) !== 0;
}

/** The region of a handle; undefined where the handle was refused. */
function regionOf(world: World, vmar: Handle): Region | undefined {
  const region = world.handles.vmar(vmar, 0);
  return typeof region === "number" ? undefined : region;
}

function vmoOf(world: World, handle: Handle): Vmo | undefined {
  const vmo = world.handles.vmo(handle, 0);
  return typeof vmo === "number" ? undefined : vmo;
}

function vmarStatus(world: World, vmar: Handle, needed: number): Status {
  const region = world.handles.vmar(vmar, needed);
  return typeof region === "number" ? region : OK;
}

function isDead(world: World, vmar: Handle): Status {
  return when(regionOf(world, vmar)?.alive === false, BAD_STATE);
}

function lacksSpecific(world: World, vmar: Handle, options: number): Status {
  const region = regionOf(world, vmar);
  const lacks = region !== undefined && !any(region.flags, VmOption.CAN_MAP_SPECIFIC);
  return when(any(options, PLACED) && lacks, ACCESS_DENIED);
}

function misfits(
  world: World,
  vmar: Handle,
  options: number,
  offset: U64,
  pages: number,
  upper: boolean,
): Status {
  const region = regionOf(world, vmar);
  if (region === undefined || any(options, UPPER) !== upper) return OK;
  return when(!fits(region.pages, world.pages.of(offset), pages, upper), INVALID_ARGS);
}

function misaligned(world: World, vmar: Handle, options: number, offset: U64): Status {
  const region = regionOf(world, vmar);
  if (region === undefined || !any(options, SPECIFIC)) return OK;
  const start = region.start + world.pages.of(offset);
  return when(!contractDecisions.alignedStart(world, region, options, start), INVALID_ARGS);
}

function overlaps(world: World, vmar: Handle, offset: U64, pages: number): Status {
  const region = regionOf(world, vmar);
  if (region === undefined) return OK;
  const start = region.start + world.pages.of(offset);
  return when(contractDecisions.overlaps(world, region, start, start + pages), ALREADY_EXISTS);
}

function outside(world: World, vmar: Handle, addr: U64, len: U64, status: Status): Status {
  const region = regionOf(world, vmar);
  return when(region?.inRange(world.pages.of(addr), world.pages.up(len)) === false, status);
}

const MAPPING_ONLY =
  VmOption.SPECIFIC_OVERWRITE |
  VmOption.REQUIRE_NON_RESIZABLE |
  VmOption.ALLOW_FAULTS |
  VmOption.FAULT_BEYOND_STREAM_SIZE;

export const ALLOCATE_CHECKS: readonly Check<AllocateArgs>[] = [
  { rule: "GEN-01", noun: "a bad handle", refuses: (world, vmar) => vmarStatus(world, vmar, 0) },
  {
    rule: "ALLOC-01",
    noun: "a handle without the rights for the CAN_MAP options",
    refuses: (world, vmar, options) => vmarStatus(world, vmar, (options & CAN_MAP_MASK) >> 5),
  },
  {
    rule: "ALLOC-03",
    noun: "an option that no region has",
    refuses: (_world, _vmar, options) =>
      when(any(options, VmOption.MAP_RANGE | UNASSIGNED_MASK), INVALID_ARGS),
  },
  {
    rule: "ALLOC-04",
    noun: "a bad ALIGN value",
    refuses: (_world, _vmar, options) => when(!isAlignField(options), INVALID_ARGS),
  },
  {
    rule: "ALLOC-05",
    noun: "a PERM option",
    refuses: (_world, _vmar, options) => when(any(options, PERM_MASK), INVALID_ARGS),
  },
  {
    rule: "ALLOC-06",
    noun: "a size that is no page multiple",
    refuses: ({ pages }, _vmar, _options, _offset, size) => when(!pages.aligned(size), INVALID_ARGS),
  },
  {
    rule: "ALLOC-07",
    noun: "an option of mappings",
    refuses: (_world, _vmar, options) => when(any(options, MAPPING_ONLY), INVALID_ARGS),
  },
  { rule: "ALLOC-08", noun: "a dead region", refuses: isDead },
  {
    rule: "ALLOC-09",
    noun: "a size of 0",
    refuses: (_world, _vmar, _options, _offset, size) => when(size === 0, INVALID_ARGS),
  },
  {
    rule: "ALLOC-11",
    noun: "SPECIFIC with an upper limit",
    refuses: (_world, _vmar, options) =>
      when(any(options, VmOption.SPECIFIC) && any(options, UPPER), INVALID_ARGS),
  },
  {
    rule: "ALLOC-12",
    noun: "an offset without a use",
    refuses: (_world, _vmar, options, offset) => when(!any(options, PLACED) && offset !== 0, INVALID_ARGS),
  },
  {
    rule: "ALLOC-13",
    noun: "an offset that is no page multiple",
    refuses: ({ pages }, _vmar, _options, offset) => when(!pages.aligned(offset), INVALID_ARGS),
  },
  { rule: "ALLOC-14", noun: "a region without CAN_MAP_SPECIFIC", refuses: lacksSpecific },
  {
    rule: "ALLOC-15",
    noun: "a range that does not fit",
    refuses: (world, vmar, options, offset, size) =>
      misfits(world, vmar, options, offset, world.pages.of(size), false),
  },
  {
    rule: "ALLOC-16",
    noun: "a size that does not fit below the limit",
    refuses: (world, vmar, options, offset, size) =>
      misfits(world, vmar, options, offset, world.pages.of(size), true),
  },
  { rule: "ALLOC-17", noun: "an address that is not aligned as asked", refuses: misaligned },
  {
    rule: "ALLOC-18",
    noun: "an overlap",
    refuses: (world, vmar, options, offset, size) =>
      any(options, VmOption.SPECIFIC) ? overlaps(world, vmar, offset, world.pages.of(size)) : OK,
  },
];

export const MAP_CHECKS: readonly Check<MapArgs>[] = [
  { rule: "MAP-01", noun: "a bad VMAR handle", refuses: (world, vmar) => vmarStatus(world, vmar, 0) },
  {
    rule: "MAP-02",
    noun: "a bad VMO handle",
    refuses(world, _vmar, _options, _offset, handle) {
      const vmo = world.handles.vmo(handle, 0);
      return typeof vmo === "number" ? vmo : OK;
    },
  },
  {
    rule: "MAP-03",
    noun: "FAULT_BEYOND_STREAM_SIZE on a VMO without a stream",
    refuses(world, _vmar, options, _offset, handle) {
      const vmo = vmoOf(world, handle);
      const streamless = vmo !== undefined && vmo.extent.stream === undefined;
      const asked = any(options, VmOption.FAULT_BEYOND_STREAM_SIZE) && world.semantics["V-8"];
      return when(asked && streamless, NOT_SUPPORTED);
    },
  },
  {
    rule: "MAP-04",
    noun: "a VMO handle without MAP",
    refuses: (world, _vmar, _options, _offset, vmo) =>
      when(!any(world.handles.rights(vmo), Rights.MAP), ACCESS_DENIED),
  },
  {
    rule: "MAP-06",
    noun: "WRITE or EXECUTE without READ",
    refuses: (world, _vmar, options) => when(requestedPerms(world, options) < 0, INVALID_ARGS),
  },
  {
    rule: "MAP-07",
    noun: "MAP_RANGE with SPECIFIC_OVERWRITE",
    refuses: (_world, _vmar, options) =>
      when(any(options, VmOption.MAP_RANGE) && any(options, VmOption.SPECIFIC_OVERWRITE), INVALID_ARGS),
  },
  {
    rule: "MAP-08",
    noun: "a CAN_MAP option",
    refuses: (_world, _vmar, options) => when(any(options, CAN_MAP_MASK), INVALID_ARGS),
  },
  {
    rule: "MAP-09",
    noun: "a permission that a handle does not give",
    refuses(world, vmar, options, _offset, vmo) {
      const allowed = permsOf(world.handles.rights(vmar) & world.handles.rights(vmo));
      return when((requestedPerms(world, options) & ~allowed & PERM_MASK) !== 0, ACCESS_DENIED);
    },
  },
  {
    rule: "MAP-11",
    noun: "FAULT_BEYOND_STREAM_SIZE without ALLOW_FAULTS",
    refuses: ({ semantics }, _vmar, options) =>
      when(
        semantics["V-8"] &&
          any(options, VmOption.FAULT_BEYOND_STREAM_SIZE) &&
          !any(options, VmOption.ALLOW_FAULTS),
        INVALID_ARGS,
      ),
  },
  {
    rule: "MAP-13",
    noun: "an unassigned option",
    refuses: ({ semantics }, _vmar, options) =>
      when(
        any(options, UNASSIGNED_MASK | (semantics["V-8"] ? 0 : VmOption.FAULT_BEYOND_STREAM_SIZE)),
        INVALID_ARGS,
      ),
  },
  {
    rule: "MAP-14",
    noun: "a bad ALIGN value",
    refuses: (_world, _vmar, options) => when(!isAlignField(options), INVALID_ARGS),
  },
  {
    rule: "MAP-15",
    noun: "a resizable VMO that must not be",
    refuses: (world, _vmar, options, _offset, vmo) =>
      when(
        any(options, VmOption.REQUIRE_NON_RESIZABLE) && vmoOf(world, vmo)?.resizable === true,
        NOT_SUPPORTED,
      ),
  },
  {
    rule: "MAP-16",
    noun: "a discardable VMO without ALLOW_FAULTS",
    refuses: (world, _vmar, options, _offset, vmo) =>
      when(!any(options, VmOption.ALLOW_FAULTS) && vmoOf(world, vmo)?.discardable === true, NOT_SUPPORTED),
  },
  {
    rule: "MAP-17",
    noun: "an option of regions",
    refuses: (_world, _vmar, options) =>
      when(any(options, VmOption.COMPACT | VmOption.CAN_MAP_SPECIFIC), INVALID_ARGS),
  },
  {
    rule: "MAP-19",
    noun: "a VMO offset that is no page multiple",
    refuses: ({ pages }, _vmar, _options, _offset, _vmo, vmoOffset) =>
      when(!pages.aligned(vmoOffset), INVALID_ARGS),
  },
  {
    rule: "MAP-20",
    noun: "a length that wraps when it is rounded",
    refuses: ({ pages }, _vmar, _options, _offset, _vmo, _vmoOffset, len) =>
      when(pages.up(len) === 0 && len !== 0, OUT_OF_RANGE),
  },
  {
    rule: "MAP-21",
    noun: "an end in the VMO that wraps",
    refuses: ({ pages }, _vmar, _options, _offset, _vmo, vmoOffset, len) =>
      when(pages.of(vmoOffset) + pages.up(len) >= pages.limit, OUT_OF_RANGE),
  },
  {
    rule: "MAP-22",
    noun: "a physical VMO that ends before the mapping",
    refuses({ pages, semantics, handles }, _vmar, _options, _offset, handle, vmoOffset, len) {
      const vmo = handles.vmo(handle, 0);
      const bound = typeof vmo !== "number" && vmo.kind === "physical" && semantics["V-3"];
      return when(bound && pages.of(vmoOffset) + pages.up(len) > vmo.pages, OUT_OF_RANGE);
    },
  },
  { rule: "MAP-23", noun: "a dead region", refuses: isDead },
  {
    rule: "MAP-24",
    noun: "a length of 0",
    refuses: (_world, _vmar, _options, _offset, _vmo, _vmoOffset, len) => when(len === 0, INVALID_ARGS),
  },
  {
    rule: "MAP-26",
    noun: "SPECIFIC with an upper limit",
    refuses: (_world, _vmar, options) => when(any(options, SPECIFIC) && any(options, UPPER), INVALID_ARGS),
  },
  {
    rule: "MAP-27",
    noun: "an offset without a use",
    refuses: (_world, _vmar, options, offset) => when(!any(options, PLACED) && offset !== 0, INVALID_ARGS),
  },
  {
    rule: "MAP-28",
    noun: "an offset that is no page multiple",
    refuses: ({ pages }, _vmar, _options, offset) => when(!pages.aligned(offset), INVALID_ARGS),
  },
  { rule: "MAP-29", noun: "a region without CAN_MAP_SPECIFIC", refuses: lacksSpecific },
  {
    rule: "MAP-30",
    noun: "a range that does not fit",
    refuses: (world, vmar, options, offset, _vmo, _vmoOffset, len) =>
      misfits(world, vmar, options, offset, world.pages.up(len), false),
  },
  {
    rule: "MAP-31",
    noun: "a length that does not fit below the limit",
    refuses: (world, vmar, options, offset, _vmo, _vmoOffset, len) =>
      misfits(world, vmar, options, offset, world.pages.up(len), true),
  },
  { rule: "MAP-32", noun: "an address that is not aligned as asked", refuses: misaligned },
  {
    rule: "MAP-33",
    noun: "an overlap",
    refuses: (world, vmar, options, offset, _vmo, _vmoOffset, len) =>
      (options & SPECIFIC) === VmOption.SPECIFIC ? overlaps(world, vmar, offset, world.pages.up(len)) : OK,
  },
];

export const UNMAP_CHECKS: readonly Check<UnmapArgs>[] = [
  { rule: "UNMAP-01", noun: "a bad handle", refuses: (world, vmar) => vmarStatus(world, vmar, 0) },
  {
    rule: "UNMAP-02",
    noun: "an address that is no page multiple",
    refuses: ({ pages }, _vmar, addr) => when(!pages.aligned(addr), INVALID_ARGS),
  },
  {
    rule: "UNMAP-03",
    noun: "an empty range",
    refuses: ({ pages }, _vmar, _addr, len) => when(pages.up(len) === 0, INVALID_ARGS),
  },
  { rule: "UNMAP-04", noun: "a dead region", refuses: isDead },
  {
    rule: "UNMAP-05",
    noun: "a range outside of the region",
    refuses: (world, vmar, addr, len) => outside(world, vmar, addr, len, INVALID_ARGS),
  },
];

export const PROTECT_CHECKS: readonly Check<ProtectArgs>[] = [
  { rule: "GEN-01", noun: "a bad handle", refuses: (world, vmar) => vmarStatus(world, vmar, 0) },
  {
    rule: "PROT-02",
    noun: "a handle without the rights for the permissions",
    refuses: (world, vmar, options) => vmarStatus(world, vmar, permRights(world, options)),
  },
  {
    rule: "PROT-03",
    noun: "WRITE or EXECUTE without READ",
    refuses: (world, _vmar, options) => when(requestedPerms(world, options) < 0, INVALID_ARGS),
  },
  {
    rule: "PROT-04",
    noun: "an address that is no page multiple",
    refuses: ({ pages }, _vmar, _options, addr) => when(!pages.aligned(addr), INVALID_ARGS),
  },
  {
    rule: "PROT-06",
    noun: "an option that is no permission",
    refuses: (_world, _vmar, options) =>
      when(any(options, ~(PERM_MASK | VmOption.PERM_READ_IF_XOM_UNSUPPORTED)), INVALID_ARGS),
  },
  {
    rule: "PROT-07",
    noun: "an empty range",
    refuses: ({ pages }, _vmar, _options, _addr, len) => when(pages.up(len) === 0, INVALID_ARGS),
  },
  { rule: "PROT-08", noun: "a dead region", refuses: isDead },
  {
    rule: "PROT-09",
    noun: "a range outside of the region",
    refuses: (world, vmar, _options, addr, len) => outside(world, vmar, addr, len, INVALID_ARGS),
  },
];

/** OPR-03; undefined for a number that is no op. */
function opRights({ semantics }: World, op: number): number | undefined {
  if (!Object.values<number>(VmarOp).includes(op)) return undefined;
  if (!semantics["V-8"] && (op === VmarOp.ZERO || op === VmarOp.PREFETCH)) return undefined;
  if (op === VmarOp.COMMIT || op === VmarOp.DECOMMIT || op === VmarOp.ZERO) return Rights.WRITE;
  return op === VmarOp.PREFETCH || op === VmarOp.MAP_RANGE ? Rights.READ : 0;
}

export const OP_RANGE_CHECKS: readonly Check<OpRangeArgs>[] = [
  { rule: "OPR-01", noun: "a bad handle", refuses: (world, vmar) => vmarStatus(world, vmar, 0) },
  {
    rule: "OPR-02",
    noun: "an unknown op",
    refuses: (world, _vmar, op) => when(opRights(world, op) === undefined, INVALID_ARGS),
  },
  {
    rule: "OPR-03",
    noun: "a handle without the right for the op",
    refuses: (world, vmar, op) =>
      world.semantics["V-1"] ? vmarStatus(world, vmar, opRights(world, op) ?? 0) : OK,
  },
  {
    rule: "OPR-04",
    noun: "a buffer",
    refuses: (_world, _vmar, _op, _addr, _len, bufferSize) => when(bufferSize !== 0, INVALID_ARGS),
  },
  {
    rule: "OPR-05",
    noun: "an empty or misaligned range",
    refuses: ({ pages }, _vmar, _op, addr, len) =>
      when(pages.up(len) === 0 || !pages.aligned(addr), INVALID_ARGS),
  },
  {
    rule: "OPR-06",
    noun: "a range outside of the region",
    refuses: (world, vmar, _op, addr, len) => outside(world, vmar, addr, len, OUT_OF_RANGE),
  },
  { rule: "OPR-07", noun: "a dead region", refuses: isDead },
];

export const DESTROY_CHECKS: readonly Check<DestroyArgs>[] = [
  { rule: "GEN-01", noun: "a bad handle", refuses: (world, vmar) => vmarStatus(world, vmar, 0) },
  {
    rule: "DEST-01",
    noun: "a handle without OP_CHILDREN",
    refuses: (world, vmar) => vmarStatus(world, vmar, world.semantics["V-7"] ? Rights.OP_CHILDREN : 0),
  },
  {
    rule: "DEST-02",
    noun: "the root",
    refuses: (world, vmar) => when(regionOf(world, vmar) === world.root && world.root.alive, NOT_SUPPORTED),
  },
  { rule: "DEST-03", noun: "a dead region", refuses: isDead },
];

/** The rule by which the first check refuses; undefined if all pass. */
export function decidingRule<Args extends readonly unknown[]>(
  checks: readonly Check<Args>[],
  world: World,
  args: Args,
): RuleId | undefined {
  return checks.find(({ refuses }) => refuses(world, ...args) !== OK)?.rule;
}

/** Whether all checks up to and including that of a rule pass. */
export function passes<Args extends readonly unknown[]>(
  checks: readonly Check<Args>[],
  upTo: RuleId,
  world: World,
  args: Args,
): boolean {
  const last = checks.findIndex(({ rule }) => rule === upTo);
  return decidingRule(checks.slice(0, last + 1), world, args) === undefined;
}

/** Whether a range that begins in the region ends, modulo 2^64, at or below its start: it looks empty to a check of the end alone. */
export function rangeWraps(world: World, vmar: Handle, addr: U64, len: U64): boolean {
  const { pages } = world;
  const start = pages.of(addr);
  return regionOf(world, vmar)?.inRange(start, 1) === true && start + pages.up(len) >= pages.limit;
}
