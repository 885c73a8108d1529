import { Perm } from "../../src/zircon/options.js";
import { Status } from "../../src/zircon/status.js";
import { subU64 } from "../../src/zircon/u64.js";
import { Mapping } from "./mapping.js";
import { dropMapping } from "./removal.js";
import { makeChild, snapshotStatus } from "./vmo-child.js";
/**
 * PMEM-06: makes sure that a debugger's write into `mapping` is no write that the program could not make itself.
 *
 * A mapping that could never be writable is replaced as a whole by one of a private clone of what it shows. Answers the mapping
 * to write to, or the status that refuses.
 */
export function forceWritable(world, mapping) {
    const { vmo } = mapping;
    world.rule("PMEM-06");
    if (mapping.maxPerm & Perm.WRITE || vmo.kind === "physical" || vmo.privateClone)
        return mapping;
    const { geometry, semantics } = world;
    const offset = geometry.bytes(mapping.offset);
    if (vmo.discardable)
        return Status.NOT_SUPPORTED; // D-7
    if (vmo.kind === "contiguous")
        return Status.INVALID_ARGS;
    const status = snapshotStatus(world, vmo, mapping.size, offset);
    if (status !== Status.OK)
        return status;
    // With Q-4 the clone is as long as the mapping, so pages past the VMO's end turn into accessible zeros.
    world.rule("PMEM-09");
    const inVmo = Math.min(mapping.size, Math.max(0, vmo.size - mapping.offset));
    const clone = makeChild(world, {
        kind: "anonymous",
        relation: "snapshot",
        parent: vmo,
        size: semantics["Q-4"] ? mapping.size : inVmo,
        streamSize: rebasedStream(vmo, offset),
        privateClone: true,
    }, mapping.offset);
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
function rebasedStream(vmo, offset) {
    return vmo.streamSize > offset ? subU64(vmo.streamSize, offset) : 0;
}
//# sourceMappingURL=force-writable.js.map