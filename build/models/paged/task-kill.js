import { Rights, Status } from "../../src/zircon/index.js";
/** zx_task_kill: D-22, DEST-06. */
export function taskKill(world, handle) {
    const process = world.handles.process(handle, Rights.DESTROY);
    if (typeof process === "number")
        return process;
    if (!process.alive)
        return Status.OK;
    process.alive = false;
    world.killRegion(world.root);
    world.identities.settle();
    return Status.OK;
}
//# sourceMappingURL=task-kill.js.map