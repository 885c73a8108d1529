/** Bytes that are copied one by one: making a view of the page costs as much as some more. */
const SHORT = 16;

/** The present content of one page, shared by `sharers` stores until one of them writes (D-12). */
export interface StoredPage {
  /** Absent while all bytes are zero. */
  bytes: Uint8Array | undefined;
  sharers: number;
}

/**
 * The stores that came of one another by snapshots (VMO-22). Ended, for good, once one is left: a later
 * snapshot founds another.
 */
interface CowFamily {
  living: number;
}

/**
 * The pages that a VMO holds: a sparse map from page index to page, and intervals of blank pages, of which
 * one COMMIT makes up to a million (D-28). Absent pages read zero; there is nothing below them (D-12).
 * References and slices use the store of their parent.
 */
export class PageStore {
  readonly pageSize: number;
  readonly #pages: Map<number, StoredPage> = new Map();
  /**
   * Where intervals of blank pages begin and end, in turn, ascending. A blank page is present, zero and
   * this store's alone; it is not in the map.
   */
  readonly #blank: number[] = [];
  #family: CowFamily | undefined;
  /** The family that the store was born into by a snapshot. */
  #birthFamily: CowFamily | undefined;
  /**
   * VMOs on this store that live by a handle or a mapping; the store gives up its pages when none is left.
   */
  #users = 0;

  constructor(pageSize: number) {
    this.pageSize = pageSize;
  }

  /** VMO-22, D-6: another store of the family is alive. */
  get hasRelatives(): boolean {
    return this.#family !== undefined && this.#family.living > 1;
  }

  /** D-6: the store is a snapshot and the family of that snapshot has not ended. */
  get hasParent(): boolean {
    return this.#birthFamily !== undefined && this.#birthFamily.living > 1;
  }

  /** No page is present. */
  get isEmpty(): boolean {
    return this.#pages.size === 0 && this.#blank.length === 0;
  }

  addUser(): void {
    this.#users++;
  }

  dropUser(): void {
    if (--this.#users > 0) return;
    for (const page of this.#pages.values()) page.sharers--;
    this.#pages.clear();
    this.#blank.length = 0;
    if (this.#family !== undefined) this.#family.living--;
  }

  /**
   * A store that starts with the present pages of [from, to), shared; index 0 of it is page `from`
   * (VMO-08).
   */
  snapshot(from: number, to: number): PageStore {
    const child = new PageStore(this.pageSize);
    this.#forEachBlank(from, to, (start, end) => {
      for (let index = start; index < end; index++) this.#pages.set(index, { bytes: undefined, sharers: 1 });
    });
    this.#setBlank(from, to, false);
    this.forEachStored(from, to, (page, index) => {
      page.sharers++;
      child.#pages.set(index - from, page);
    });
    if (!this.hasRelatives || this.#family === undefined) this.#family = { living: 1 };
    this.#family.living++;
    child.#family = this.#family;
    child.#birthFamily = this.#family;
    return child;
  }

  /** How many pages of [from, to) are blank. */
  countBlank(from: number, to: number): number {
    let count = 0;
    this.#forEachBlank(from, to, (start, end) => (count += end - start));
    return count;
  }

  /**
   * Visits the present pages of [from, to) that are not blank, in no particular order: by index or by page,
   * whichever are fewer.
   */
  forEachStored(from: number, to: number, visit: (page: StoredPage, index: number) => void): void {
    if (to - from <= this.#pages.size) {
      for (let index = from; index < to; index++) {
        const page = this.#pages.get(index);
        if (page !== undefined) visit(page, index);
      }
      return;
    }
    for (const [index, page] of this.#pages) if (index >= from && index < to) visit(page, index);
  }

  /** Fills `out` from byte `at` of page `index` on. `out` holds zeros before. */
  read(index: number, at: number, out: Uint8Array): void {
    for (let done = 0; done < out.length; index++, at = 0) {
      const count = Math.min(this.pageSize - at, out.length - done);
      const bytes = this.#pages.get(index)?.bytes;
      if (bytes !== undefined) copy(bytes, at, count, out, done);
      done += count;
    }
  }

  /**
   * Stores `bytes` from byte `at` of page `index` on; each page written is present and this store's own
   * afterwards.
   */
  write(index: number, at: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; index++, at = 0) {
      const page = this.#own(index);
      const end = done + this.pageSize - at;
      page.bytes ??= new Uint8Array(this.pageSize);
      page.bytes.set(bytes.subarray(done, end), at);
      done = end;
    }
  }

  /** Absent pages of [from, to) become zero pages of this store's own. */
  commit(from: number, to: number): void {
    this.#setBlank(from, to, true);
    this.forEachStored(from, to, (_page, index) => this.#setBlank(index, index + 1, false));
  }

  /** Pages [from, to) become absent here; other stores keep them. */
  drop(from: number, to: number): void {
    this.#setBlank(from, to, false);
    this.forEachStored(from, to, (page, index) => {
      page.sharers--;
      this.#pages.delete(index);
    });
  }

  /**
   * Zeroes from byte `firstAt` of page `first` up to byte `lastAt` of page `last`: whole pages become
   * absent.
   */
  zero(first: number, firstAt: number, last: number, lastAt: number): void {
    if (first === last) {
      this.#zeroPart(first, firstAt, lastAt);
      return;
    }
    if (firstAt > 0) this.#zeroPart(first++, firstAt, this.pageSize);
    this.drop(first, last);
    this.#zeroPart(last, 0, lastAt);
  }

  /** Less than a page: an absent page stays absent, a present one stays present. */
  #zeroPart(index: number, from: number, to: number): void {
    if (from === to || !this.#pages.has(index)) return;
    this.#own(index).bytes?.fill(0, from, to);
  }

  /** The page as one that only this store holds. */
  #own(index: number): StoredPage {
    const page = this.#pages.get(index);
    if (page?.sharers === 1) return page;
    const own: StoredPage = { bytes: page?.bytes?.slice(), sharers: 1 };
    if (page !== undefined) page.sharers--;
    else this.#setBlank(index, index + 1, false);
    this.#pages.set(index, own);
    return own;
  }

  #forEachBlank(from: number, to: number, visit: (start: number, end: number) => void): void {
    for (let i = 0; i < this.#blank.length; i += 2) {
      const start = Math.max(this.#blank[i] ?? to, from);
      const end = Math.min(this.#blank[i + 1] ?? to, to);
      if (start < end) visit(start, end);
    }
  }

  /** Makes all pages of [from, to) blank, or none of them. */
  #setBlank(from: number, to: number, blank: boolean): void {
    const edges = this.#blank;
    if (from >= to || (edges.length === 0 && !blank)) return;
    // After an odd number of edges pages are blank, after an even number they are not.
    let first = 0;
    while (first < edges.length && (edges[first] ?? from) < from) first++;
    let last = first;
    while (last < edges.length && (edges[last] ?? to) <= to) last++;
    const kept: number[] = [];
    if ((first % 2 === 1) !== blank) kept.push(from);
    if ((last % 2 === 1) !== blank) kept.push(to);
    edges.splice(first, last - first, ...kept);
  }
}

function copy(bytes: Uint8Array, at: number, count: number, out: Uint8Array, to: number): void {
  if (count > SHORT) out.set(bytes.subarray(at, at + count), to);
  else for (let i = 0; i < count; i++) out[to + i] = bytes[at + i] ?? 0;
}
