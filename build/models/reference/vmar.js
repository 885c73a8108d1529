/**
 * A virtual memory address region (§2.1): a node of the tree whose leaves are mappings.
 *
 * Base, size and flags never change, not even by death (INFO-03).
 */
export class Vmar {
    koid;
    /** Absolute page number of the first page. */
    base;
    /** Pages. */
    size;
    /** COMPACT, CAN_MAP_SPECIFIC and CAN_MAP_READ/WRITE/EXECUTE, as option bits. */
    flags;
    /** Regions from the root to this one: the root has 1. */
    depth;
    name;
    /** Undefined for the root and for the dead. */
    parent;
    /** Disjoint, inside this region, by ascending base (I-1). Nothing once dead (I-6). */
    children = [];
    alive = true;
    /** Open handles to it; a region lives on without any (§2.3). */
    handles = 0;
    constructor(node) {
        this.koid = node.koid;
        this.base = node.base;
        this.size = node.size;
        this.flags = node.flags;
        this.parent = node.parent;
        this.depth = (node.parent?.depth ?? 0) + 1;
        this.name = node.parent === undefined ? "root" : "useralloc";
    }
    /** One past the last page. */
    get end() {
        return this.base + this.size;
    }
    /** `inRange` of §1.1: a range that starts at the region's end is outside, also when it is empty. */
    inRange(first, count) {
        return first >= this.base && first - this.base < this.size && this.size - (first - this.base) >= count;
    }
    /** Whether a child, mapping or VMAR, has a page in [first, end). */
    overlapsChild(first, end) {
        return this.children.some((child) => child.base < end && child.end > first);
    }
    /** Puts a child into its place. The range must be free. */
    insert(child) {
        const above = this.children.findIndex((other) => other.base > child.base);
        this.children.splice(above === -1 ? this.children.length : above, 0, child);
    }
    /** Takes a child out. */
    remove(child) {
        this.children.splice(this.children.indexOf(child), 1);
    }
}
//# sourceMappingURL=vmar.js.map