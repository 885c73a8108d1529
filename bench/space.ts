/**
 * An address space that a stream plays on. Numbers are pages from the base of the whole space; `child` says
 * which of its equal parts a call is about.
 */
export interface Space {
  /** A new space of `pages` pages in `children` equal parts, nothing mapped. */
  reset(pages: number, children: number): void;
  /** Pages [page, page + len) become one mapping of `perm`, whatever they were. */
  map(child: number, page: number, len: number, perm: number): void;
  /** Pages [page, page + len) are free afterwards. */
  unmap(child: number, page: number, len: number): void;
  /** Gives [page, page + len) the permission; false, and no effect, if any page of it is not mapped. */
  protect(child: number, page: number, len: number, perm: number): boolean;
  /** The page's permission, 0 if it is not mapped; found from the root. */
  lookup(page: number): number;
  /** Maps `len` pages at the lowest spot that holds them; the page, or -1. */
  placeLowest(len: number, perm: number): number;
  /** Maps `len` pages at the first random page from which they are free; the page, or -1. */
  placeRandom(len: number, perm: number): number;
  /** Visits all entries in address order; `token` is the first page of the call that mapped. */
  each(visit: (page: number, len: number, perm: number, token: number) => void): void;
  /** Unmaps everything and gives up the space. */
  destroy(): void;
}
