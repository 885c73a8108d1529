import { CachePolicy } from "../../src/zircon/vmo.js";
import { PageStore } from "./pages.js";
/**
 * A virtual memory object (§2.1).
 *
 * The VMO whose pages it shows is its `owner`: itself, unless it is a slice or a reference (of a slice or a reference …).
 */
export class Vmo {
    koid;
    kind;
    relation;
    owner;
    /** Its page 0 is this page of the owner. */
    windowStart;
    /** Belongs to the object, not to the pages (D-1). */
    resizable;
    discardable;
    privateClone;
    name = "";
    cachePolicy = CachePolicy.CACHED;
    /** The user signals that are asserted. */
    userSignals = 0;
    /** The VMO it was made from; undefined for a root, and for a snapshot whose family has ended (D-6). */
    parent;
    /** The snapshot relatives of an owner (VMO-22). */
    family;
    /** Open handles, mapping objects (VMO-24), slices and references that are held, children that live: see vmo-family.ts. */
    handles = 0;
    mappings = 0;
    heldShares = 0;
    livingChildren = 0;
    held = true;
    living = true;
    /** Discardable: locks held, and whether the pages were taken away (D-13). */
    locks = 0;
    discarded = false;
    #store;
    #geometry;
    #size;
    #streamSize;
    constructor(world, parts) {
        this.koid = world.newKoid();
        this.kind = parts.kind;
        this.relation = parts.relation;
        this.parent = parts.parent;
        this.resizable = parts.resizable ?? false;
        this.discardable = parts.discardable ?? false;
        this.privateClone = parts.privateClone ?? false;
        this.#size = parts.size;
        this.#streamSize = parts.streamSize;
        this.#store = new PageStore(world.geometry.size);
        this.#geometry = world.geometry;
        const shown = this.sharesPages ? parts.parent : undefined;
        this.owner = shown?.owner ?? this;
        this.windowStart = (shown?.windowStart ?? 0) + (parts.windowStart ?? 0);
        // A slice or a reference shows its parent's memory, so it has the parent's cache policy.
        if (shown !== undefined)
            this.cachePolicy = shown.cachePolicy;
    }
    /** The koid in map entries: 0 for a clone that the kernel made by itself (INFO-15). */
    get shownKoid() {
        return this.privateClone ? 0 : this.koid;
    }
    /** Whether it shows the pages of another VMO. */
    get sharesPages() {
        return this.relation === "slice" || this.relation === "reference";
    }
    /** Pages. A reference is as long as its owner (VMO-08). */
    get size() {
        return this.relation === "reference" ? this.owner.#size : this.#size;
    }
    set size(pages) {
        this.owner.#size = pages;
    }
    /** Bytes. A reference shares its owner's stream (O-4). */
    get streamSize() {
        return this.relation === "reference" ? this.owner.#streamSize : this.#streamSize;
    }
    set streamSize(bytes) {
        if (this.relation === "reference")
            this.owner.#streamSize = bytes;
        else
            this.#streamSize = bytes;
    }
    /** The pages that the stream fills. */
    get streamPages() {
        return this.#geometry.up(this.streamSize);
    }
    /** The pages of the owner; page 0 of this VMO is number `windowStart` there. */
    get store() {
        return this.owner.#store;
    }
    /** Whether VMO page `index` is shared, so that the next write copies it. */
    copiesOnWrite(index) {
        return this.store.isShared(this.windowStart + index);
    }
}
//# sourceMappingURL=vmo.js.map