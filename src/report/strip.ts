import type { SpaceEntry, SpaceLog } from "../fuzz/space.ts";
import { PageGeometry, type U64, formatU64, permsText } from "../zircon/index.ts";

/** Spaces of at most this many pages are drawn a column a page; in others a long stretch between two boundaries takes one column. */
const MOST_COLUMNS = 64;

export interface StripOptions {
  readonly base: U64;
  readonly size: U64;
  readonly pageSize: number;
  /** The name of an object, by its id in the log. */
  readonly name: (object: number) => string;
}

/**
 * A picture of an address space in plain text: a row for each depth of regions, one for permissions, one for VMOs.
 *
 *     0x1000000, a column a page
 *     root  [..............]
 *     r1     [......]
 *     perms ..rr--..........      r read, w read+write, x read+execute, a all, - none, . not mapped
 *     vmos  ..11....               1 = v1
 */
export function strip(space: SpaceLog, options: StripOptions): string[] {
  const geometry = new PageGeometry(options.pageSize);
  const entries: SpaceEntry[] = [];
  space.forEach((entry) => entries.push(entry));
  const first = geometry.of(options.base);
  const pages = geometry.of(options.size);
  const columns =
    pages <= MOST_COLUMNS ? everyPage(first, pages) : stretches(entries, geometry, first, pages);
  const at = (page: number): number => columns.findIndex((column) => column.page === page);
  const end = (page: number): number => (page === first + pages ? columns.length : at(page));

  const rows: { label: string; cells: string[] }[] = [];
  const perms = columns.map(() => ".");
  const vmos = columns.map(() => ".");
  const legend: string[] = [];
  const keys = new Map<number, string>();
  const depths: { label: string[]; cells: string[] }[] = [];
  for (const entry of entries) {
    const from = at(geometry.of(entry.base));
    const to = end(geometry.of(entry.base) + geometry.of(entry.size));
    if (entry.isRegion) {
      const row = (depths[entry.depth] ??= { label: [], cells: columns.map(() => " ") });
      row.label.push(options.name(entry.object));
      row.cells.fill(".", from, to);
      row.cells[from] = to - from === 1 ? "o" : "[";
      if (to - from > 1) row.cells[to - 1] = "]";
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
    if (row !== undefined) rows.push({ label: row.label.join(" "), cells: row.cells });
  rows.push({ label: "perms", cells: perms }, { label: "vmos", cells: vmos });
  const width = Math.max(...rows.map(({ label }) => label.length));
  const long = columns.filter(({ count }) => count > 1).map(({ count }) => `${count} pages`);
  const note = long.length === 0 ? "" : `, but for ${long.join(" and ")} that take one`;
  const head = `${formatU64(options.base)}, a column a page${note}`;
  const lines = rows.map(({ label, cells }) => `${label.padEnd(width)}  ${cells.join("").trimEnd()}`);
  if (legend.length > 0) lines[lines.length - 1] += `   ${legend.join(", ")}`;
  return [head, ...lines];
}

function everyPage(first: number, pages: number): { page: number; count: number }[] {
  return Array.from({ length: pages }, (_, i) => ({ page: first + i, count: 1 }));
}

/** Stretches of more pages than this between two boundaries take one column. */
const LONG_STRETCH = 12;

function stretches(
  entries: readonly SpaceEntry[],
  geometry: PageGeometry,
  first: number,
  pages: number,
): { page: number; count: number }[] {
  const edges = new Set([first, first + pages]);
  for (const { base, size } of entries)
    edges.add(geometry.of(base)).add(geometry.of(base) + geometry.of(size));
  const sorted = [...edges].toSorted((a, b) => a - b);
  return sorted.slice(0, -1).flatMap((page, i) => {
    const count = (sorted[i + 1] ?? page) - page;
    return count > LONG_STRETCH ? [{ page, count }] : everyPage(page, count);
  });
}

/** One letter for a permission set: `-` none, `r`, `w` with read, `x` with read, `a` all; odd ones as their number. */
function permsLetter(perms: number): string {
  const letters: { readonly [text: string]: string } = {
    "---": "-",
    "r--": "r",
    "rw-": "w",
    "r-x": "x",
    rwx: "a",
  };
  return letters[permsText(perms)] ?? String(perms);
}
