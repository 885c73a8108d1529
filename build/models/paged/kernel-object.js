/** What a handle can name. */
export class KernelObject {
    koid;
    name;
    /** Open handles to the object. */
    handles = 0;
    /** User signals that are set (D-10). */
    userSignals = 0;
    constructor(koid, name) {
        this.koid = koid;
        this.name = name;
    }
    /** A handle to the object was opened. */
    opened() {
        this.handles++;
    }
    /** A handle to the object was closed. */
    closed() {
        this.handles--;
    }
}
//# sourceMappingURL=kernel-object.js.map