/** The one process (D-22). Its address space is the world's root VMAR. */
export class Process {
    koid;
    name = "process";
    /** Open handles to it. */
    handles = 0;
    /** The user signals that are asserted. */
    userSignals = 0;
    alive = true;
    constructor(koid) {
        this.koid = koid;
    }
}
//# sourceMappingURL=process.js.map