/*
 * Who is related to whom, and for how long.
 *
 *   held    has handles, mappings, or held slices or references: its pages are needed (D-6, D-12)
 *   living  has handles, mappings, or living children of any kind: it counts as a child (D-25)
 *
 * Neither ever comes back once it is lost.
 */
/** The held members of a snapshot family: a VMO, its snapshots, theirs, and so on (VMO-22). */
export class Family {
    members = new Set();
    add(owner) {
        owner.family = this;
        this.members.add(owner);
    }
    /** The family ends for the last member once all others are gone; then that has no parent any more either (D-6). */
    leave(owner) {
        owner.family = undefined;
        this.members.delete(owner);
        const [last] = this.members;
        if (this.members.size !== 1 || last === undefined)
            return;
        this.members.clear();
        last.family = undefined;
        last.parent = undefined;
    }
}
/** VMO-22: whether the VMO's pages have copy-on-write relatives now. */
export function hasRelatives(world, vmo) {
    if (vmo.owner.family === undefined)
        return false;
    world.rule("VMO-22");
    return true;
}
/** Enters a new child into its parent's books. */
export function adopt(child, parent) {
    parent.livingChildren++;
    if (child.sharesPages) {
        parent.heldShares++;
        return;
    }
    const family = parent.owner.family ?? new Family();
    family.add(parent.owner);
    family.add(child);
}
/** To be called when a VMO has lost a handle or a mapping: it, and then those above it, may be gone now. */
export function settle(vmo) {
    let current = vmo;
    while (current !== undefined) {
        const parent = current.parent;
        const wasHeld = current.held;
        const wasLiving = current.living;
        current.held &&= current.handles > 0 || current.mappings > 0 || current.heldShares > 0;
        current.living &&= current.handles > 0 || current.mappings > 0 || current.livingChildren > 0;
        if (wasHeld && !current.held) {
            if (current.sharesPages) {
                if (parent !== undefined)
                    parent.heldShares--;
            }
            else {
                current.store.drop(0, Infinity);
                current.family?.leave(current);
            }
        }
        if (wasLiving && !current.living && parent !== undefined)
            parent.livingChildren--;
        current = wasHeld === current.held && wasLiving === current.living ? undefined : parent;
    }
}
//# sourceMappingURL=vmo-family.js.map