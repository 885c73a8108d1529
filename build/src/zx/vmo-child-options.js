import { VmoChildOption } from "../zircon/vmo.js";
import { FlagSet } from "./flag-set.js";
/**
 * Options of `vmo.createChild`: exactly one of the five kinds (SNAPSHOT…, SLICE, REFERENCE), and what is
 * changed about it (RESIZABLE, NO_WRITE).
 *
 * @see zx-api.md §5.4
 */
export class VmoChildOptions extends FlagSet {
    static TABLE = VmoChildOption;
    static NONE = new VmoChildOptions(0);
    /** A kind: as if copied now. */
    static SNAPSHOT = VmoChildOptions.of("SNAPSHOT");
    /** The child can change its size; not with SLICE or NO_WRITE. */
    static RESIZABLE = VmoChildOptions.of("RESIZABLE");
    /** A kind: a window onto the parent's pages; the parent must not be resizable. */
    static SLICE = VmoChildOptions.of("SLICE");
    /** A kind: what the child writes is its own; before that it may show old or new content of the parent. */
    static SNAPSHOT_AT_LEAST_ON_WRITE = VmoChildOptions.of("SNAPSHOT_AT_LEAST_ON_WRITE");
    /** The child's handle lacks WRITE. */
    static NO_WRITE = VmoChildOptions.of("NO_WRITE");
    /** A kind: a second VMO over all pages of the parent; offset and size must be 0. */
    static REFERENCE = VmoChildOptions.of("REFERENCE");
    /** A kind: a snapshot of the pages that were written. */
    static SNAPSHOT_MODIFIED = VmoChildOptions.of("SNAPSHOT_MODIFIED");
    get [Symbol.toStringTag]() {
        return "VmoChildOptions";
    }
    get table() {
        return VmoChildOptions.TABLE;
    }
    make(bits) {
        return new VmoChildOptions(bits);
    }
}
//# sourceMappingURL=vmo-child-options.js.map