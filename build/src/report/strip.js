import { PageGeometry, formatU64, permsText } from "../zircon/index.js";
/** Spaces of at most this many pages are drawn a column a page; others a column for each stretch between two boundaries. */
const MOST_COLUMNS = 64;
/**
 * A picture of an address space in plain text: a row for each depth of regions, one for permissions, one for VMOs.
 *
 *     0x1000000, a column a page
 *     root  [..............]
 *     r1     [......]
 *     perms ..rr--..........      r read, w read+write, x read+execute, a all, - none, . not mapped
 *     vmos  ..11....               1 = v1
 */
export function strip(space, options) {
    const geometry = new PageGeometry(options.pageSize);
    const entries = [];
    space.forEach((entry) => entries.push(entry));
    const first = geometry.of(options.base);
    const pages = geometry.of(options.size);
    const columns = pages <= MOST_COLUMNS ? everyPage(first, pages) : stretches(entries, geometry, first, pages);
    const at = (page) => columns.findIndex((column) => column.page === page);
    const end = (page) => (page === first + pages ? columns.length : at(page));
    const rows = [];
    const perms = columns.map(() => ".");
    const vmos = columns.map(() => ".");
    const legend = [];
    const keys = new Map();
    const depths = [];
    for (const entry of entries) {
        const from = at(geometry.of(entry.base));
        const to = end(geometry.of(entry.base) + geometry.of(entry.size));
        if (entry.isRegion) {
            const row = (depths[entry.depth] ??= { label: [], cells: columns.map(() => " ") });
            row.label.push(options.name(entry.object));
            row.cells.fill(".", from, to);
            row.cells[from] = to - from === 1 ? "o" : "[";
            if (to - from > 1)
                row.cells[to - 1] = "]";
            continue;
        }
        let key = keys.get(entry.object);
        if (key === undefined) {
            key = String.fromCodePoint(0x31 + (keys.size < 9 ? keys.size : keys.size + 39));
            keys.set(entry.object, key);
            legend.push(`${key} = ${entry.object === 0 ? "a private clone" : options.name(entry.object)}`);
        }
        perms.fill(permsLetter(entry.perms), from, to);
        vmos.fill(key, from, to);
    }
    for (const row of depths)
        if (row !== undefined)
            rows.push({ label: row.label.join(" "), cells: row.cells });
    rows.push({ label: "perms", cells: perms }, { label: "vmos", cells: vmos });
    const width = Math.max(...rows.map(({ label }) => label.length));
    const head = pages <= MOST_COLUMNS
        ? `${formatU64(options.base)}, a column a page`
        : `${formatU64(options.base)}, a column a stretch of pages: ${columns.map(({ count }) => count).join(" ")}`;
    const lines = rows.map(({ label, cells }) => `${label.padEnd(width)}  ${cells.join("").trimEnd()}`);
    if (legend.length > 0)
        lines[lines.length - 1] += `   ${legend.join(", ")}`;
    return [head, ...lines];
}
function everyPage(first, pages) {
    return Array.from({ length: pages }, (_, i) => ({ page: first + i, count: 1 }));
}
function stretches(entries, geometry, first, pages) {
    const edges = new Set([first, first + pages]);
    for (const { base, size } of entries)
        edges.add(geometry.of(base)).add(geometry.of(base) + geometry.of(size));
    const sorted = [...edges].toSorted((a, b) => a - b);
    return sorted.slice(0, -1).map((page, i) => ({ page, count: (sorted[i + 1] ?? page) - page }));
}
/** One letter for a permission set: `-` none, `r`, `w` with read, `x` with read, `a` all; odd ones as their number. */
function permsLetter(perms) {
    const letters = {
        "---": "-",
        "r--": "r",
        "rw-": "w",
        "r-x": "x",
        rwx: "a",
    };
    return letters[permsText(perms)] ?? String(perms);
}
//# sourceMappingURL=strip.js.map