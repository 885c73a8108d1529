import { HANDLE_INVALID, HANDLE_NEVER } from "../zircon/kernel.js";
import { resolveAddress } from "./address.js";
/** What the names of a trace stand for on one kernel at this point of the trace ("Names and addresses" in the format). */
export class Bindings {
    #handles;
    #addresses;
    constructor(rootVmar, rootBase) {
        this.#handles = new Map([
            ["root", rootVmar],
            ["invalid", HANDLE_INVALID],
            ["unknown", HANDLE_NEVER],
        ]);
        this.#addresses = new Map([["root", rootBase]]);
    }
    /** A step that did not return OK binds {@link HANDLE_INVALID}. */
    bindHandle(name, handle) {
        this.#handles.set(name, handle);
    }
    /** A step that did not return OK binds 0. */
    bindAddress(name, address) {
        this.#addresses.set(name, address);
    }
    /** The handle of that name, open or closed. */
    handle(name) {
        return this.#handles.get(name) ?? HANDLE_INVALID;
    }
    /** The value of an address or of a difference of two, modulo 2^64. */
    address(expression) {
        return resolveAddress(expression, (name) => this.#addresses.get(name) ?? 0);
    }
}
//# sourceMappingURL=bindings.js.map