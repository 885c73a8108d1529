import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { resolveProcess } from "./handle-table.js";
import { destroyTree } from "./removal.js";
/** zx_task_kill: the address space dies with the process (DEST-06, D-22). */
export function taskKill(world, processHandle) {
    const handle = resolveProcess(world, "DEST-06", processHandle, Rights.DESTROY);
    if (typeof handle === "number")
        return handle;
    if (!handle.object.alive)
        return Status.OK;
    handle.object.alive = false;
    destroyTree(world.root);
    return world.decide("DEST-06", Status.OK);
}
//# sourceMappingURL=task.js.map