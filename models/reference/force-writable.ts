import { Perm } from "../../src/zircon/options.ts";
import { Status } from "../../src/zircon/status.ts";
import { subU64, type U64 } from "../../src/zircon/u64.ts";
import { Mapping } from "./mapping.ts";
import { dropMapping } from "./removal.ts";
import type { Vmo } from "./vmo.ts";
import { makeChild, snapshotStatus } from "./vmo-child.ts";
import type { World } from "./world.ts";

/**
 * PMEM-06: makes sure that a debugger's write into `mapping` is no write that the program could not make itself.
 *
 * A mapping that could never be writable is replaced as a whole by one of a private clone of what it shows. Answers the mapping
 * to write to, or the status that refuses.
 */
export function forceWritable(world: World, mapping: Mapping): Mapping | Status {
  const { vmo } = mapping;
  world.rule("PMEM-06");
  if (mapping.maxPerm & Perm.WRITE || vmo.kind === "physical" || vmo.privateClone) return mapping;

  const { geometry, semantics } = world;
  const offset = geometry.bytes(mapping.offset);
  if (vmo.discardable) return Status.NOT_SUPPORTED; // D-7
  if (vmo.kind === "contiguous") return Status.INVALID_ARGS;
  const status = snapshotStatus(world, vmo, mapping.size, offset);
  if (status !== Status.OK) return status;

  // With Q-4 the clone is as long as the mapping, so pages past the VMO's end turn into accessible zeros.
  world.rule("PMEM-09");
  const inVmo = Math.min(mapping.size, Math.max(0, vmo.size - mapping.offset));
  const clone = makeChild(
    world,
    {
      kind: "anonymous",
      relation: "snapshot",
      parent: vmo,
      size: semantics["Q-4"] ? mapping.size : inVmo,
      streamSize: rebasedStream(vmo, offset),
      privateClone: true,
    },
    mapping.offset,
  );
  clone.name = vmo.name;

  const { parent, base, size, maxPerm, fbs, placement, protections } = mapping;
  const replacement = new Mapping({
    parent,
    base,
    size,
    maxPerm,
    fbs,
    placement,
    protections,
    vmo: clone,
    offset: 0,
  });
  parent.remove(mapping);
  parent.insert(replacement);
  dropMapping(mapping);
  return replacement;
}

/** Where the stream ends, seen from byte `offset` on. */
function rebasedStream(vmo: Vmo, offset: U64): U64 {
  return vmo.streamSize > offset ? subU64(vmo.streamSize, offset) : 0;
}
