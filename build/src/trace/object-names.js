/** How the format writes an object that has no name. */
export const NO_NAME = "invalid";
/**
 * Which object each name means: koids are one kernel's own, names and the order of naming are common to all that run a trace.
 *
 * A name keeps meaning an object after all its handles are closed.
 */
export class ObjectNames {
    #objects = new Map();
    #current = new Map();
    #labels = new Set([NO_NAME]);
    /** @param koid of the object whose handle was bound to the name, undefined for no handle */
    bind(name, koid) {
        this.#current.set(name, koid);
        if (koid === undefined)
            return;
        const known = this.#objects.get(koid);
        if (known !== undefined)
            known.names.add(name);
        else
            this.#objects.set(koid, {
                number: this.#objects.size + 1,
                label: this.#label(name),
                names: new Set([name]),
            });
    }
    /** The same for the same object on each kernel; 0 for every object without a name. */
    number(koid) {
        return this.#objects.get(koid)?.number ?? 0;
    }
    /** A name for the object by which no other object goes. */
    label(koid) {
        return this.#objects.get(koid)?.label ?? NO_NAME;
    }
    /** What a trace calls the object: a name that stands for it; one that once did if nothing does now; `invalid` for none. */
    nameOf(koid) {
        const names = [...(this.#objects.get(koid)?.names ?? [])];
        return names.find((name) => this.#current.get(name) === koid) ?? names[0] ?? NO_NAME;
    }
    /**
     * Whether a trace may call the object so: by a name that stands for it, by one that once did if nothing does now, or by
     * `invalid` if nothing does now.
     */
    answersTo(name, koid) {
        const names = this.#objects.get(koid)?.names ?? new Set();
        if (names.has(name) && this.#current.get(name) === koid)
            return true;
        for (const other of names)
            if (this.#current.get(other) === koid)
                return false;
        return name === NO_NAME || names.has(name);
    }
    #label(name) {
        let label = name;
        for (let n = 2; this.#labels.has(label); n++)
            label = `${name}#${n}`;
        this.#labels.add(label);
        return label;
    }
}
//# sourceMappingURL=object-names.js.map