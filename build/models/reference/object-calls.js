import { Rights, Signals } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { MAX_NAME_LEN } from "../../src/zircon/vmo.js";
import { resolve } from "./handle-table.js";
import { Vmar } from "./vmar.js";
import { Vmo } from "./vmo.js";
/** zx_object_get_property(ZX_PROP_NAME) (HND-07). */
export function objectGetName(world, value) {
    const handle = resolve(world, "HND-07", value, Rights.GET_PROPERTY);
    if (typeof handle === "number")
        return { status: handle, name: "" };
    return { status: world.decide("HND-07", Status.OK), name: handle.object.name };
}
/** zx_object_set_property(ZX_PROP_NAME) (HND-07, D-24). */
export function objectSetName(world, value, name) {
    const handle = resolve(world, "HND-07", value, Rights.SET_PROPERTY);
    if (typeof handle === "number")
        return handle;
    named(handle.object).name = cutName(name);
    return world.decide("HND-07", Status.OK);
}
/** D-24: up to the first NUL, and as many whole characters as fit beside the NUL that the kernel adds. */
function cutName(name) {
    const bytes = new Uint8Array(MAX_NAME_LEN - 1);
    const [text = ""] = name.split("\0", 1);
    const { written } = new TextEncoder().encodeInto(text, bytes);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, written));
}
/** zx_object_signal (HND-06, D-10, D-25). */
export function objectSignal(world, value, clear, set) {
    const handle = resolve(world, "HND-06", value, Rights.SIGNAL);
    if (typeof handle === "number")
        return handle;
    world.rule("HND-06");
    if ((clear | set) & ~Signals.USER_ALL)
        return Status.INVALID_ARGS;
    const object = named(handle.object);
    object.userSignals = ((object.userSignals & ~clear) | set) >>> 0;
    return Status.OK;
}
/** zx_object_wait_one with a deadline in the past (HND-06, D-10, D-25). */
export function objectWaitOne(world, value, signals) {
    const handle = resolve(world, "HND-06", value, Rights.WAIT);
    if (typeof handle === "number")
        return { status: handle, observed: 0 };
    world.rule("HND-06");
    const object = named(handle.object);
    const childless = object instanceof Vmo && object.livingChildren === 0;
    const observed = (object.userSignals | (childless ? Signals.VMO_ZERO_CHILDREN : 0)) >>> 0;
    return { status: observed & signals ? Status.OK : Status.TIMED_OUT, observed };
}
/** The objects that have signals and a name to set. */
function named(object) {
    if (object instanceof Vmar)
        throw new Error("unreachable: HND-06, HND-07, no VMAR handle has such a right");
    return object;
}
//# sourceMappingURL=object-calls.js.map