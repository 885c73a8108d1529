import { lowestBit } from "./run-bits.ts";
import { LAYOUT } from "./run-layout.ts";
import { digitOf, RunTrie, spanOf } from "./run-trie.ts";

const { FAN_SHIFT, FREE } = LAYOUT;

/**
 * The search for free pages.
 *
 * Each slot of an inner node has a *bound*: no free run that starts below it is longer. A bound is an upper
 * bound only. A change raises the bounds on the way to a free run that it makes ({@link raise}), and never
 * lowers one; a search that a bound misled computes that bound anew. So a change costs later searches at
 * most one visit for each level.
 *
 * Until the first search of a region there is nothing to raise: all its bounds are Infinity, which stands for
 * "not looked at". So regions whose addresses are all chosen by the caller, or found free where placement
 * wanted them, never pay.
 */
export class RunGaps extends RunTrie {
  /** Whether there are bounds to keep. */
  protected searched = false;

  /**
   * The first page p >= from such that [p, p + pages) carries nothing; the space above the last run counts
   * as free.
   */
  firstFree(from: number, pages: number): number {
    if (this.root === 0) return from;
    const at = this.floor(from);
    const free = at < 0 || this.pool.mark(at) === FREE;
    if (free) {
      const end = at < 0 ? this.pool.start(this.first()) : this.pool.end(at);
      if (end - from >= pages) return from;
    }
    if (!this.searched) {
      this.searched = true;
      this.pool.admitBounds();
    }
    return this.root < 0 ? this.#freeIn(~this.root, from, pages) : this.#freeBelow(this.root, from, pages);
  }

  /** The first page >= from of a long enough free run that starts below the node, or -1. */
  #freeBelow(node: number, from: number, pages: number): number {
    const { base, shift, taken, child, bound } = this.pool;
    let slots = taken[node]!;
    if (from > base[node]!) {
      if (from >= base[node]! + spanOf(shift[node]!)) return -1;
      slots &= -1 << digitOf(from, shift[node]!);
    }
    for (; slots !== 0; slots &= slots - 1) {
      const at = (node << FAN_SHIFT) | lowestBit(slots);
      if (bound[at]! < pages) continue;
      const ref = child[at]!;
      const found = ref < 0 ? this.#freeIn(~ref, from, pages) : this.#freeBelow(ref, from, pages);
      if (found >= 0) return found;
      bound[at] = ref < 0 ? this.#longestIn(~ref) : this.#longestBelow(ref);
    }
    return -1;
  }

  #freeIn(leaf: number, from: number, pages: number): number {
    const { pool } = this;
    let at = pool.block(leaf);
    for (let steps = pool.steps(leaf); steps !== 0; steps &= steps - 1, at += 2) {
      if (pool.words[at] !== FREE) continue;
      const pos = (leaf << FAN_SHIFT) | lowestBit(steps);
      const start = pool.start(pos);
      if (start >= from && pool.end(pos) - start >= pages) return start;
    }
    return -1;
  }

  /** The length of the longest free run that starts in a leaf. */
  #longestIn(leaf: number): number {
    const { pool } = this;
    let longest = 0;
    let at = pool.block(leaf);
    for (let steps = pool.steps(leaf); steps !== 0; steps &= steps - 1, at += 2) {
      const pos = (leaf << FAN_SHIFT) | lowestBit(steps);
      if (pool.words[at] === FREE) longest = Math.max(longest, pool.end(pos) - pool.start(pos));
    }
    return longest;
  }

  /** The least bound that the bounds of a node's slots allow. */
  #longestBelow(node: number): number {
    const { taken, bound } = this.pool;
    let longest = 0;
    for (let slots = taken[node]!; slots !== 0; slots &= slots - 1)
      longest = Math.max(longest, bound[(node << FAN_SHIFT) | lowestBit(slots)]!);
    return longest;
  }

  /**
   * There is a free run at `pos` that may be new or longer than before; -1: it begins with the space. To be
   * called only if {@link searched}.
   */
  protected raise(pos: number): void {
    if (pos < 0) return;
    const { pool } = this;
    const { shift, child, bound } = pool;
    const page = pool.start(pos);
    const length = pool.end(pos) - page;
    for (let ref = this.root; ref > 0;) {
      const at = (ref << FAN_SHIFT) | digitOf(page, shift[ref]!);
      if (bound[at]! < length) bound[at] = length;
      ref = child[at]!;
    }
  }

  protected override slotTaken(slot: number): void {
    const { bound } = this.pool;
    if (bound.length > 0) bound[slot] = this.searched ? 0 : Infinity;
  }

  /** What was true of the slot where it stood is true of the slot where it stands. */
  protected override forked(from: number, to: number): void {
    const { bound } = this.pool;
    if (bound.length > 0) bound[to] = from < 0 ? Infinity : bound[from]!;
  }

  protected override reset(): void {
    super.reset();
    this.searched = false;
  }
}
