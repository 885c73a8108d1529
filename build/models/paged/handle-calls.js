import { HANDLE_INVALID, INFO_HANDLE_BASIC_SIZE, MAX_NAME_LEN, Rights, Signals, Status, } from "../../src/zircon/index.js";
import { Vmo } from "./vmo.js";
/** zx_handle_close: HND-01. */
export function handleClose(world, handle) {
    if (handle === HANDLE_INVALID)
        return Status.OK;
    return world.handles.close(handle) ? Status.OK : Status.BAD_HANDLE;
}
/** zx_handle_duplicate: HND-02. */
export function handleDuplicate(world, handle, rights) {
    const object = world.handles.any(handle, Rights.DUPLICATE);
    if (typeof object === "number")
        return { status: object, handle: 0 };
    const granted = grantedRights(world, handle, rights);
    if (granted < 0)
        return { status: Status.INVALID_ARGS, handle: 0 };
    return { status: Status.OK, handle: world.handles.open(object, granted) };
}
/** zx_handle_replace: HND-03. */
export function handleReplace(world, handle, rights) {
    const object = world.handles.any(handle, 0);
    if (typeof object === "number")
        return { status: object, handle: 0 };
    const granted = grantedRights(world, handle, rights);
    if (granted < 0) {
        world.decide.refuseReplace(world, handle);
        return { status: Status.INVALID_ARGS, handle: 0 };
    }
    const replacement = world.handles.open(object, granted);
    world.handles.close(handle);
    return { status: Status.OK, handle: replacement };
}
/** HND-03: what a replace that asks for too many rights does to its source. */
export function refuseReplace(world, handle) {
    world.handles.close(handle);
}
/** The rights asked for, or -1 if the handle has not all of them (D-26). */
function grantedRights(world, handle, rights) {
    const own = world.handles.rights(handle);
    if (rights >>> 0 === Rights.SAME_RIGHTS)
        return own;
    return (rights & ~own) === 0 ? rights : -1;
}
/** ZX_INFO_HANDLE_BASIC: HND-04. */
export function infoHandleBasic(world, handle, bufferSize) {
    const object = world.handles.any(handle, 0);
    if (typeof object === "number")
        return { status: object };
    if (bufferSize < INFO_HANDLE_BASIC_SIZE)
        return { status: Status.BUFFER_TOO_SMALL };
    const { koid, type } = object;
    return { status: Status.OK, info: { koid, rights: world.handles.rights(handle), type, relatedKoid: 0 } };
}
/** ZX_INFO_HANDLE_COUNT: HND-04. */
export function infoHandleCount(world, handle) {
    const object = world.handles.any(handle, Rights.INSPECT);
    if (typeof object === "number")
        return { status: object, value: 0 };
    return { status: Status.OK, value: object.handles };
}
/** zx_object_get_property(ZX_PROP_NAME): HND-07. */
export function objectGetName(world, handle) {
    const object = world.handles.any(handle, Rights.GET_PROPERTY);
    if (typeof object === "number")
        return { status: object, name: "" };
    return { status: Status.OK, name: object.name };
}
/** zx_object_set_property(ZX_PROP_NAME): HND-07, D-24. */
export function objectSetName(world, handle, name) {
    const object = world.handles.any(handle, Rights.SET_PROPERTY);
    if (typeof object === "number")
        return object;
    object.name = cutName(name);
    return Status.OK;
}
/** Up to the first NUL, and to 31 bytes of UTF-8 in whole characters. */
function cutName(name) {
    const nul = name.indexOf("\0");
    const bytes = new Uint8Array(MAX_NAME_LEN - 1);
    const { written } = new TextEncoder().encodeInto(nul < 0 ? name : name.slice(0, nul), bytes);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, written));
}
/** zx_object_signal: HND-06, D-25. */
export function objectSignal(world, handle, clear, set) {
    const object = world.handles.any(handle, Rights.SIGNAL);
    if (typeof object === "number")
        return object;
    if (((clear | set) & ~Signals.USER_ALL) !== 0)
        return Status.INVALID_ARGS;
    object.userSignals = ((object.userSignals & ~clear) | set) >>> 0;
    return Status.OK;
}
/** zx_object_wait_one with a deadline in the past: HND-06, D-25. */
export function objectWaitOne(world, handle, signals) {
    const object = world.handles.any(handle, Rights.WAIT);
    if (typeof object === "number")
        return { status: object, observed: 0 };
    const observed = activeSignals(object);
    return { status: (observed & signals) !== 0 ? Status.OK : Status.TIMED_OUT, observed };
}
function activeSignals(object) {
    const childless = object instanceof Vmo && object.livingChildren === 0;
    return (object.userSignals | (childless ? Signals.VMO_ZERO_CHILDREN : 0)) >>> 0;
}
//# sourceMappingURL=handle-calls.js.map