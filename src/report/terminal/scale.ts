import { PageGeometry } from "../../zircon/page.ts";
import type { AspaceConfig } from "../../zircon/kernel.ts";
import type { Block, Held } from "../walk/walk.ts";

/** A stretch between two boundaries: pages that every picture drawn to the scale shows alike. */
interface Stretch {
  /** Page numbers; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Columns; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Where pages are on a line of text. A whole page takes a column at least; long stretches are cut short. */
export class Scale {
  readonly stretches: readonly Stretch[];
  readonly pages: PageGeometry;
  /** Whether a column is the same number of pages everywhere. */
  readonly isLinear: boolean;
  readonly width: number;

  constructor(pages: PageGeometry, stretches: readonly Stretch[], isLinear: boolean) {
    this.pages = pages;
    this.stretches = stretches;
    this.isLinear = isLinear;
    this.width = stretches.at(-1)?.end ?? 0;
  }

  /** The columns of the pages that [base, base+size) touches, cut to what is drawn; undefined if none of it is. */
  columns(base: number | bigint, size: number | bigint): { start: number; end: number } | undefined {
    const first = this.pages.of(base);
    const last = first + Math.max(1, this.pages.up(size));
    const inside = this.stretches.filter(({ from, to }) => from < last && to > first);
    const [left, right] = [inside[0], inside.at(-1)];
    if (left === undefined || right === undefined) return undefined;
    const at = ({ from, to, start, end }: Stretch, page: number): number =>
      start + Math.round(((Math.min(Math.max(page, from), to) - from) / (to - from)) * (end - start));
    const start = at(left, first);
    return { start, end: Math.max(at(right, last), start + 1) };
  }
}

/** A scale of at most `width` columns that has room for a column for each stretch of the pictures. */
export function scaleOf(
  aspace: AspaceConfig,
  pictures: readonly (readonly Block[])[],
  held: readonly Held[],
  width: number,
): Scale {
  const pages = new PageGeometry(aspace.pageSize);
  const first = pages.of(aspace.base);
  const count = pages.of(aspace.size);
  if (count <= width) {
    const perPage = Math.min(8, Math.floor(width / count));
    const whole = { from: first, to: first + count, start: 0, end: count * perPage };
    return new Scale(pages, [whole], true);
  }
  const edges = new Set([first, first + count]);
  const ranges = [
    ...pictures.flat().map(({ base, size }) => ({ base, size })),
    ...held.map(({ addr, len }) => ({ base: addr, size: len })),
  ];
  for (const { base, size } of ranges) {
    const start = pages.of(base);
    edges.add(Math.max(first, Math.min(start, first + count)));
    edges.add(Math.max(first, Math.min(start + Math.max(1, pages.up(size)), first + count)));
  }
  const sorted = [...edges].toSorted((a, b) => a - b);
  const inside = pictures.flat().filter(({ depth }) => depth > 1);
  const spans = sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? from;
    const isFree = !inside.some(
      ({ base, size }) => pages.of(base) < to && pages.of(base) + Math.max(1, pages.up(size)) > from,
    );
    // The space around everything says little, however large it is.
    return { from, to, weight: isFree ? 1 : 3 + Math.min(8, Math.log2(to - from)) };
  });
  return new Scale(pages, layOut(spans.slice(0, width), width), false);
}

/** Columns for each span: one, and a share of those that are left by its weight. */
function layOut(spans: readonly { from: number; to: number; weight: number }[], width: number): Stretch[] {
  const sum = spans.reduce((total, { weight }) => total + weight, 0);
  const spare = width - spans.length;
  let weighed = 0;
  return spans.map(({ from, to, weight }, index) => {
    const start = index + Math.round((spare * weighed) / sum);
    weighed += weight;
    return { from, to, start, end: index + 1 + Math.round((spare * weighed) / sum) };
  });
}
