import type { Handle } from "../../src/zircon/kernel.ts";
import { alignField, PERM_MASK, VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { Status } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { type OpenHandle, resolveVmar } from "./handle-table.ts";
import type { Mapping, Protection } from "./mapping.ts";
import { joinEqualNeighbours } from "./merge.ts";
import { isAlignField, lacksRead, permRights, unassignedBits } from "./option-words.ts";
import { splitAt } from "./removal.ts";
import type { Vmar } from "./vmar.ts";
import { mappingsIn } from "./walk.ts";
import type { World } from "./world.ts";

/** zx_vmar_protect (§3.7). */
export function vmarProtect(
  world: World,
  vmarHandle: Handle,
  optionWord: number,
  addr: U64,
  len: U64,
): Status {
  const { geometry, semantics } = world;
  let options = optionWord;
  if (options & VmOption.PERM_READ_IF_XOM_UNSUPPORTED && !semantics.xom) {
    world.rule("PROT-01");
    options |= VmOption.PERM_READ;
  }
  const perms = options & PERM_MASK;
  const handle = resolveVmar(world, "PROT-02", vmarHandle, permRights(perms));
  if (handle === Status.ACCESS_DENIED) world.rule("PROT-13");
  if (typeof handle === "number") return handle;
  const vmar = handle.object;
  if (lacksRead(semantics, options)) return world.decide("PROT-03", Status.INVALID_ARGS);
  if (!geometry.aligned(addr)) return world.decide("PROT-04", Status.INVALID_ARGS);
  if (options & (VmOption.MAP_RANGE | unassignedBits(semantics)) || !isAlignField(alignField(options))) {
    return world.decide("PROT-05", Status.INVALID_ARGS);
  }
  if (options & ~(PERM_MASK | VmOption.PERM_READ_IF_XOM_UNSUPPORTED)) {
    return world.decide("PROT-06", Status.INVALID_ARGS);
  }
  const pages = geometry.up(len);
  if (pages === 0) return world.decide("PROT-07", Status.INVALID_ARGS);
  if (!vmar.alive) return world.decide("PROT-08", Status.BAD_STATE);
  const first = geometry.of(addr);
  if (!vmar.inRange(first, pages)) return world.decide("PROT-09", Status.INVALID_ARGS);

  const end = first + pages;
  const mappings = mappingsIn(world, vmar, first, end);
  const status = validate(world, handle, mappings, perms, first, end);
  if (status !== Status.OK) {
    world.rule("PROT-12");
    return status;
  }
  world.rule("PROT-11");
  world.rule("FAULT-08");
  for (const mapping of mappings) mapping.protect(first, end, perms);
  if (!semantics["V-5"]) regroup(world, mappings);
  return Status.OK;
}

/** PROT-10: every page of [first, end) must be mapped and allow `perms`. The lowest mapping that refuses decides. */
function validate(
  world: World,
  { object: vmar, rights }: OpenHandle<Vmar>,
  mappings: readonly Mapping[],
  perms: number,
  first: number,
  end: number,
): Status {
  world.rule("PROT-10");
  let cursor = first;
  for (const mapping of mappings) {
    if (mapping.base > cursor) return world.decide("PROT-10a", Status.NOT_FOUND);
    if (perms & ~mapping.maxPerm) return world.decide("PROT-10b", Status.ACCESS_DENIED);
    if (mapping.parent !== vmar) {
      if (!(rights & Rights.OP_CHILDREN)) {
        world.rule("HND-08");
        return world.decide("PROT-10d", Status.INVALID_ARGS);
      }
      if (mapping.somePerms(cursor, Math.min(end, mapping.end), lacksSomeOf(perms))) {
        return world.decide("PROT-10e", Status.ACCESS_DENIED);
      }
    }
    cursor = mapping.end;
  }
  return cursor < end ? world.decide("PROT-10a", Status.NOT_FOUND) : Status.OK;
}

function lacksSomeOf(perms: number): (current: number) => boolean {
  return (current) => (perms & ~current) !== 0;
}

/** V-5 older: a mapping object has one protection, so it becomes as many as it has ranges, and equal neighbours join (D-14). */
function regroup(world: World, mappings: readonly Mapping[]): void {
  for (const { parent, protections } of mappings) {
    for (let range: Protection | undefined = protections; range !== undefined; range = range.next) {
      splitAt(parent, range.first);
    }
  }
  for (const parent of new Set(mappings.map((mapping) => mapping.parent))) joinEqualNeighbours(world, parent);
}
