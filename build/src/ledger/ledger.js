import { PageGeometry } from "../zircon/page.js";
import { Status } from "../zircon/status.js";
import { addOverflows, addU64 } from "../zircon/u64.js";
import { violatedLaw, violatedObligations } from "./obligations.js";
import { readBytes, refusal, regionsOfPages, touchedPages } from "./observe.js";
export const NO_EFFECTS = { broken: [], changed: [] };
/**
 * The safety ledger: the references that a program could hold into mapped memory, and which steps break them
 * (docs/spec/safety-ledger.md).
 *
 * It decides from what one kernel shows, and what it answers names no koid, so the ledgers of two kernels can be compared
 * (LEASE-23). Without live leases a step costs nothing.
 */
export class SafetyLedger {
    #kernel;
    #pages;
    /** In the order borrowed. */
    #live = [];
    /** What each name stands for now. */
    #named = new Map();
    /** @param pageSize the kernel's, in bytes */
    constructor(kernel, pageSize) {
        this.#kernel = kernel;
        this.#pages = new PageGeometry(pageSize);
    }
    /** The number of live leases. */
    get liveLeases() {
        return this.#live.length;
    }
    /**
     * LEASE-01, 02: takes a lease over the pages that [addr, addr+len) touches.
     *
     * @param name what later steps call it; a lease without a name is only asked for, since nothing could tell of it
     * @returns OK, or the fault status of the first page that refuses; INVALID_ARGS for no bytes or a range past 2^64
     */
    borrow(name, addr, len, kind) {
        if (name !== undefined)
            this.#named.set(name, undefined);
        if (len === 0 || addOverflows(addr, len))
            return Status.INVALID_ARGS;
        const { base, count } = touchedPages(this.#pages, addr, len);
        const seen = [];
        for (let index = 0; index < count; index++) {
            const view = this.#kernel.observePage(this.#pageAt(base, index));
            const refused = refusal(view, kind);
            if (view === undefined || refused !== undefined)
                return refused?.status ?? Status.NOT_FOUND;
            seen.push({ vmoKoid: view.vmoKoid, vmoOffset: view.vmoOffset });
        }
        if (name === undefined)
            return Status.OK;
        const regions = regionsOfPages(this.#kernel, this.#pages, base, count);
        const pages = seen.map((page, index) => ({ ...page, regions: regions[index] ?? [] }));
        const lease = { name, kind, addr, len, pages, state: "live" };
        if (kind !== "mut")
            lease.bytes = readBytes(this.#kernel, this.#pages, addr, len);
        this.#live.push(lease);
        this.#named.set(name, lease);
        return Status.OK;
    }
    /** LEASE-03: drops the lease of that name. Any outcome but "released" is an error of whoever asked. */
    release(name) {
        const lease = this.#named.get(name);
        if (lease === undefined)
            return "never taken";
        if (lease.state !== "live")
            return lease.state === "broken" ? "broken" : "released before";
        lease.state = "released";
        this.#live = this.#live.filter((other) => other !== lease);
        return "released";
    }
    /** LEASE-10…16: what the step that was just made did to the live leases. */
    examine(call) {
        if (this.#live.length === 0)
            return NO_EFFECTS;
        const broken = [];
        const changed = [];
        for (const lease of this.#live) {
            const found = this.#firstBreak(call, lease);
            if (found !== undefined)
                broken.push(found);
            else if (this.#bytesChanged(lease))
                changed.push(lease.name);
        }
        if (broken.length > 0)
            this.#live = this.#live.filter(({ state }) => state === "live");
        return { broken, changed };
    }
    #firstBreak(call, lease) {
        const { base } = touchedPages(this.#pages, lease.addr, lease.len);
        for (const [index, page] of lease.pages.entries()) {
            const addr = this.#pageAt(base, index);
            const reason = this.#breakReason(call, lease.kind, page, addr);
            if (reason === undefined)
                continue;
            lease.state = "broken";
            const obligations = violatedObligations(call, lease, page);
            const law = violatedLaw(call, lease, reason, this.#pages);
            const { name, kind } = lease;
            return { lease: name, kind, page: addr, reason, obligations, ...(law === undefined ? {} : { law }) };
        }
        return undefined;
    }
    #breakReason(call, kind, page, addr) {
        const view = this.#kernel.observePage(addr);
        const refused = refusal(view, kind);
        // LEASE-12 comes before LEASE-13.
        if (view === undefined || (refused !== undefined && refused.reason !== "beyond-end"))
            return refused?.reason;
        if (view.vmoKoid !== page.vmoKoid || view.vmoOffset !== page.vmoOffset) {
            const becamePrivate = call.op === "write_memory" && view.vmoKoid === 0;
            if (!becamePrivate)
                return "replaced";
            // LEASE-15: the same bytes in the kernel's own clone.
            page.vmoKoid = view.vmoKoid;
            page.vmoOffset = view.vmoOffset;
        }
        return refused?.reason;
    }
    #bytesChanged(lease) {
        if (lease.bytes === undefined)
            return false;
        const now = readBytes(this.#kernel, this.#pages, lease.addr, lease.len);
        if (Buffer.compare(lease.bytes, now) === 0)
            return false;
        lease.bytes = now;
        return true;
    }
    #pageAt(base, index) {
        return addU64(base, this.#pages.bytes(index));
    }
}
//# sourceMappingURL=ledger.js.map