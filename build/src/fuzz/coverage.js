/**
 * What a campaign has reached, in the terms of the semantics: rules, calls by status, and shapes of overlap.
 */
import { RULE_IDS, UNREACHABLE_RULES, VmOption, addU64 } from "../zircon/index.js";
/** Allen's thirteen relations between the range of a call and a thing that is there. */
export const RELATIONS = [
    "before",
    "meets",
    "overlaps",
    "starts",
    "during",
    "finishes",
    "equals",
    "finished-by",
    "contains",
    "started-by",
    "overlapped-by",
    "met-by",
    "after",
];
/** How [a, aEnd) lies to [b, bEnd); both must not be empty. */
export function relation(a, aEnd, b, bEnd) {
    if (aEnd < b)
        return "before";
    if (aEnd === b)
        return "meets";
    if (a > bEnd)
        return "after";
    if (a === bEnd)
        return "met-by";
    if (a === b)
        return aEnd === bEnd ? "equals" : aEnd < bEnd ? "starts" : "started-by";
    if (a > b)
        return aEnd === bEnd ? "finishes" : aEnd < bEnd ? "during" : "overlapped-by";
    return aEnd === bEnd ? "finished-by" : aEnd < bEnd ? "overlaps" : "contains";
}
/** The calls that have a range of addresses, and so shapes. */
export const RANGE_CALLS = ["allocate", "map", "unmap", "protect", "op_range"];
export class Coverage {
    #rules = new Map();
    #calls = new Map();
    #shapes = new Map();
    #operations = 0;
    /** Operations counted. */
    get operations() {
        return this.#operations;
    }
    /** How often each rule was applied. */
    get rules() {
        return this.#rules;
    }
    get calls() {
        return this.#calls;
    }
    /** Keys `call relation kind@depth`, such as `unmap contains mapping@2`. */
    get shapes() {
        return this.#shapes;
    }
    /** The number of different things reached: grows exactly when something new is. */
    get size() {
        let statuses = 0;
        for (const byStatus of this.#calls.values())
            statuses += byStatus.size;
        return this.#rules.size + statuses + this.#shapes.size;
    }
    /** Rules that calls can reach and that were not. */
    unreachedRules() {
        return RULE_IDS.filter((rule) => UNREACHABLE_RULES[rule] === undefined && !this.#rules.has(rule));
    }
    rule(id) {
        this.#rules.set(id, (this.#rules.get(id) ?? 0) + 1);
    }
    /** Counts an operation: what it answered, by which rules, and how its range lay to what was there before it. */
    answered(op, status, session, before, _rules = []) {
        this.#operations++;
        let byStatus = this.#calls.get(op.call);
        if (byStatus === undefined)
            this.#calls.set(op.call, (byStatus = new Map()));
        byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        const range = rangeOf(op, session);
        if (range === undefined)
            return;
        const end = addU64(range.base, range.len);
        if (end <= range.base)
            return;
        before.forEach((entry) => {
            if (entry.depth < 2)
                return; // the root holds everything
            const how = relation(range.base, end, entry.base, addU64(entry.base, entry.size));
            if (how === "before" || how === "after")
                return;
            this.shaped(`${op.call} ${how} ${entry.isRegion ? "region" : "mapping"}@${Math.min(entry.depth, 5)}`);
        });
    }
    /** Counts a shape of overlap. */
    shaped(shape) {
        this.#shapes.set(shape, (this.#shapes.get(shape) ?? 0) + 1);
    }
    /** As plain data, which crosses threads. */
    toData() {
        return { operations: this.#operations, rules: this.#rules, calls: this.#calls, shapes: this.#shapes };
    }
    static fromData(data) {
        const coverage = new Coverage();
        coverage.merge(data);
        return coverage;
    }
    /** Adds what another campaign reached. */
    merge(other) {
        this.#operations += other.operations;
        mergeCounts(this.#rules, other.rules);
        mergeCounts(this.#shapes, other.shapes);
        for (const [call, theirs] of other.calls) {
            let ours = this.#calls.get(call);
            if (ours === undefined)
                this.#calls.set(call, (ours = new Map()));
            mergeCounts(ours, theirs);
        }
    }
}
function mergeCounts(into, from) {
    for (const [key, count] of from)
        into.set(key, (into.get(key) ?? 0) + count);
}
const FIXED = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE;
/** The addresses that a call asks for; undefined where it leaves them to the kernel. */
function rangeOf(op, session) {
    switch (op.call) {
        case "unmap":
        case "protect":
        case "op_range":
            return { base: session.addr(op.addr), len: op.len };
        case "map":
        case "allocate": {
            if ((op.options & FIXED) === 0)
                return undefined;
            const region = session.regionBase(op.vmar);
            if (region === undefined)
                return undefined;
            return { base: addU64(region, session.offset(op.offset)), len: op.call === "map" ? op.len : op.size };
        }
        default:
            return undefined;
    }
}
//# sourceMappingURL=coverage.js.map