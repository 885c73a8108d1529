import { Status } from "../zircon/status.js";
import { addU64, subU64 } from "../zircon/u64.js";
import { LEASE_PERMS } from "./lease.js";
/** What the ledger sees of a kernel. Nothing here has an effect on it. */
/** LEASE-10, 11 and 13 for one page: why it cannot serve a lease of that kind, with the status of the fault; undefined if it can. */
export function refusal(page, kind) {
    if (page === undefined)
        return { reason: "unmapped", status: Status.NOT_FOUND };
    const needed = LEASE_PERMS[kind];
    if ((page.perms & needed) !== needed)
        return { reason: "permission", status: Status.ACCESS_DENIED };
    return page.reach === Status.OK ? undefined : { reason: "beyond-end", status: page.reach };
}
/** For each of `count` pages from `base` the koids of the regions that it lies in, from the root down to its mapping's owner. */
export function regionsOfPages(kernel, pages, base, count) {
    const first = pages.of(base);
    const found = Array.from({ length: count }, () => []);
    const path = [];
    kernel.observeSpace(base, pages.bytes(count), {
        region(koid, _base, _size, depth) {
            path.length = depth - 1;
            path.push(koid);
        },
        mapping(mappingBase, size, depth) {
            const regions = path.slice(0, depth - 1);
            const from = Math.max(pages.of(mappingBase) - first, 0);
            const to = Math.min(pages.of(mappingBase) - first + pages.of(size), count);
            found.fill(regions, from, to);
        },
    });
    return found;
}
/** Bytes asked for at once. */
const CHUNK = 1 << 20;
/** What a thread loads at once, in bytes. */
const WORD = 8;
/**
 * The bytes [addr, addr+len), all of which are readable. Process memory reads end at each mapping object (PMEM-07) and refuse
 * uncached memory (PMEM-08); there the rest of the page is loaded as a thread would, in whole words where they are aligned.
 */
export function readBytes(kernel, pages, addr, len) {
    const bytes = new Uint8Array(Number(len));
    for (let done = 0; done < bytes.length;) {
        const at = addU64(addr, done);
        const answer = kernel.processReadMemory(kernel.process, at, Math.min(bytes.length - done, CHUNK));
        if (answer.status === Status.OK && answer.bytes.length > 0) {
            bytes.set(answer.bytes, done);
            done += answer.bytes.length;
        }
        else {
            const inPage = pages.size - pages.offsetIn(at);
            const end = Math.min(bytes.length, done + inPage);
            loadBytes(kernel, at, bytes.subarray(done, end));
            done = end;
        }
    }
    return bytes;
}
/** Loads bytes of one page. */
function loadBytes(kernel, addr, into) {
    const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
    for (let done = 0; done < into.length;) {
        const at = addU64(addr, done);
        const aligned = BigInt.asUintN(3, BigInt(at)) === 0n;
        const width = aligned && into.length - done >= WORD ? WORD : 1;
        const { value } = kernel.access(at, "read", width);
        if (width === 1)
            into[done] = Number(value);
        else
            view.setBigUint64(done, BigInt(value), true);
        done += width;
    }
}
/** The page-aligned range that [addr, addr+len) touches: its first byte and its number of pages. */
export function touchedPages(pages, addr, len) {
    const first = pages.of(addr);
    const last = pages.of(subU64(addU64(addr, len), 1));
    return { base: pages.bytes(first), count: last - first + 1 };
}
//# sourceMappingURL=observe.js.map