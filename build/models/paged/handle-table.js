import { Status } from "../../src/zircon/index.js";
import { Process } from "./process.js";
import { Region } from "./region.js";
import { Vmo } from "./vmo.js";
/**
 * The handles of the process. Values ascend from 7 in steps of 4, both low bits set, and are never used
 * again (D-23).
 *
 * The resolving methods answer an object, or the status of GEN-01…03 in their order.
 */
export class HandleTable {
    #objects = [undefined];
    #rights = [0];
    open(object, rights) {
        const handle = ((this.#objects.length << 2) | 3) >>> 0;
        this.#objects.push(object);
        this.#rights.push(rights);
        object.opened();
        return handle;
    }
    /** Closes a handle; false if there is none of that value. */
    close(handle) {
        const object = this.get(handle);
        if (object === undefined)
            return false;
        this.#objects[handle >>> 2] = undefined;
        object.closed();
        return true;
    }
    get(handle) {
        return (handle & 3) === 3 ? this.#objects[handle >>> 2] : undefined;
    }
    /** The rights of an open handle. */
    rights(handle) {
        return this.#rights[handle >>> 2] ?? 0;
    }
    any(handle, needed) {
        const object = this.get(handle);
        if (object === undefined)
            return Status.BAD_HANDLE; // GEN-01
        return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED; // GEN-03
    }
    vmar(handle, needed) {
        const object = this.get(handle);
        if (object === undefined)
            return Status.BAD_HANDLE; // GEN-01
        if (!(object instanceof Region))
            return Status.WRONG_TYPE; // GEN-02
        return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED; // GEN-03
    }
    vmo(handle, needed) {
        const object = this.get(handle);
        if (object === undefined)
            return Status.BAD_HANDLE;
        if (!(object instanceof Vmo))
            return Status.WRONG_TYPE;
        return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED;
    }
    process(handle, needed) {
        const object = this.get(handle);
        if (object === undefined)
            return Status.BAD_HANDLE;
        if (!(object instanceof Process))
            return Status.WRONG_TYPE;
        return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED;
    }
    #allows(handle, needed) {
        return (this.rights(handle) & needed) === needed;
    }
}
//# sourceMappingURL=handle-table.js.map