import {
  CAN_MAP_MASK,
  type Handle,
  type MapAnswer,
  Perm,
  PERM_MASK,
  Rights,
  Status,
  type U64,
  UNASSIGNED_MASK,
  VmOption,
} from "../../src/zircon/index.ts";
import { ATTR_FBS, ATTR_PLACEMENT_SHIFT } from "./identity.ts";
import { mapRange } from "./map-range.ts";
import { spotRequest } from "./placement.ts";
import type { Region } from "./region.ts";
import { fits, isAlignField, noSpot } from "./vmar-allocate.ts";
import type { Vmo } from "./vmo.ts";
import type { World } from "./world.ts";

// Constants of this module: see LAYOUT (run-layout.ts).
const { OK } = Status;
const { READ } = Perm;
const { SPECIFIC, SPECIFIC_OVERWRITE, OFFSET_IS_UPPER_LIMIT, FAULT_BEYOND_STREAM_SIZE } = VmOption;
const { CAN_MAP_SPECIFIC, MAP_RANGE, PERM_READ_IF_XOM_UNSUPPORTED } = VmOption;
const PERMS = PERM_MASK;
const MAP_RIGHT = Rights.MAP;

/** Option words that only {@link plainRefusal} can refuse. */
const PLAIN_OPTIONS = PERMS | SPECIFIC | SPECIFIC_OVERWRITE;

/** zx_vmar_map. */
export function vmarMap(
  world: World,
  vmarHandle: Handle,
  options: number,
  vmarOffset: U64,
  vmoHandle: Handle,
  vmoOffset: U64,
  len: U64,
): MapAnswer {
  const { pages, semantics, handles } = world;
  const region = handles.vmar(vmarHandle, 0); // MAP-01
  if (typeof region === "number") return refuse(region);
  const vmo = handles.vmo(vmoHandle, 0); // MAP-02
  if (typeof vmo === "number") return refuse(vmo);
  const vmoRights = handles.rights(vmoHandle);
  const vmarRights = handles.rights(vmarHandle);
  const refusal = optionRefusal(world, options, vmo, vmoRights, vmarRights); // MAP-03…MAP-18
  if (refusal !== OK) return refuse(refusal);
  if (!pages.aligned(vmoOffset)) return refuse(Status.INVALID_ARGS); // MAP-19
  const count = pages.up(len);
  if (count === 0 && len !== 0) return refuse(Status.OUT_OF_RANGE); // MAP-20
  const vmoPage = pages.of(vmoOffset);
  if (vmoPage + count >= pages.limit) return refuse(Status.OUT_OF_RANGE); // MAP-21
  if (vmo.kind === "physical" && semantics["V-3"] && vmoPage + count > vmo.pages)
    return refuse(Status.OUT_OF_RANGE); // MAP-22
  if (!region.alive) return refuse(Status.BAD_STATE); // MAP-23
  if (count === 0) return refuse(Status.INVALID_ARGS); // MAP-24
  // MAP-25 is dead like MAP-18
  const overwrite = (options & SPECIFIC_OVERWRITE) !== 0;
  const specific = (options & SPECIFIC) !== 0 || overwrite;
  const upper = (options & OFFSET_IS_UPPER_LIMIT) !== 0;
  if (specific && upper) return refuse(Status.INVALID_ARGS); // MAP-26
  if (!specific && !upper && vmarOffset !== 0) return refuse(Status.INVALID_ARGS); // MAP-27
  if (!pages.aligned(vmarOffset)) return refuse(Status.INVALID_ARGS); // MAP-28
  if ((specific || upper) && (region.flags & CAN_MAP_SPECIFIC) === 0) return refuse(Status.ACCESS_DENIED); // MAP-29
  const at = pages.of(vmarOffset);
  if (!fits(region.pages, at, count, upper)) return refuse(Status.INVALID_ARGS); // MAP-30, MAP-31

  let start: number;
  if (specific) {
    start = region.start + at;
    if (!world.decide.alignedStart(world, region, options, start)) return refuse(Status.INVALID_ARGS); // MAP-32
    if (overwrite) {
      if (world.decide.overlapsRegion(world, region, start, start + count))
        return refuse(Status.INVALID_ARGS); // OVW-02
    } else if (world.decide.overlaps(world, region, start, start + count)) {
      return refuse(Status.ALREADY_EXISTS); // MAP-33
    }
  } else {
    start = world.decide.findSpot(world, region, spotRequest(world, region, options, count, at));
    if (start < 0) return refuse(noSpot(world)); // MAP-35
  }

  const objPage = upper && semantics["Q-1"] ? 0 : vmoPage; // MAP-38
  const perms = requestedPerms(world, options); // MAP-05
  if ((options & MAP_RANGE) !== 0) {
    // MAP-39, before the mapping is there instead of taking it away again
    const fbs = (options & FAULT_BEYOND_STREAM_SIZE) !== 0;
    const status = mapRange(world, vmo, fbs, objPage, count, perms === 0 ? count : 0);
    if (status !== OK) return refuse(status);
  }
  const maxPerm = world.decide.maxPermOf(vmoRights, vmarRights); // MAP-10
  const id = world.identities.intern(vmo, world.decide.mappingAttrs(world, options, maxPerm));
  const code = (id << 3) | perms;
  world.decide.place(world, region, start, start + count, objPage - start, code); // MAP-34, MAP-38, MAP-40
  world.identities.settle();
  return { status: OK, addr: pages.bytes(start) };
}

/** MAP-03 to MAP-18: what the options, the VMO's kind and the rights of both handles forbid, or OK. */
function optionRefusal(
  world: World,
  options: number,
  vmo: Vmo,
  vmoRights: number,
  vmarRights: number,
): Status {
  return (options & ~PLAIN_OPTIONS) === 0
    ? plainRefusal(options, vmo, vmoRights, vmarRights)
    : anyRefusal(world, options, vmo, vmoRights, vmarRights);
}

/**
 * The same for words of permissions and SPECIFIC or SPECIFIC_OVERWRITE alone, which most calls pass: the other
 * rules are about other bits.
 */
function plainRefusal(options: number, vmo: Vmo, vmoRights: number, vmarRights: number): Status {
  if ((vmoRights & MAP_RIGHT) === 0) return Status.ACCESS_DENIED; // MAP-04
  const perms = options & PERMS;
  if (perms !== 0 && (perms & READ) === 0) return Status.INVALID_ARGS; // MAP-06
  if ((perms & ~permsOf(vmoRights & vmarRights)) !== 0) return Status.ACCESS_DENIED; // MAP-09
  return vmo.discardable ? Status.NOT_SUPPORTED : OK; // MAP-16
}

/** The same for any word. */
function anyRefusal(world: World, options: number, vmo: Vmo, vmoRights: number, vmarRights: number): Status {
  const { semantics } = world;
  const fbs = (options & FAULT_BEYOND_STREAM_SIZE) !== 0;
  if (fbs && semantics["V-8"] && vmo.extent.stream === undefined) return Status.NOT_SUPPORTED; // MAP-03
  if ((vmoRights & MAP_RIGHT) === 0) return Status.ACCESS_DENIED; // MAP-04
  const perms = requestedPerms(world, options); // MAP-05
  if (perms < 0) return Status.INVALID_ARGS; // MAP-06
  const withMapRange = (options & MAP_RANGE) !== 0;
  const overwrite = (options & SPECIFIC_OVERWRITE) !== 0;
  if (withMapRange && overwrite) return Status.INVALID_ARGS; // MAP-07
  if ((options & CAN_MAP_MASK) !== 0) return Status.INVALID_ARGS; // MAP-08
  if ((perms & ~permsOf(vmoRights & vmarRights)) !== 0) return Status.ACCESS_DENIED; // MAP-09
  if (fbs && semantics["V-8"] && (options & VmOption.ALLOW_FAULTS) === 0) return Status.INVALID_ARGS; // MAP-11
  if ((options & UNASSIGNED_MASK) !== 0 || (fbs && !semantics["V-8"])) return Status.INVALID_ARGS; // MAP-13
  if (!isAlignField(options)) return Status.INVALID_ARGS; // MAP-14
  if ((options & VmOption.REQUIRE_NON_RESIZABLE) !== 0 && vmo.resizable) return Status.NOT_SUPPORTED; // MAP-15
  if ((options & VmOption.ALLOW_FAULTS) === 0 && vmo.discardable) return Status.NOT_SUPPORTED; // MAP-16
  if ((options & (VmOption.COMPACT | CAN_MAP_SPECIFIC)) !== 0) return Status.INVALID_ARGS; // MAP-17
  // MAP-18 is dead: perms are within the handle's rights
  return OK;
}

/**
 * Puts a mapping over pages [start, end), whatever mappings had them (OVW-03, OVW-05). It joins its equal
 * neighbours, and a neighbour of equal T but other permissions is the same mapping object by that alone
 * (MRG-01…04).
 */
export function place(
  _world: World,
  region: Region,
  start: number,
  end: number,
  delta: number,
  code: number,
): void {
  region.runs.put(start, end, delta, code);
}

/**
 * MRG-02: what, besides the VMO and the offset, must be equal for mappings to merge. Before V-2 also the
 * placement options.
 */
export function mappingAttrs(world: World, options: number, maxPerm: number): number {
  const attrs = (options & FAULT_BEYOND_STREAM_SIZE) !== 0 ? maxPerm | ATTR_FBS : maxPerm;
  return world.semantics["V-2"] ? attrs : attrs | placementAttrs(options);
}

function placementAttrs(options: number): number {
  const kept =
    ((options & SPECIFIC) !== 0 ? 1 : 0) |
    ((options & SPECIFIC_OVERWRITE) !== 0 ? 2 : 0) |
    ((options & OFFSET_IS_UPPER_LIMIT) !== 0 ? 4 : 0);
  return kept << ATTR_PLACEMENT_SHIFT;
}

/** MAP-05 with MAP-06, PROT-01 with PROT-03: the permissions asked for, or -1 if they are no legal set. */
export function requestedPerms(world: World, options: number): number {
  if ((options & PERM_READ_IF_XOM_UNSUPPORTED) !== 0) return permsIfNoXom(world, options & PERMS);
  const perms = options & PERMS;
  return perms === 0 || (perms & READ) !== 0 ? perms : -1;
}

/** The same with PERM_READ_IF_XOM_UNSUPPORTED. */
function permsIfNoXom({ semantics }: World, perms: number): number {
  if (!semantics.xom) return perms | READ;
  if (perms === 0 || (perms & READ) !== 0) return perms;
  return perms === Perm.EXECUTE && !semantics["Q-9"] ? perms : -1; // D-17
}

/** MAP-10: all that the mapping can ever permit, by the rights of both handles. */
export function maxPermOf(vmoRights: number, vmarRights: number): number {
  return permsOf(vmoRights & vmarRights);
}

/** The permissions that READ, WRITE and EXECUTE rights allow: bits 2–4 of a rights word. */
export function permsOf(rights: number): number {
  return (rights >> 2) & PERMS;
}

function refuse(status: Status): MapAnswer {
  return { status, addr: 0 };
}
