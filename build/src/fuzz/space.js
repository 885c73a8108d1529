import { formatU64, permsText } from "../zircon/index.js";
import { NAMELESS } from "./execute.js";
/** Fields of one logged entry: kind, object, base, size, depth, perms, vmoOffset. */
const STRIDE = 7;
const REGION = 0;
const MAPPING = 1;
/**
 * What a kernel's address space shows, as one flat list that is reused from step to step: comparing two of them costs no allocation.
 */
export class SpaceLog {
    #fields = [];
    #length = 0;
    #session;
    constructor(session) {
        this.#session = session;
    }
    /** Takes down the entries that intersect [base, base+size). */
    observe(base, size) {
        this.#length = 0;
        this.#session.kernel.observeSpace(base, size, this);
    }
    region(koid, base, size, depth) {
        this.#push(REGION, this.#session.object(koid), base, size, depth, 0, 0);
    }
    mapping(base, size, depth, perms, vmoKoid, vmoOffset) {
        this.#push(MAPPING, this.#session.object(vmoKoid), base, size, depth, perms, vmoOffset);
    }
    get entries() {
        return this.#length / STRIDE;
    }
    /** The index of the first entry that differs from the other log's, or -1. */
    firstDifference(other) {
        const shorter = Math.min(this.#length, other.#length);
        for (let i = 0; i < shorter; i++) {
            if (this.#fields[i] !== other.#fields[i])
                return Math.floor(i / STRIDE);
        }
        return this.#length === other.#length ? -1 : shorter / STRIDE;
    }
    copyFrom(other) {
        for (let i = 0; i < other.#length; i++)
            this.#fields[i] = other.#fields[i] ?? 0;
        this.#length = other.#length;
    }
    /** One entry in words; `name` names an object. */
    describe(index, name) {
        if (index >= this.entries)
            return "nothing";
        const at = index * STRIDE;
        const field = (i) => this.#fields[at + i] ?? 0;
        const where = `[${formatU64(field(2))}, +${formatU64(field(3))}) depth ${field(4)}`;
        if (field(0) === REGION)
            return `region ${name(Number(field(1)))} ${where}`;
        const object = Number(field(1));
        const vmo = object === NAMELESS ? "a private clone" : name(object);
        return `mapping ${where} ${permsText(Number(field(5)))} of ${vmo} at ${formatU64(field(6))}`;
    }
    /** Calls `visit` for each entry; the object of a mapping is its VMO. */
    forEach(visit) {
        for (let at = 0; at < this.#length; at += STRIDE) {
            visit({
                isRegion: this.#fields[at] === REGION,
                object: Number(this.#fields[at + 1]),
                base: this.#fields[at + 2] ?? 0,
                size: this.#fields[at + 3] ?? 0,
                depth: Number(this.#fields[at + 4]),
                perms: Number(this.#fields[at + 5]),
                vmoOffset: this.#fields[at + 6] ?? 0,
            });
        }
    }
    #push(kind, object, base, size, depth, perms, vmoOffset) {
        const fields = this.#fields;
        let at = this.#length;
        fields[at++] = kind;
        fields[at++] = object;
        fields[at++] = base;
        fields[at++] = size;
        fields[at++] = depth;
        fields[at++] = perms;
        fields[at++] = vmoOffset;
        this.#length = at;
    }
}
//# sourceMappingURL=space.js.map