import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { resolveVmar } from "./handle-table.js";
import { destroyTree } from "./removal.js";
/** zx_vmar_destroy (§3.9). */
export function vmarDestroy(world, vmarHandle) {
    const right = world.semantics["V-7"] ? Rights.OP_CHILDREN : 0;
    const handle = resolveVmar(world, "DEST-01", vmarHandle, right);
    if (typeof handle === "number")
        return handle;
    const vmar = handle.object;
    if (vmar === world.root) {
        if (vmar.alive)
            return world.decide("DEST-02", Status.NOT_SUPPORTED);
        world.rule("DEST-06");
    }
    if (!vmar.alive)
        return world.decide("DEST-03", Status.BAD_STATE);
    world.rule("FAULT-08");
    destroyTree(vmar);
    return world.decide("DEST-05", Status.OK);
}
//# sourceMappingURL=destroy.js.map