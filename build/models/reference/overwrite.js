import { Status } from "../../src/zircon/status.js";
import { Mapping } from "./mapping.js";
import { removeMappings } from "./removal.js";
/**
 * SPECIFIC_OVERWRITE onto a range of `vmar` that is in use (§3.3): makes room in [first, end), or refuses and changes nothing.
 */
export function overwrite(world, vmar, first, end) {
    for (const child of vmar.children) {
        if (child instanceof Mapping || child.base >= end || child.end <= first)
            continue;
        return world.decide("OVW-02", Status.INVALID_ARGS);
    }
    world.rule("OVW-03");
    world.rule("FAULT-08");
    if (removeMappings(vmar, first, end))
        world.rule("OVW-05");
    return Status.OK;
}
//# sourceMappingURL=overwrite.js.map