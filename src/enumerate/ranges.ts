/** Pages [first, end). */
export interface PageRange {
  readonly first: number;
  readonly end: number;
}

/** Every range of pages that begins in [0, pages) and ends by `last`, the shorter before the longer at the same place. */
export function rangesIn(pages: number, last: number = pages): PageRange[] {
  const ranges: PageRange[] = [];
  for (let first = 0; first < pages; first++) {
    for (let end = first + 1; end <= last; end++) ranges.push({ first, end });
  }
  return ranges;
}

/** `1 page`, `2 pages`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
