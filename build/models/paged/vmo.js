import { CachePolicy, ObjectType } from "../../src/zircon/index.js";
import { KernelObject } from "./kernel-object.js";
/** A virtual memory object (§2.1, §5): an identity with a window on a {@link PageStore}. */
export class Vmo extends KernelObject {
    type = ObjectType.VMO;
    kind;
    origin;
    parent;
    store;
    base;
    extent;
    resizable;
    discardable;
    cachePolicy;
    /** Locks held, and whether memory pressure has emptied it (D-5, D-13). */
    locks = 0;
    discarded = false;
    /** Ids of the identities under which it is mapped now. */
    identities = [];
    #uses = 0;
    #livingChildren = 0;
    constructor(koid, name, parts) {
        super(koid, name);
        this.kind = parts.kind;
        this.origin = parts.origin;
        this.parent = parts.parent;
        this.store = parts.store;
        this.base = parts.base;
        this.extent = parts.extent;
        this.resizable = parts.resizable;
        this.discardable = parts.discardable;
        this.cachePolicy = parts.parent?.cachePolicy ?? CachePolicy.CACHED;
        if (this.parent !== undefined)
            this.parent.#livingChildren++;
    }
    get pages() {
        return this.extent.pages;
    }
    get cached() {
        return this.cachePolicy === CachePolicy.CACHED;
    }
    get mapped() {
        return this.identities.length > 0;
    }
    /** D-25: children that have handles, mappings or living children of their own. */
    get livingChildren() {
        return this.#livingChildren;
    }
    /** D-6: the parent counts for a snapshot while its family is not ended, for a slice or reference always. */
    get livingParent() {
        return this.origin === "snapshot" && !this.store.hasParent ? undefined : this.parent;
    }
    opened() {
        super.opened();
        this.use();
    }
    closed() {
        super.closed();
        this.unuse();
    }
    /** One more handle or identity keeps the VMO. */
    use() {
        if (this.#uses++ === 0)
            this.store.addUser();
    }
    unuse() {
        if (--this.#uses > 0)
            return;
        this.store.dropUser();
        // A VMO no longer counts as a living child once its own children are gone as well; so up the line.
        let parent = this.#livingChildren === 0 ? this.parent : undefined;
        while (parent !== undefined) {
            parent.#livingChildren--;
            parent = parent.#uses === 0 && parent.#livingChildren === 0 ? parent.parent : undefined;
        }
    }
}
//# sourceMappingURL=vmo.js.map