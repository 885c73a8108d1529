import { subU64 } from "../zircon/u64.js";
import { unsafeCall } from "./call.js";
/**
 * The obligations that a broken lease shows to be violated. None means that the call is one the zx crate offers as safe:
 * a **soundness finding**.
 *
 * @param page the first broken page of the lease
 */
export function violatedObligations(call, lease, page) {
    switch (unsafeCall(call)) {
        case "unmap":
            if (page.regions.at(-1) !== call.vmar)
                return ["SAFE-09"];
            if (onlyBytesPastEnd(call, lease))
                return ["SAFE-08"];
            return lease.kind === "execute" ? ["SAFE-07"] : ["SAFE-05", "SAFE-06"];
        case "protect":
            return ["SAFE-10"];
        case "destroy":
            return ["SAFE-11"];
        case "overwrite":
            return lease.kind === "execute" ? ["SAFE-03"] : ["SAFE-01"];
        case undefined:
            return [];
    }
}
/** Whether the lease starts behind the bytes that an unmap names, in what is left of their last page. */
function onlyBytesPastEnd({ addr = 0, len = 0 }, lease) {
    return lease.addr >= addr && subU64(lease.addr, addr) >= len;
}
/** The law by which the lease should not have broken; undefined if the break is in order. */
export function violatedLaw(call, lease, reason, pages) {
    const unsafe = unsafeCall(call);
    // A killed process takes its whole address space along (DEST-06).
    if (unsafe === undefined && reason !== "beyond-end" && call.op !== "task_kill")
        return "LEASE-20";
    // §7: of the calls that exist here, only op_range has effects when it fails, and those break nothing (LEASE-20).
    if (!call.ok)
        return "LEASE-21";
    if (unsafe === undefined)
        return undefined;
    const covered = unsafe === "destroy"
        ? lease.pages.some(({ regions }) => regions.some((koid) => koid === call.vmar))
        : meetsPages(call, lease, pages);
    return covered ? undefined : "LEASE-22";
}
/** Whether the lease has a page in the pages that the call names. */
function meetsPages({ addr = 0, len = 0 }, lease, pages) {
    const first = pages.of(addr);
    const leaseFirst = pages.of(lease.addr);
    return first < leaseFirst + lease.pages.length && leaseFirst < first + pages.up(len);
}
//# sourceMappingURL=obligations.js.map