/**
 * A mapping (§2.1): `size` pages of a VMAR that show the pages of a VMO from `offset` on.
 *
 * Constructing one counts as a mapping object of its VMO (VMO-24) until {@link dropMapping} or a merge takes it away.
 */
export class Mapping {
    parent;
    /** Absolute page number of the first page. */
    base;
    /** Pages. */
    size;
    vmo;
    /** `objOff`: the VMO page that the first page shows. */
    offset;
    /** What protect may ever permit: fixed when mapped (MAP-10). */
    maxPerm;
    /** FAULT_BEYOND_STREAM_SIZE: pages past the stream's end fault. */
    fbs;
    /** V-2 older: the placement options, which are part of its identity; 0 in the newest kernel. */
    placement;
    /** Ascending, the first at `base`, neighbours different (I-4). */
    protections;
    constructor(parts) {
        this.parent = parts.parent;
        this.base = parts.base;
        this.size = parts.size;
        this.vmo = parts.vmo;
        this.offset = parts.offset;
        this.maxPerm = parts.maxPerm;
        this.fbs = parts.fbs;
        this.placement = parts.placement;
        this.protections = parts.protections;
        this.vmo.mappings++;
    }
    /** One past the last page. */
    get end() {
        return this.base + this.size;
    }
    /** The VMO page that `page` shows. */
    vmoPage(page) {
        return this.offset + (page - this.base);
    }
    /** Pages of the VMO that can be reached through this mapping: FAULT-03, FAULT-04. */
    get reachable() {
        return this.fbs ? Math.min(this.vmo.size, this.vmo.streamPages) : this.vmo.size;
    }
    /** One past the last page of protection range `index`. */
    protectionEnd(index) {
        return this.protections[index + 1]?.first ?? this.end;
    }
    /** What `page` permits now. */
    permsAt(page) {
        let perms = 0;
        for (const range of this.protections) {
            if (range.first > page)
                break;
            perms = range.perms;
        }
        return perms;
    }
    /** Whether some page of [first, end) has permissions for which `holds`. */
    somePerms(first, end, holds) {
        return this.protections.some((range, i) => range.first < end && this.protectionEnd(i) > first && holds(range.perms));
    }
    /** Lets the pages of [first, end) that this mapping has permit `perms` and nothing else, and fuses equal ranges (I-4). */
    protect(first, end, perms) {
        const ranges = [];
        const put = (from, value) => {
            if (ranges.at(-1)?.perms !== value)
                ranges.push({ first: from, perms: value });
        };
        this.protections.forEach((range, i) => {
            const rangeEnd = this.protectionEnd(i);
            if (range.first < first)
                put(range.first, range.perms);
            if (range.first < end && rangeEnd > first)
                put(Math.max(range.first, first), perms);
            if (rangeEnd > end)
                put(Math.max(range.first, end), range.perms);
        });
        this.protections = ranges;
    }
    /** Cuts this mapping off at `page`, strictly inside it, and returns a new mapping for what stood above (UNMAP-09). */
    splitAt(page) {
        const { parent, vmo, maxPerm, fbs, placement } = this;
        const upper = new Mapping({
            parent,
            vmo,
            maxPerm,
            fbs,
            placement,
            base: page,
            size: this.end - page,
            offset: this.vmoPage(page),
            protections: this.#protectionsFrom(page),
        });
        this.size = page - this.base;
        this.protections = this.protections.filter((range) => range.first < page);
        return upper;
    }
    #protectionsFrom(page) {
        const above = this.protections.filter((range) => range.first > page);
        return [{ first: page, perms: this.permsAt(page) }, ...above];
    }
    /** Takes over the pages of `right`, which stands where this mapping ends and continues it (MRG-02). */
    absorb(right) {
        const [seam, ...rest] = right.protections;
        if (seam !== undefined && seam.perms !== this.protections.at(-1)?.perms)
            this.protections.push(seam);
        this.protections.push(...rest);
        this.size += right.size;
        this.vmo.mappings--;
    }
}
//# sourceMappingURL=mapping.js.map