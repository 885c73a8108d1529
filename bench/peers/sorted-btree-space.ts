import sortedBtree from "sorted-btree";
import { Xorshift32 } from "../prng.ts";
import type { Space } from "../space.ts";

/** A run of pages, by its first page in the tree. */
interface Run {
  end: number;
  token: number;
  perm: number;
}

/** The runs of one part of a space in a `sorted-btree`, without any checks: what a user would write with it. */
class SortedRuns {
  readonly #tree = new sortedBtree.default<number, Run>(undefined, (a, b) => a - b);

  /** Frees [from, to): trims, splits and removes runs. */
  clear(from: number, to: number): void {
    const tree = this.#tree;
    const before = tree.getPairOrNextLower(from);
    if (before !== undefined && before[0] < from) {
      const run = before[1];
      const { end } = run;
      if (end > from) run.end = from;
      if (end > to) tree.set(to, { ...run, end });
    }
    for (const [page, run] of this.#startingIn(from, to)) {
      tree.delete(page);
      if (run.end > to) tree.set(to, run);
    }
  }

  /** Puts a run over free pages and joins it to equal neighbours. */
  put(from: number, to: number, token: number, perm: number): void {
    const tree = this.#tree;
    const left = tree.getPairOrNextLower(from)?.[1];
    const right = tree.get(to);
    let end = to;
    if (right !== undefined && right.token === token && right.perm === perm) {
      tree.delete(to);
      end = right.end;
    }
    if (left !== undefined && left.end === from && left.token === token && left.perm === perm) left.end = end;
    else tree.set(from, { end, token, perm });
  }

  protect(from: number, to: number, perm: number): boolean {
    const before = this.#tree.getPairOrNextLower(from);
    const touched = this.#startingIn(from, to);
    if (before !== undefined && before[0] < from && before[1].end > from) touched.unshift(before);
    let covered = from;
    for (const [page, run] of touched) {
      if (page > covered) return false;
      covered = run.end;
    }
    if (covered < to) return false;
    const changes = touched
      .filter(([, run]) => run.perm !== perm)
      .map(([page, run]) => ({
        from: Math.max(page, from),
        to: Math.min(run.end, to),
        token: run.token,
      }));
    for (const change of changes) {
      this.clear(change.from, change.to);
      this.put(change.from, change.to, change.token, perm);
    }
    return true;
  }

  lookup(page: number): number {
    const run = this.#tree.getPairOrNextLower(page)?.[1];
    return run !== undefined && run.end > page ? run.perm : 0;
  }

  isFree(from: number, to: number): boolean {
    const run = this.#tree.getPairOrNextLower(to - 1)?.[1];
    return run === undefined || run.end <= from;
  }

  /** The lowest of `len` free pages below `limit`, or -1. */
  firstFree(len: number, limit: number): number {
    let free = 0;
    const found = this.#tree.forEachPair((page, run) => {
      if (page - free >= len) return { break: free };
      free = run.end;
      return undefined;
    });
    // forEachPair answers what a break gives, or else how many pairs there were.
    const page = typeof found === "number" && found !== this.#tree.size ? found : free;
    return limit - page >= len ? page : -1;
  }

  each(visit: (page: number, len: number, perm: number, token: number) => void): void {
    this.#tree.forEachPair((page, run) => {
      visit(page, run.end - page, run.perm, run.token);
    });
  }

  #startingIn(from: number, to: number): [number, Run][] {
    const out: [number, Run][] = [];
    this.#tree.forRange(from, to, false, (page, run) => {
      out.push([page, run]);
    });
    return out;
  }
}

/** A space whose parts are sorted-btrees. */
export class SortedBtreeSpace implements Space {
  #pages = 0;
  #part = 0;
  #parts: SortedRuns[] = [];
  #random = new Xorshift32(99);

  reset(pages: number, children: number): void {
    this.#pages = pages;
    this.#part = pages / children;
    this.#parts = Array.from({ length: children }, () => new SortedRuns());
    this.#random = new Xorshift32(99);
  }

  map(child: number, page: number, len: number, perm: number): void {
    const runs = this.#parts[child]!;
    runs.clear(page, page + len);
    runs.put(page, page + len, page, perm);
  }

  unmap(child: number, page: number, len: number): void {
    this.#parts[child]!.clear(page, page + len);
  }

  protect(child: number, page: number, len: number, perm: number): boolean {
    return this.#parts[child]!.protect(page, page + len, perm);
  }

  lookup(page: number): number {
    return this.#parts[Math.floor(page / this.#part)]!.lookup(page);
  }

  placeLowest(len: number, perm: number): number {
    const runs = this.#parts[0]!;
    const page = runs.firstFree(len, this.#pages);
    if (page >= 0) runs.put(page, page + len, page, perm);
    return page;
  }

  placeRandom(len: number, perm: number): number {
    const runs = this.#parts[0]!;
    for (let tries = 0; tries < 1000; tries++) {
      const page = this.#random.below(this.#pages - len + 1);
      if (!runs.isFree(page, page + len)) continue;
      runs.put(page, page + len, page, perm);
      return page;
    }
    return -1;
  }

  each(visit: (page: number, len: number, perm: number, token: number) => void): void {
    for (const runs of this.#parts) runs.each(visit);
  }

  destroy(): void {
    for (const runs of this.#parts) runs.clear(0, this.#pages);
  }
}
