import { ObjectType } from "../../src/zircon/index.js";
import { KernelObject } from "./kernel-object.js";
/** A VMAR (§2.1): its mappings and child regions are the runs of one index. */
export class Region extends KernelObject {
    type = ObjectType.VMAR;
    start;
    end;
    flags;
    runs;
    /** Index in the kernel's table; `~slot` is the code of the region's run in its parent. */
    slot;
    /** Undefined for the root and once dead. */
    parent;
    /** Living direct child regions. */
    children = new Set();
    alive = true;
    constructor(koid, name, shape, slot, runs, parent) {
        super(koid, name);
        this.start = shape.start;
        this.end = shape.end;
        this.flags = shape.flags;
        this.slot = slot;
        this.runs = runs;
        this.parent = parent;
    }
    /** Pages in the region. */
    get pages() {
        return this.end - this.start;
    }
    /**
     * `inRange` of §1.1 for `pages` pages from page `page`: at the end of the region it is false even for
     * none.
     */
    inRange(page, pages) {
        return page >= this.start && page < this.end && this.end - page >= pages;
    }
}
//# sourceMappingURL=region.js.map