import { addressNames, differenceNames } from "./address.js";
/** The answers of a call besides its status: expected only where the call can succeed. */
const OUTPUTS = [
    "at",
    "within",
    "aligned",
    "placed",
    "info",
    "maps",
    "actual",
    "available",
    "runs",
    "size",
    "bytes",
    "transferred",
    "vmoInfo",
    "hasRights",
    "lacksRights",
    "name",
    "type",
    "observed",
    "value",
    "rights",
];
/**
 * Which names are bound, step by step, as far as this can be told without running anything. Handles, addresses and leases
 * are bound each for itself.
 */
export class Scope {
    #handles = new Set(["root", "invalid", "unknown"]);
    #addresses = new Set(["root"]);
    /** Names that `release` may say, and all that any lease ever had. */
    #held = new Set();
    #leases = new Set();
    /** Checks one step in its place and binds its name. */
    check(step, complain) {
        if ("vmar" in step)
            this.#handle(step.vmar, "vmar", complain);
        if ("vmo" in step)
            this.#handle(step.vmo, "vmo", complain);
        if ("handle" in step)
            this.#handle(step.handle, "handle", complain);
        if ("addr" in step)
            this.#address(step.addr, "addr", complain);
        if ("offset" in step)
            this.#address(step.offset, "offset", complain);
        if (step.op === "release" && !this.#held.delete(step.lease))
            complain("lease", "a lease that was taken earlier and not released", step.lease);
        if (step.op === "access" && step.kind !== "write" && step.value !== undefined)
            complain("value", `no value with kind "${step.kind}"`, step.value);
        const expect = step.expect ?? {};
        checkOutputs(step, expect, complain);
        // The answer is compared with names as they are before the step, the state after it with names as they are then.
        this.#answers(expect, complain);
        this.#bind(step);
        this.#after(expect, complain);
    }
    #answers({ at, within, placed, info, maps, runs }, complain) {
        this.#address(at, "expect.at", complain);
        this.#address(within?.base, "expect.within.base", complain);
        this.#address(placed, "expect.placed", complain);
        this.#address(info?.base, "expect.info.base", complain);
        for (const [index, entry] of maps?.entries() ?? []) {
            this.#address(entry.base, `expect.maps[${index}].base`, complain);
            if (entry.vmo !== undefined)
                this.#handle(entry.vmo, `expect.maps[${index}].vmo`, complain);
        }
        this.#rows(runs, "expect.runs", complain);
    }
    #bind(step) {
        if (!("as" in step))
            return;
        if (step.op !== "borrow" && !maySucceed(step.expect?.status)) {
            // Handle 0 and address 0, whatever the op would make.
            this.#handles.add(step.as);
            this.#addresses.add(step.as);
        }
        switch (step.op) {
            case "borrow":
                this.#held.add(step.as);
                this.#leases.add(step.as);
                break;
            case "map":
            case "info":
                this.#addresses.add(step.as);
                break;
            case "allocate":
                this.#handles.add(step.as);
                this.#addresses.add(step.as);
                break;
            default:
                this.#handles.add(step.as);
        }
    }
    #after({ dangling, changed, space, pages }, complain) {
        for (const [index, entry] of dangling?.entries() ?? []) {
            const field = `expect.dangling[${index}]`;
            if (typeof entry === "string")
                this.#lease(entry, field, complain);
            else {
                this.#lease(entry.lease, `${field}.lease`, complain);
                this.#address(entry.page, `${field}.page`, complain);
            }
        }
        for (const [index, lease] of changed?.entries() ?? [])
            this.#lease(lease, `expect.changed[${index}]`, complain);
        this.#rows(space, "expect.space", complain);
        this.#address(pages?.base, "expect.pages.base", complain);
    }
    #rows(rows, field, complain) {
        for (const [index, row] of rows?.entries() ?? []) {
            this.#address(row[2], `${field}[${index}][2]`, complain);
            if (row[0] === "vmar")
                this.#handle(row[4], `${field}[${index}][4]`, complain);
            else
                this.#handle(row[5], `${field}[${index}][5]`, complain);
        }
    }
    #handle(name, field, complain) {
        if (!this.#handles.has(name))
            complain(field, "a handle bound earlier", name);
    }
    #lease(name, field, complain) {
        if (!this.#leases.has(name))
            complain(field, "a lease taken earlier", name);
    }
    #address(expression, field, complain) {
        if (typeof expression !== "string")
            return;
        for (const name of addressNames(expression) ?? differenceNames(expression) ?? []) {
            if (!this.#addresses.has(name))
                complain(field, "an address bound earlier", name);
        }
    }
}
function checkOutputs(step, expect, complain) {
    if (step.op === "access") {
        if (expect.value === undefined)
            return;
        if (step.kind !== "read")
            complain("expect.value", `no value with kind "${step.kind}"`, expect.value);
        if (expect.fault !== undefined && expect.fault !== "none")
            complain("expect.value", `no value with fault "${expect.fault}"`, expect.value);
        return;
    }
    if (maySucceed(expect.status))
        return;
    const statuses = [expect.status ?? []].flat();
    const output = OUTPUTS.find((field) => expect[field] !== undefined);
    if (output === undefined)
        return;
    // zx_object_wait_one tells the signals also when none of those asked for came.
    if (output === "observed" && statuses.includes("TIMED_OUT"))
        return;
    complain(`expect.${output}`, `no output with status ${statuses.join(" or ")}`, expect[output]);
}
function maySucceed(status) {
    return status === undefined || [status].flat().includes("OK");
}
//# sourceMappingURL=scope.js.map