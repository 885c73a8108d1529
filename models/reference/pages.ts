/** One page of memory and how many VMOs refer to it (copy-on-write: D-12). */
class Page {
  /** Undefined while the page is all zeros and was never written. */
  bytes: Uint8Array | undefined;
  sharers = 1;

  constructor(bytes: Uint8Array | undefined) {
    this.bytes = bytes;
  }
}

const FEW_BYTES = 16;

/** The pages [first, end). */
interface PageRange {
  readonly first: number;
  readonly end: number;
}

/**
 * The pages that one VMO has (D-12). A page that is not present reads zero: there is nothing below it.
 *
 * Page numbers count from the start of the VMO. A page may be shared with snapshots; whoever changes it gets its own first.
 */
export class PageStore {
  readonly pageSize: number;
  /** Pages that were written or shared. */
  readonly #pages = new Map<number, Page>();
  /**
   * What was committed, in ranges apart from one another, for there may be a million such pages (D-28). Those of them that are not
   * in `#pages` are zero and this VMO's own.
   */
  #committed: readonly PageRange[] = [];

  constructor(pageSize: number) {
    this.pageSize = pageSize;
  }

  /** Whether no page is present. */
  get isEmpty(): boolean {
    return this.#pages.size === 0 && this.#committed.length === 0;
  }

  /** Whether others refer to the page too, so that a write must copy it. */
  isShared(index: number): boolean {
    const page = this.#pages.get(index);
    return page !== undefined && page.sharers > 1;
  }

  /** COMMIT of [first, end): pages of its own where they are absent, nothing where they are present, shared or not. */
  makePresent(first: number, end: number): void {
    this.#committed = [...this.#committedOutside(first, end), { first, end }];
  }

  /** Copies the page's bytes from `within` on to `at` in `out`, which is all zeros there, as far as `out` goes. */
  read(index: number, within: number, out: Uint8Array, at: number = 0): void {
    const bytes = this.#pages.get(index)?.bytes;
    if (bytes === undefined) return;
    // A few bytes one by one: making a view of the page costs as much as some more.
    if (out.length > FEW_BYTES) out.set(bytes.subarray(within, within + out.length - at), at);
    else for (let i = at; i < out.length && within < bytes.length; i++) out[i] = bytes[within++] ?? 0;
  }

  /** Stores `bytes` at byte `within` of the page; the page is present and this VMO's own afterwards. */
  write(index: number, within: number, bytes: Uint8Array): void {
    this.#own(index).set(bytes, within);
  }

  /** Zeroes a part of a page: copies it first if it is shared, leaves it absent if it is absent. */
  zeroPart(index: number, from: number, to: number): void {
    if (this.#pages.has(index)) this.#own(index).fill(0, from, to);
  }

  /** Gives up the references to the pages of [first, end); they are absent here from now on. */
  drop(first: number, end: number): void {
    this.#each(first, end, (page, index) => {
      page.sharers--;
      this.#pages.delete(index);
    });
    this.#committed = this.#committedOutside(first, end);
  }

  /** Zeroes the pages of [first, end) that are present, which stay present: of a store that shares no page. */
  blank(first: number, end: number): void {
    this.#each(first, end, (page) => {
      page.bytes = undefined;
    });
  }

  /** Fills `child`, which is empty, with references to the present pages of [first, end), the first of which is its page 0. */
  shareInto(child: PageStore, first: number, end: number): void {
    for (const range of this.#committedInside(first, end)) {
      for (let index = range.first; index < range.end; index++) {
        if (!this.#pages.has(index)) this.#pages.set(index, new Page(undefined));
      }
    }
    this.#each(first, end, (page, index) => {
      page.sharers++;
      child.#pages.set(index - first, page);
    });
  }

  /** Tells the numbers of sharers of the present pages of [first, end), in no particular order, and of how many pages each. */
  sharers(first: number, end: number, tell: (sharers: number, pages: number) => void): void {
    const ranges = this.#committedInside(first, end);
    let untouched = 0;
    for (const range of ranges) untouched += range.end - range.first;
    this.#each(first, end, (page, index) => {
      tell(page.sharers, 1);
      if (ranges.some((range) => range.first <= index && index < range.end)) untouched--;
    });
    tell(1, untouched);
  }

  /** The bytes of a page that is present and referred to by nobody else. */
  #own(index: number): Uint8Array {
    let page = this.#pages.get(index);
    if (page === undefined || page.sharers > 1) {
      if (page !== undefined) page.sharers--;
      page = new Page(page?.bytes?.slice());
      this.#pages.set(index, page);
    }
    page.bytes ??= new Uint8Array(this.pageSize);
    return page.bytes;
  }

  #committedInside(first: number, end: number): readonly PageRange[] {
    if (this.#committed.length === 0) return this.#committed;
    return this.#committed
      .map((range) => ({ first: Math.max(range.first, first), end: Math.min(range.end, end) }))
      .filter(notEmpty);
  }

  #committedOutside(first: number, end: number): readonly PageRange[] {
    if (this.#committed.length === 0) return this.#committed;
    return this.#committed
      .flatMap((range) => [
        { first: range.first, end: Math.min(range.end, first) },
        { first: Math.max(range.first, end), end: range.end },
      ])
      .filter(notEmpty);
  }

  /** Visits the pages of [first, end) that were written or shared, however long the range is. */
  #each(first: number, end: number, visit: (page: Page, index: number) => void): void {
    if (end - first > this.#pages.size) {
      for (const [index, page] of this.#pages) if (index >= first && index < end) visit(page, index);
      return;
    }
    for (let index = first; index < end; index++) {
      const page = this.#pages.get(index);
      if (page !== undefined) visit(page, index);
    }
  }
}

function notEmpty({ first, end }: PageRange): boolean {
  return first < end;
}
