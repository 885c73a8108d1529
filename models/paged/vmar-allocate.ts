import {
  type AllocateAnswer,
  alignField,
  CAN_MAP_MASK,
  type Handle,
  PERM_MASK,
  Rights,
  RIGHTS_VMAR_DEFAULT,
  Status,
  type U64,
  UNASSIGNED_MASK,
  VmOption,
} from "../../src/zircon/index.ts";
import { spotRequest } from "./placement.ts";
import type { World } from "./world.ts";

const REGION_FLAGS = VmOption.COMPACT | VmOption.CAN_MAP_SPECIFIC | CAN_MAP_MASK;
/** Options that only a mapping can have (ALLOC-07). */
const MAPPING_ONLY =
  VmOption.SPECIFIC_OVERWRITE |
  VmOption.REQUIRE_NON_RESIZABLE |
  VmOption.ALLOW_FAULTS |
  VmOption.FAULT_BEYOND_STREAM_SIZE;

/** zx_vmar_allocate. */
export function vmarAllocate(
  world: World,
  parent: Handle,
  options: number,
  offset: U64,
  size: U64,
): AllocateAnswer {
  const region = world.handles.vmar(parent, canMapRights(options)); // ALLOC-01
  if (typeof region === "number") return refuse(region);
  const specific = (options & VmOption.SPECIFIC) !== 0;
  const upper = (options & VmOption.OFFSET_IS_UPPER_LIMIT) !== 0;
  const { pages } = world;

  // ALLOC-02: PERM_READ_IF_XOM_UNSUPPORTED is not looked at
  if ((options & (VmOption.MAP_RANGE | UNASSIGNED_MASK)) !== 0) return refuse(Status.INVALID_ARGS); // ALLOC-03
  if (!isAlignField(options)) return refuse(Status.INVALID_ARGS); // ALLOC-04
  if ((options & PERM_MASK) !== 0) return refuse(Status.INVALID_ARGS); // ALLOC-05
  if (!pages.aligned(size)) return refuse(Status.INVALID_ARGS); // ALLOC-06
  if ((options & MAPPING_ONLY) !== 0) return refuse(Status.INVALID_ARGS); // ALLOC-07, also D-15
  if (!region.alive) return refuse(Status.BAD_STATE); // ALLOC-08
  if (size === 0) return refuse(Status.INVALID_ARGS); // ALLOC-09
  // ALLOC-10 is dead: the handle's rights are within the region's flags
  if (specific && upper) return refuse(Status.INVALID_ARGS); // ALLOC-11
  if (!specific && !upper && offset !== 0) return refuse(Status.INVALID_ARGS); // ALLOC-12
  if (!pages.aligned(offset)) return refuse(Status.INVALID_ARGS); // ALLOC-13
  if ((specific || upper) && (region.flags & VmOption.CAN_MAP_SPECIFIC) === 0)
    return refuse(Status.ACCESS_DENIED); // ALLOC-14
  const at = pages.of(offset);
  const count = pages.of(size);
  if (!fits(region.pages, at, count, upper)) return refuse(Status.INVALID_ARGS); // ALLOC-15, ALLOC-16

  let start: number;
  if (specific) {
    start = region.start + at;
    if (!world.decide.alignedStart(world, region, options, start)) return refuse(Status.INVALID_ARGS); // ALLOC-17
    if (world.decide.overlaps(world, region, start, start + count)) return refuse(Status.ALREADY_EXISTS); // ALLOC-18
  } else {
    start = world.decide.findSpot(world, region, spotRequest(world, region, options, count, at));
    if (start < 0) return refuse(noSpot(world)); // ALLOC-19
  }

  const shape = { start, end: start + count, flags: options & REGION_FLAGS };
  const child = world.addRegion("useralloc", shape, region); // ALLOC-21
  const handle = world.handles.open(child, world.decide.regionRights(child.flags));
  return { status: Status.OK, handle, addr: pages.bytes(start) };
}

/** ALLOC-21: rights of the first handle to a region, by its own flags alone. */
export function regionRights(flags: number): number {
  return RIGHTS_VMAR_DEFAULT | canMapRights(flags);
}

/** READ, WRITE and EXECUTE for the CAN_MAP_* bits. */
function canMapRights(options: number): number {
  let rights = 0;
  if (options & VmOption.CAN_MAP_READ) rights |= Rights.READ;
  if (options & VmOption.CAN_MAP_WRITE) rights |= Rights.WRITE;
  if (options & VmOption.CAN_MAP_EXECUTE) rights |= Rights.EXECUTE;
  return rights;
}

/** Whether the ALIGN field has a legal value: none, or 2^10 to 2^32 bytes (§1.3). */
export function isAlignField(options: number): boolean {
  const exponent = alignField(options);
  return exponent === 0 || (exponent >= 10 && exponent <= 32);
}

/**
 * ALLOC-15, ALLOC-16, MAP-30, MAP-31: `count` pages, at least one, fit behind `offset`, or before it if it
 * is an upper limit.
 */
export function fits(regionPages: number, offset: number, count: number, upper: boolean): boolean {
  if (upper) return offset <= regionPages && count <= offset;
  return count <= regionPages - offset;
}

/** PLC-02, V-6. */
export function noSpot(world: World): Status {
  return world.semantics["V-6"] ? Status.NO_RESOURCES : Status.NO_MEMORY;
}

function refuse(status: Status): AllocateAnswer {
  return { status, handle: 0, addr: 0 };
}
