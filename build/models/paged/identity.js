/** Attribute bits of an identity: maxPerm in the three lowest, then the rest of T (§2.4). */
export const MAX_PERM_MASK = 0x7;
export const ATTR_FBS = 0x8;
export const ATTR_PRIVATE_CLONE = 0x10;
/** Placement options of the call that mapped, kept only by kernels before V-2. */
export const ATTR_PLACEMENT_SHIFT = 5;
/** What the pages of a mapping have in common besides the offset: T without delta (§2.4). */
export class Identity {
    vmo;
    attrs;
    constructor(vmo, attrs) {
        this.vmo = vmo;
        this.attrs = attrs;
    }
    get maxPerm() {
        return this.attrs & MAX_PERM_MASK;
    }
    get fbs() {
        return (this.attrs & ATTR_FBS) !== 0;
    }
    get privateClone() {
        return (this.attrs & ATTR_PRIVATE_CLONE) !== 0;
    }
    /** INFO-15: the koid that maps show. */
    get shownKoid() {
        return this.privateClone ? 0 : this.vmo.koid;
    }
}
/** Identities by the id that codes of runs carry. One lives while mappings have it, and keeps its VMO. */
export class IdentityTable {
    #pool;
    #identities = [];
    #free = [];
    constructor(pool) {
        this.#pool = pool;
    }
    /** The id of (vmo, attrs). A mapping must follow before {@link settle}, else it is dropped there. */
    intern(vmo, attrs) {
        for (const id of vmo.identities)
            if (this.#identities[id]?.attrs === attrs)
                return id;
        const id = this.#free.pop() ?? this.#identities.length;
        this.#identities[id] = new Identity(vmo, attrs);
        this.#pool.admit(id);
        vmo.identities.push(id);
        vmo.use();
        return id;
    }
    /** The identity in the code of a mapped run. */
    of(code) {
        const identity = this.#identities[code >> 3];
        if (identity === undefined)
            throw new Error(`identity ${code >> 3} is mapped but not in the table`);
        return identity;
    }
    /** VMO-24: mapping objects of the VMO. */
    mappingsOf(vmo) {
        let count = 0;
        for (const id of vmo.identities)
            count += this.#pool.objects[id] ?? 0;
        return count;
    }
    /** Gives up the identities that no mapping has any more. To be called at the end of each change of runs. */
    settle() {
        const { idle, objects } = this.#pool;
        for (let id = idle.pop(); id !== undefined; id = idle.pop()) {
            const identity = this.#identities[id];
            if (identity === undefined || objects[id] !== 0)
                continue;
            this.#identities[id] = undefined;
            this.#free.push(id);
            const { vmo } = identity;
            vmo.identities.splice(vmo.identities.indexOf(id), 1);
            vmo.unuse();
        }
    }
}
//# sourceMappingURL=identity.js.map