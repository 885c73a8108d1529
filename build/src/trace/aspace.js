import { DEFAULT_ASPACE } from "../zircon/kernel.js";
import { isPageSize, PageGeometry } from "../zircon/page.js";
import { subU64, U64_MAX } from "../zircon/u64.js";
/** The address space of a trace: what it leaves out has the format's default (the size rounded down to whole pages). */
export function aspaceOf(aspace = {}) {
    const pageSize = Number(aspace.pageSize ?? DEFAULT_ASPACE.pageSize);
    const base = aspace.base ?? DEFAULT_ASPACE.base;
    const size = aspace.size ?? subU64(DEFAULT_ASPACE.size, Number(DEFAULT_ASPACE.size) % pageSize);
    return { base, size, pageSize };
}
/** What is wrong with an address space: the field and what was expected there; undefined if it is sound. */
export function aspaceProblem({ base, size, pageSize, }) {
    if (!isPageSize(pageSize))
        return { field: "pageSize", expected: "a power of two from 4096 to 2^31" };
    const pages = new PageGeometry(pageSize);
    if (!pages.aligned(base))
        return { field: "base", expected: `a multiple of the page size ${pageSize}` };
    if (size === 0 || !pages.aligned(size))
        return { field: "size", expected: `a positive multiple of the page size ${pageSize}` };
    // base + size may be 2^64, so the last byte is what must fit.
    if (BigInt(base) + BigInt(size) - 1n > U64_MAX)
        return { field: "size", expected: "base + size of at most 2^64" };
    return undefined;
}
//# sourceMappingURL=aspace.js.map