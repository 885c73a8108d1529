import { Status } from "../../src/zircon/status.js";
import { Process } from "./process.js";
import { Vmar } from "./vmar.js";
import { Vmo } from "./vmo.js";
import { settle } from "./vmo-family.js";
/** The handles of the process. Values ascend, have both low bits set and are never used again (D-23). */
export class HandleTable {
    #open = new Map();
    #next = 3;
    get(value) {
        return this.#open.get(value);
    }
    open(object, rights) {
        const value = this.#next;
        this.#next += 4;
        this.#open.set(value, { object, rights });
        object.handles++;
        return value;
    }
    /** Closes a handle that is open. The last handle may take a VMO with it, never a region or a mapping (§2.3). */
    close(value, { object }) {
        this.#open.delete(value);
        object.handles--;
        if (object instanceof Vmo)
            settle(object);
    }
}
/**
 * GEN-01 and GEN-03 on a handle of any type: the open handle, or the status that refuses it. `rule` is the rule of the call
 * that asks.
 */
export function resolve(world, rule, value, rights) {
    const handle = world.handles.get(value);
    if (handle === undefined)
        return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
    return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}
/** GEN-01…03 on a VMAR handle. */
export function resolveVmar(world, rule, value, rights) {
    const handle = world.handles.get(value);
    if (handle === undefined)
        return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
    if (!isVmarHandle(handle))
        return refuse(world, rule, "GEN-02", Status.WRONG_TYPE);
    return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}
/** GEN-01…03 on a VMO handle. */
export function resolveVmo(world, rule, value, rights) {
    const handle = world.handles.get(value);
    if (handle === undefined)
        return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
    if (!isVmoHandle(handle))
        return refuse(world, rule, "GEN-02", Status.WRONG_TYPE);
    return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}
/** GEN-01…03 on a process handle. */
export function resolveProcess(world, rule, value, rights) {
    const handle = world.handles.get(value);
    if (handle === undefined)
        return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
    if (!isProcessHandle(handle))
        return refuse(world, rule, "GEN-02", Status.WRONG_TYPE);
    return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}
/** Whether the handle has all of `rights`. */
export function allows(handle, rights) {
    return (handle.rights & rights) === rights;
}
function isVmarHandle(handle) {
    return handle.object instanceof Vmar;
}
function isVmoHandle(handle) {
    return handle.object instanceof Vmo;
}
function isProcessHandle(handle) {
    return handle.object instanceof Process;
}
function refuseRights(world, rule, handle) {
    if (handle.object instanceof Vmar)
        world.rule("HND-08");
    return refuse(world, rule, "GEN-03", Status.ACCESS_DENIED);
}
/** The call's own rule and the general one, and GEN-04: whatever the numbers are, the handle decides first. */
function refuse(world, rule, general, status) {
    world.rule("GEN-04");
    world.rule(rule);
    return world.decide(general, status);
}
//# sourceMappingURL=handle-table.js.map