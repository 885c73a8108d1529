import type { Handle, MapAnswer } from "../../src/zircon/kernel.ts";
import { alignField, CAN_MAP_MASK, PERM_MASK, VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import type { RuleId } from "../../src/zircon/rules.ts";
import { Status } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { allows, resolveVmar, resolveVmo } from "./handle-table.ts";
import { mapRange } from "./map-range.ts";
import { Mapping } from "./mapping.ts";
import { mergeNeighbours } from "./merge.ts";
import { canMapPerms, isAlignField, lacksRead, rightsPerms, unassignedBits } from "./option-words.ts";
import { overwrite } from "./overwrite.ts";
import { alignmentPages, findSpot } from "./placement.ts";
import { dropMapping } from "./removal.ts";
import type { World } from "./world.ts";

/** zx_vmar_map (§3.2). */
export function vmarMap(
  world: World,
  vmarHandle: Handle,
  optionWord: number,
  vmarOffset: U64,
  vmoHandle: Handle,
  vmoOffset: U64,
  len: U64,
): MapAnswer {
  const { geometry, semantics } = world;
  let options = optionWord;

  const into = resolveVmar(world, "MAP-01", vmarHandle, 0);
  if (typeof into === "number") return failed(into);
  const from = resolveVmo(world, "MAP-02", vmoHandle, 0);
  if (typeof from === "number") return failed(from);
  const vmar = into.object;
  const vmo = from.object;

  // What may be asked for through these two handles.
  const fbs = semantics["V-8"] && (options & VmOption.FAULT_BEYOND_STREAM_SIZE) !== 0; // D-15
  if (fbs && vmo.kind !== "anonymous") return no(world, "MAP-03", Status.NOT_SUPPORTED);
  if (!allows(from, Rights.MAP)) return no(world, "MAP-04", Status.ACCESS_DENIED);
  if (options & VmOption.PERM_READ_IF_XOM_UNSUPPORTED && !semantics.xom) {
    world.rule("MAP-05");
    options |= VmOption.PERM_READ;
  }
  if (lacksRead(semantics, options)) return no(world, "MAP-06", Status.INVALID_ARGS);
  const wantsMapRange = (options & VmOption.MAP_RANGE) !== 0;
  const overwrites = (options & VmOption.SPECIFIC_OVERWRITE) !== 0;
  if (wantsMapRange && overwrites) return no(world, "MAP-07", Status.INVALID_ARGS);
  if (options & CAN_MAP_MASK) return no(world, "MAP-08", Status.INVALID_ARGS);
  const perms = options & PERM_MASK;
  if (perms & ~rightsPerms(into.rights & from.rights)) {
    if (perms & ~rightsPerms(into.rights)) world.rule("HND-08");
    return no(world, "MAP-09", Status.ACCESS_DENIED);
  }
  world.rule("MAP-10");
  world.rule("VMO-10");
  const maxPerm = rightsPerms(into.rights & from.rights);
  if (fbs && !(options & VmOption.ALLOW_FAULTS)) return no(world, "MAP-11", Status.INVALID_ARGS);

  // The remaining options and the VMO's side.
  if (options & unassignedBits(semantics)) return no(world, "MAP-13", Status.INVALID_ARGS);
  const align = alignField(options);
  if (!isAlignField(align)) return no(world, "MAP-14", Status.INVALID_ARGS);
  if (options & VmOption.REQUIRE_NON_RESIZABLE && vmo.resizable)
    return no(world, "MAP-15", Status.NOT_SUPPORTED);
  if (!(options & VmOption.ALLOW_FAULTS) && vmo.discardable) return no(world, "MAP-16", Status.NOT_SUPPORTED);
  if (options & (VmOption.COMPACT | VmOption.CAN_MAP_SPECIFIC))
    return no(world, "MAP-17", Status.INVALID_ARGS);
  if (perms & ~canMapPerms(vmar.flags)) {
    throw new Error("unreachable: MAP-18, a handle has no right that its region has no flag for");
  }
  if (!geometry.aligned(vmoOffset)) return no(world, "MAP-19", Status.INVALID_ARGS);
  const pages = geometry.up(len);
  if (pages === 0 && len !== 0) return no(world, "MAP-20", Status.OUT_OF_RANGE);
  const vmoPage = geometry.of(vmoOffset);
  if (vmoPage + pages >= geometry.limit) return no(world, "MAP-21", Status.OUT_OF_RANGE);
  if (semantics["V-3"] && vmo.kind === "physical" && vmoPage + pages > vmo.size) {
    return no(world, "MAP-22", Status.OUT_OF_RANGE);
  }

  // Where in the VMAR.
  if (!vmar.alive) return no(world, "MAP-23", Status.BAD_STATE);
  if (pages === 0) return no(world, "MAP-24", Status.INVALID_ARGS);
  if (maxPerm & ~canMapPerms(vmar.flags)) {
    throw new Error("unreachable: MAP-25, a handle has no right that its region has no flag for");
  }
  const specific = (options & VmOption.SPECIFIC) !== 0;
  const upper = (options & VmOption.OFFSET_IS_UPPER_LIMIT) !== 0;
  const fixed = specific || overwrites;
  if (fixed && upper) return no(world, "MAP-26", Status.INVALID_ARGS);
  if (!fixed && !upper && vmarOffset !== 0) return no(world, "MAP-27", Status.INVALID_ARGS);
  if (!geometry.aligned(vmarOffset)) return no(world, "MAP-28", Status.INVALID_ARGS);
  if ((fixed || upper) && !(vmar.flags & VmOption.CAN_MAP_SPECIFIC)) {
    return no(world, "MAP-29", Status.ACCESS_DENIED);
  }
  const at = geometry.of(vmarOffset);
  if (!upper && (at >= vmar.size || pages > vmar.size - at)) return no(world, "MAP-30", Status.INVALID_ARGS);
  if (upper && (at > vmar.size || pages > vmar.size || pages > at)) {
    return no(world, "MAP-31", Status.INVALID_ARGS);
  }
  const step = alignmentPages(world, align);
  let base: number | undefined;
  if (fixed) {
    base = vmar.base + at;
    if (step > 1 && base % step !== 0) return no(world, "MAP-32", Status.INVALID_ARGS);
    if (vmar.overlapsChild(base, base + pages)) {
      if (!overwrites) return no(world, "MAP-33", Status.ALREADY_EXISTS);
      world.rule("MAP-34");
      const status = overwrite(world, vmar, base, base + pages);
      if (status !== Status.OK) return failed(status);
    }
  } else {
    base = findSpot(world, vmar, pages, upper ? vmar.base + at : vmar.end, step);
    if (base === undefined)
      return no(world, "MAP-35", semantics["V-6"] ? Status.NO_RESOURCES : Status.NO_MEMORY);
  }

  world.rule("MAP-38");
  const mapping = new Mapping({
    parent: vmar,
    base,
    size: pages,
    vmo,
    offset: upper && semantics["Q-1"] ? 0 : vmoPage,
    maxPerm,
    fbs,
    placement: semantics["V-2"] ? 0 : options & PLACEMENT_MASK,
    protections: { first: base, perms, next: undefined },
  });
  vmar.insert(mapping);
  if (wantsMapRange) {
    world.rule("MAP-39");
    const status = mapRange(world, mapping, mapping.base, mapping.size);
    if (status !== Status.OK) {
      vmar.remove(mapping);
      dropMapping(mapping);
      return failed(status);
    }
  }
  world.rule("MAP-40");
  mergeNeighbours(world, mapping);
  return { status: Status.OK, addr: geometry.bytes(base) };
}

/** The options that V-2 older keeps as a part of the mapping's identity. */
const PLACEMENT_MASK = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE | VmOption.OFFSET_IS_UPPER_LIMIT;

/** The answer of a call that `rule` refuses. */
function no(world: World, rule: RuleId, status: Status): MapAnswer {
  return failed(world.decide(rule, status));
}

function failed(status: Status): MapAnswer {
  return { status, addr: 0 };
}
