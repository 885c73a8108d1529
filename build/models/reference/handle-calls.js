import { HANDLE_INVALID } from "../../src/zircon/kernel.js";
import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { resolve } from "./handle-table.js";
/** zx_handle_close (HND-01). Never unmaps anything. */
export function handleClose(world, value) {
    world.rule("HND-01");
    if (value === HANDLE_INVALID)
        return Status.OK;
    const handle = world.handles.get(value);
    if (handle === undefined)
        return world.decide("GEN-01", Status.BAD_HANDLE);
    world.handles.close(value, handle);
    return Status.OK;
}
/** zx_handle_duplicate (HND-02). */
export function handleDuplicate(world, value, rights) {
    const handle = resolve(world, "HND-02", value, Rights.DUPLICATE);
    if (typeof handle === "number")
        return { status: handle, handle: 0 };
    world.rule("HND-02");
    const granted = grantedRights(handle.rights, rights);
    if (granted === undefined)
        return { status: Status.INVALID_ARGS, handle: 0 };
    return { status: Status.OK, handle: world.handles.open(handle.object, granted) };
}
/** zx_handle_replace (HND-03): the source is closed also when the rights are refused. */
export function handleReplace(world, value, rights) {
    const handle = resolve(world, "HND-03", value, 0);
    if (typeof handle === "number")
        return { status: handle, handle: 0 };
    world.rule("HND-03");
    const granted = grantedRights(handle.rights, rights);
    const replacement = granted === undefined ? 0 : world.handles.open(handle.object, granted);
    world.handles.close(value, handle);
    return { status: granted === undefined ? Status.INVALID_ARGS : Status.OK, handle: replacement };
}
/** What SAME_RIGHTS alone, or a subset of `held`, grants; undefined for anything else (D-26). */
function grantedRights(held, asked) {
    if (asked === Rights.SAME_RIGHTS)
        return held;
    return asked & ~held ? undefined : asked;
}
//# sourceMappingURL=handle-calls.js.map