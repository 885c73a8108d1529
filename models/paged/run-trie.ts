import { highestBit, lowestBit } from "./run-bits.ts";
import { LAYOUT } from "./run-layout.ts";
import type { RunPool } from "./run-pool.ts";

const { FAN, FAN_SHIFT, SLOT_MASK, FREE } = LAYOUT;

/**
 * The steps of one region in a trie over a {@link RunPool}: finding them, and leaves that come and go.
 *
 * A page number is read in digits of 5 bits. Its last digit is a bit in the word of a *leaf*, the digits
 * before it lead to the leaf through *inner nodes* of 32 slots:
 *
 * ```
 *   page   0b…01101_00111_10010
 *               │     │     └─ bit 18 of the leaf's word; its content is code and delta 18 of the leaf
 *               │     └─ slot 7
 *               └─ slot 13
 *
 *                  [ · · 13 · 20 · ]                inner node, a slot spans 32 leaves
 *                     /        \
 *            [ · 7 8 · ]        \                   inner node, a slot is a leaf
 *              /   \             \
 *        [1 0 1…] <> [0 1 0…] <> [1 1 0…]           leaves, linked in address order
 * ```
 *
 * - Only leaves with steps exist, and only inner nodes with at least two children: a slot leads to the node in
 *   which the pages below it first differ, over any number of digits ("20" above leads to a leaf at once). So
 *   a region with one mapping is a leaf or two, at whatever addresses.
 * - Finding a page reads a digit a level and compares nothing; that the digits passed over are equal is seen
 *   at the leaf. The step at or before a page is one count of leading zeros away.
 * - A range of any size is its steps: nothing is done for each page.
 */
export class RunTrie {
  protected readonly pool: RunPool;
  /** An inner node (> 0), a leaf (its complement, < 0), or nothing (0). */
  protected root = 0;
  /** The leaves with the lowest and the highest pages, or -1. */
  #head = -1;
  #tail = -1;

  constructor(pool: RunPool) {
    this.pool = pool;
  }

  /** Whether nothing is mapped and there is no child region. */
  get empty(): boolean {
    return this.root === 0;
  }

  /** The position of the first run, or -1. */
  first(): number {
    return this.pool.firstStep(this.#head);
  }

  /** The position of the first run that ends after `page`, or -1. */
  find(page: number): number {
    const at = this.floor(page);
    if (at < 0) return this.first();
    return this.pool.mark(at) === FREE ? this.pool.stepAfter(at) : at;
  }

  /** The position of the run that holds `page`, or -1. */
  holding(page: number): number {
    const at = this.floor(page);
    return at < 0 || this.pool.mark(at) === FREE ? -1 : at;
  }

  /** The step at or before `page`, or -1. */
  protected floor(page: number): number {
    const { pool } = this;
    const leaf = this.leafAt(page);
    if (leaf < 0) return pool.lastStep(this.leafBefore(page));
    const upTo = pool.steps(leaf) & ~(-2 << (page & SLOT_MASK));
    if (upTo !== 0) return (leaf << FAN_SHIFT) | highestBit(upTo);
    return pool.lastStep(pool.prev(leaf));
  }

  /** The step before `page`, or -1; `leaf` is the leaf of the page, or -1. */
  protected stepBelow(page: number, leaf: number): number {
    const { pool } = this;
    if (leaf < 0) return pool.lastStep(this.leafBefore(page));
    const below = pool.steps(leaf) & ~(-1 << (page & SLOT_MASK));
    if (below !== 0) return (leaf << FAN_SHIFT) | highestBit(below);
    return pool.lastStep(pool.prev(leaf));
  }

  /** The leaf that `page` belongs to, or -1 if there is none. */
  protected leafAt(page: number): number {
    const { pool } = this;
    const { shift, child } = pool;
    const low = page & LOW_MASK;
    let ref = this.root;
    while (ref > 0) {
      const at = shift[ref]!;
      const digit = at < LOW_BITS ? (low >>> at) & SLOT_MASK : highDigit(page, at);
      ref = child[(ref << FAN_SHIFT) | digit]!;
    }
    if (ref === 0) return -1;
    return pool.origin(~ref) === page - (page & SLOT_MASK) ? ~ref : -1;
  }

  /** The leaf after `leaf`; the first one for -1. */
  protected leafAfter(leaf: number): number {
    return leaf < 0 ? this.#head : this.pool.next(leaf);
  }

  /** The last leaf that starts at or before `page`, or -1. */
  protected leafBefore(page: number): number {
    const { pool } = this;
    const { base, shift, taken, child } = pool;
    // What stands wholly before the page: the last such that was passed on the way down.
    let passed = 0;
    for (let ref = this.root; ref !== 0;) {
      if (ref < 0) {
        if (pool.origin(~ref) <= page) passed = ref;
        break;
      }
      const from = base[ref]!;
      if (page < from) break;
      if (page >= from + spanOf(shift[ref]!)) {
        passed = ref;
        break;
      }
      const digit = digitOf(page, shift[ref]!);
      const lower = taken[ref]! & ~(-1 << digit);
      if (lower !== 0) passed = child[(ref << FAN_SHIFT) | highestBit(lower)]!;
      ref = child[(ref << FAN_SHIFT) | digit]!;
    }
    while (passed > 0) passed = child[(passed << FAN_SHIFT) | highestBit(taken[passed]!)]!;
    return passed === 0 ? -1 : ~passed;
  }

  /**
   * A new leaf for `page`, which has none, after the leaf `left` (-1: as the first). It must get a step.
   * Arrays of the pool may be replaced.
   */
  protected plant(page: number, left: number): number {
    const { pool } = this;
    const right = this.leafAfter(left);
    const leaf = pool.takeLeaf(page - (page & SLOT_MASK));
    pool.setPrev(leaf, left);
    pool.setNext(leaf, right);
    if (left < 0) this.#head = leaf;
    else pool.setNext(left, leaf);
    if (right < 0) this.#tail = leaf;
    else pool.setPrev(right, leaf);

    let slot = -1; // the way down: the last slot taken, -1 for the root
    for (let ref = this.root; ;) {
      if (ref === 0) {
        this.#setSlot(slot, ~leaf);
        return leaf;
      }
      const from = ref < 0 ? pool.origin(~ref) : pool.base[ref]!;
      if (ref < 0 || page < from || page >= from + spanOf(pool.shift[ref]!)) {
        this.#fork(slot, ref, from, leaf);
        return leaf;
      }
      slot = (ref << FAN_SHIFT) | digitOf(page, pool.shift[ref]!);
      ref = pool.child[slot]!;
    }
  }

  /** A node in which the leaf parts from what stood at `slot`, `ref` with pages from `from` on. */
  #fork(slot: number, ref: number, from: number, leaf: number): void {
    const { pool } = this;
    const page = pool.origin(leaf);
    const shift = forkShift(from, page);
    const span = spanOf(shift);
    const node = pool.takeNode(Math.floor(page / span) * span, shift);
    const old = (node << FAN_SHIFT) | digitOf(from, shift);
    const own = (node << FAN_SHIFT) | digitOf(page, shift);
    this.#setSlot(old, ref);
    this.#setSlot(own, ~leaf);
    this.forked(slot, old);
    if (slot < 0) this.root = node;
    else pool.child[slot] = node;
  }

  #setSlot(slot: number, ref: number): void {
    const { pool } = this;
    if (slot < 0) {
      this.root = ref;
      return;
    }
    pool.child[slot] = ref;
    pool.taken[slot >> FAN_SHIFT]! |= 1 << (slot & SLOT_MASK);
    this.slotTaken(slot);
  }

  /** Takes out a leaf that has lost its last step. */
  protected uproot(leaf: number): void {
    const { pool } = this;
    const left = pool.prev(leaf);
    const right = pool.next(leaf);
    if (left < 0) this.#head = right;
    else pool.setNext(left, right);
    if (right < 0) this.#tail = left;
    else pool.setPrev(right, left);

    const page = pool.origin(leaf);
    let above = -1;
    let slot = -1;
    for (let ref = this.root; ref > 0; ref = pool.child[slot]!) {
      above = slot;
      slot = (ref << FAN_SHIFT) | digitOf(page, pool.shift[ref]!);
    }
    pool.freeLeaves(leaf, leaf);
    if (slot < 0) {
      this.root = 0;
      return;
    }
    const node = slot >> FAN_SHIFT;
    pool.child[slot] = 0;
    const rest = (pool.taken[node]! &= ~(1 << (slot & SLOT_MASK)));
    if ((rest & (rest - 1)) !== 0) return;
    // One child is left: it takes the place of the node.
    const last = (node << FAN_SHIFT) | lowestBit(rest);
    const ref = pool.child[last]!;
    pool.child[last] = 0;
    pool.freeNode(node);
    if (above < 0) this.root = ref;
    else pool.child[above] = ref;
  }

  /** Gives back every node, without going through them. */
  protected reset(): void {
    if (this.root > 0) this.pool.freeNode(this.root);
    if (this.#head >= 0) this.pool.freeLeaves(this.#head, this.#tail);
    this.root = 0;
    this.#head = -1;
    this.#tail = -1;
  }

  /** A slot has got its first child. For the bounds of {@link RunGaps}. */
  protected slotTaken(_slot: number): void {}

  /** What stood at `from` (-1: the root) now stands at `to`. */
  protected forked(_from: number, _to: number): void {}
}

/** Digits in the low 30 bits of a page number are read by integer operations, those above by a division. */
const LOW_BITS = 30;
const LOW_MASK = 2 ** LOW_BITS - 1;

/** The digit of `page` in a node whose slots span 2^shift pages. */
export function digitOf(page: number, shift: number): number {
  return shift < LOW_BITS ? ((page & LOW_MASK) >>> shift) & SLOT_MASK : highDigit(page, shift);
}

function highDigit(page: number, shift: number): number {
  return (Math.floor(page / 2 ** LOW_BITS) >>> (shift - LOW_BITS)) & SLOT_MASK;
}

/** The pages that a node spans whose slots span 2^shift. */
export function spanOf(shift: number): number {
  return SPANS[shift]!;
}

const SPANS: Float64Array = Float64Array.from({ length: 64 }, (_, shift) => FAN * 2 ** shift);

/** The shift of the node in which two pages part: that of the highest digit in which they differ. */
function forkShift(a: number, b: number): number {
  const high = Math.floor(a / 2 ** LOW_BITS) ^ Math.floor(b / 2 ** LOW_BITS);
  if (high !== 0) return LOW_BITS + digitStart(high);
  return digitStart((a ^ b) & LOW_MASK);
}

/** The lowest bit of the highest digit that is not 0. */
function digitStart(word: number): number {
  const bit = highestBit(word);
  return bit - (bit % FAN_SHIFT);
}
