import { type Handle, Perm, PERM_MASK, Rights, Status, type U64, VmOption } from "../../src/zircon/index.ts";
import type { Region } from "./region.ts";
import { requestedPerms } from "./vmar-map.ts";
import { walkMappings } from "./walk.ts";
import type { World } from "./world.ts";

// Constants of this module: see LAYOUT (run-layout.ts).
const { OK } = Status;
const { PERM_READ_IF_XOM_UNSUPPORTED } = VmOption;
const PERMS = PERM_MASK;
const PROTECT_OPTIONS = PERMS | PERM_READ_IF_XOM_UNSUPPORTED;

/** zx_vmar_protect. */
export function vmarProtect(world: World, handle: Handle, options: number, addr: U64, len: U64): Status {
  const { pages } = world;
  const region = world.handles.vmar(handle, permRights(world, options)); // PROT-02
  if (typeof region === "number") return region;
  const perms = requestedPerms(world, options); // PROT-01
  if (perms < 0) return Status.INVALID_ARGS; // PROT-03
  if (!pages.aligned(addr)) return Status.INVALID_ARGS; // PROT-04
  if ((options & ~PROTECT_OPTIONS) !== 0) return Status.INVALID_ARGS; // PROT-05, PROT-06
  const count = pages.up(len);
  if (count === 0) return Status.INVALID_ARGS; // PROT-07
  if (!region.alive) return Status.BAD_STATE; // PROT-08
  const start = pages.of(addr);
  if (!region.inRange(start, count)) return Status.INVALID_ARGS; // PROT-09
  const end = start + count;
  const rights = world.handles.rights(handle);
  const refusal = world.decide.protectRefusal(world, region, perms, start, end, rights); // PROT-10, PROT-12
  if (refusal !== OK) return refusal;
  world.decide.setProtection(world, region, start, end, perms); // PROT-11
  return OK;
}

/**
 * The rights that the PERM bits need, PERM_READ_IF_XOM_UNSUPPORTED counted as PERM_READ where it stands for
 * it (PROT-01).
 */
export function permRights(world: World, options: number): number {
  let perms = options & PERMS;
  if ((options & PERM_READ_IF_XOM_UNSUPPORTED) !== 0 && !world.semantics.xom) perms |= Perm.READ;
  return perms << 2;
}

/** The validation walk: OK, or what the first run that objects says (PROT-10). */
export function protectRefusal(
  world: World,
  region: Region,
  perms: number,
  start: number,
  end: number,
  rights: number,
): Status {
  return region.nests
    ? deepRefusal(world, region, perms, start, end, rights)
    : flatRefusal(world, region, perms, start, end);
}

function deepRefusal(
  world: World,
  region: Region,
  perms: number,
  start: number,
  end: number,
  rights: number,
): Status {
  const { runs, identities } = world;
  let at = start;
  let refusal: Status = OK;
  walkMappings(world, region, start, end, (pos, owner) => {
    const code = runs.code(pos);
    if (runs.start(pos) > at)
      refusal = Status.NOT_FOUND; // PROT-10a
    else if ((perms & ~identities.of(code).maxPerm) !== 0)
      refusal = Status.ACCESS_DENIED; // PROT-10b
    else if (owner !== region && (rights & Rights.OP_CHILDREN) === 0)
      refusal = Status.INVALID_ARGS; // PROT-10d
    else if (owner !== region && (perms & ~code) !== 0) refusal = Status.ACCESS_DENIED; // PROT-10e
    at = runs.end(pos);
    return refusal === OK;
  });
  return refusal === OK && at < end ? Status.NOT_FOUND : refusal;
}

/** The same walk in a region without child regions: from one step to the next, where a gap is a step. */
function flatRefusal(world: World, region: Region, perms: number, start: number, end: number): Status {
  const { runs, identities } = world;
  let pos = region.runs.holding(start);
  for (;;) {
    if (pos < 0) return Status.NOT_FOUND; // PROT-10a
    const code = runs.code(pos);
    if (code < 0) return Status.NOT_FOUND; // PROT-10a
    if ((perms & ~identities.of(code).maxPerm) !== 0) return Status.ACCESS_DENIED; // PROT-10b
    pos = runs.stepAfter(pos);
    if (runs.start(pos) >= end) return OK;
  }
}

/** PROT-11: every mapped page of [start, end), at any depth, gets `perms`. */
export function setProtection(world: World, region: Region, start: number, end: number, perms: number): void {
  if (region.nests) protectDeep(world, region, start, end, perms);
  else region.runs.recode(start, end, perms);
}

function protectDeep(world: World, region: Region, start: number, end: number, perms: number): void {
  const pending = [region];
  for (let owner = pending.pop(); owner !== undefined; owner = pending.pop()) {
    if (owner.nests) {
      const { runs } = world;
      for (let pos = owner.runs.find(start); pos >= 0 && runs.start(pos) < end; pos = runs.after(pos)) {
        const code = runs.code(pos);
        if (code < 0) pending.push(world.regionOf(code));
      }
    }
    owner.runs.recode(start, end, perms);
  }
}
