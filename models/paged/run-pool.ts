import { bitCount, highestBit, lowestBit } from "./run-bits.ts";
import { KindTable } from "./run-kinds.ts";
import { LAYOUT } from "./run-layout.ts";

const { FAN, FAN_SHIFT, SLOT_MASK, FREE, LEAF_SHIFT, LEAF_WORDS } = LAYOUT;
const { NEXT, PREV, BLOCK, END, ORIGIN, CONTENTS } = LAYOUT;

/**
 * Storage for what the pages of every region of one kernel carry: the nodes of tries in pooled typed arrays
 * (run-trie.ts).
 *
 * What the pages of a region carry is a *step function*: it changes at few pages. A *step* is a page at
 * which it changes, with the *content* from there to the next step. Callers give and get it as a `code` and
 * a `delta`:
 *
 * - `code >= 0`: mapped. The code is `identity << 3 | prot`, where the identity stands for everything of T
 *   (§2.4) but the offset: VMO, maxPerm, FBS. `delta` is the rest of T: VMO page = address page + delta.
 * - `code == FREE`: nothing.
 * - any other code: a child region, `~code` its slot in the kernel's region table.
 *
 * Pages before the first step are free, and the last step is to free. Neighbouring steps differ in content,
 * so the pages from a step to the next are a maximal *run*. Where it says run, one that is not free is
 * meant.
 *
 * It is kept as two words: the *mark*, which is `kind << 3 | prot` for a mapping (run-kinds.ts) and the code
 * otherwise, and the low half of the delta, 0 if there is none. So two contents of one region are equal if
 * their words are.
 *
 * A step, and the run that it begins, is named by its *position*, `leaf << 5 | page & 31`. Positions hold
 * until the next change of the same index.
 *
 * A *leaf* holds the steps of 32 pages. It is 128 bytes, two lines of a cache. Contents are packed: that of a
 * step stands at its *rank*, the number of steps below it in the leaf.
 *
 * ```
 *   Int32 at leaf * 32    0      1     2     3      4     5     6..7     8 9   10 11  …  30 31
 *                         steps  next  prev  block  end   –     origin   mark and low of each step: room for 12
 *                         │      └─────┴─ leaves in address order, -1: none  (origin is a double,
 *                         └─ bit for each page: is it a step?                 in `doubles` at half the index)
 * ```
 *
 * A leaf that gets more steps puts all contents into a *block* of the size of two leaves, one for each page, and
 * keeps it for good. `block` and `end` are the indices where its contents begin and end.
 *
 * An *inner node* of the trie has 32 slots, one bit of a word each as well; it is in columns.
 *
 * Typed arrays are read with `!` here and in the files of the trie: an index is always within its node.
 */
export class RunPool {
  /** The leaves, as above: two views of one buffer. What would be leaf 0 is for `NOWHERE`. */
  words: Int32Array = new Int32Array(FIRST_LEAVES * LEAF_WORDS);
  doubles: Float64Array = new Float64Array(this.words.buffer);

  /** By inner node: its first page, log2 of the pages of a slot, and which of its 32 slots are taken. */
  base: Float64Array = new Float64Array(FIRST_NODES);
  shift: Int32Array = new Int32Array(FIRST_NODES);
  taken: Int32Array = new Int32Array(FIRST_NODES);
  /** By inner node and slot: an inner node (> 0), a leaf (its complement, < 0), or nothing (0). */
  child: Int32Array = new Int32Array(FIRST_NODES * FAN);
  /**
   * By inner node and slot: no free run that starts below the slot is longer (run-gaps.ts). Without length
   * until a call leaves an address to the kernel.
   */
  bound: Float64Array = new Float64Array(0);

  /** The kinds of runs, with the mapping objects of each. */
  readonly kinds: KindTable = new KindTable();
  /** Identities that may have lost their last mapping object since this was last emptied. */
  readonly idle: number[] = this.kinds.idle;
  /** The bits of a mark that belong to T: all but prot, or all of them (V-5 older, D-14). */
  readonly kindMask: number;

  /** Free leaves, linked by `next`; free inner nodes, linked by `shift` (0: none). */
  #freeLeaf = -1;
  #freeNode = 0;
  #leaves = 1;
  #nodes = 1;

  constructor(protSplitsObjects: boolean) {
    this.kindMask = protSplitsObjects ? ~0 : ~7;
  }

  /** Which pages of a leaf are steps. */
  steps(leaf: number): number {
    return this.words[leaf << LEAF_SHIFT]!;
  }

  setSteps(leaf: number, steps: number): void {
    this.words[leaf << LEAF_SHIFT] = steps;
  }

  /** The leaf after one, or -1. */
  next(leaf: number): number {
    return this.words[(leaf << LEAF_SHIFT) + NEXT]!;
  }

  setNext(leaf: number, next: number): void {
    this.words[(leaf << LEAF_SHIFT) + NEXT] = next;
  }

  /** The leaf before one, or -1. */
  prev(leaf: number): number {
    return this.words[(leaf << LEAF_SHIFT) + PREV]!;
  }

  setPrev(leaf: number, prev: number): void {
    this.words[(leaf << LEAF_SHIFT) + PREV] = prev;
  }

  /** The first of the 32 pages of a leaf. */
  origin(leaf: number): number {
    return this.doubles[(leaf << (LEAF_SHIFT - 1)) + ORIGIN]!;
  }

  /** Where the contents of a leaf begin in `words`. */
  block(leaf: number): number {
    return this.words[(leaf << LEAF_SHIFT) + BLOCK]!;
  }

  /** Contents of a leaf from there on are given up. */
  setEnd(leaf: number, end: number): void {
    this.words[(leaf << LEAF_SHIFT) + END] = end;
  }

  /** Where the mark of the step at `pos` is in `words`; its low word follows. */
  contentOf(pos: number): number {
    const leaf = pos >> FAN_SHIFT;
    return this.block(leaf) + 2 * bitCount(this.steps(leaf) & ~(-1 << (pos & SLOT_MASK)));
  }

  mark(pos: number): number {
    return this.words[this.contentOf(pos)]!;
  }

  low(pos: number): number {
    return this.words[this.contentOf(pos) + 1]!;
  }

  /** Writes a content at its index in `words`. */
  write(at: number, mark: number, low: number): void {
    this.words[at] = mark;
    this.words[at + 1] = low;
  }

  /** The page in slot `slot` of a leaf becomes a step, or one to other content. Arrays may be replaced. */
  setStep(leaf: number, slot: number, mark: number, low: number): void {
    const steps = this.steps(leaf);
    let at = this.block(leaf) + 2 * bitCount(steps & ~(-1 << slot));
    if (((steps >>> slot) & 1) === 0) {
      at = this.replace(leaf, at, at, 1);
      this.setSteps(leaf, steps | (1 << slot));
    }
    this.write(at, mark, low);
  }

  /**
   * In the place of the contents [from, upTo) of a leaf come those of `count` steps. Where these are to be written:
   * `from`, unless the leaf had to get a block. Arrays may be replaced.
   */
  replace(leaf: number, from: number, upTo: number, count: number): number {
    const { words } = this;
    const at = leaf << LEAF_SHIFT;
    const end = words[at + END]!;
    const by = from + 2 * count - upTo;
    if (by === 0) return from;
    if (end + by > at + LEAF_WORDS && words[at + BLOCK] === at + CONTENTS)
      return this.#moveOut(at, from, upTo, by);
    words[at + END] = end + by;
    if (by > 0) for (let i = end - 1; i >= upTo; i--) words[i + by] = words[i]!;
    else for (let i = upTo; i < end; i++) words[i + by] = words[i]!;
    return from;
  }

  /** The same for the leaf at `at` that gets a block. */
  #moveOut(at: number, from: number, upTo: number, by: number): number {
    const old = at + CONTENTS;
    const block = this.takeBlock();
    const { words } = this;
    const end = words[at + END]!;
    words.copyWithin(block, old, from);
    words.copyWithin(block + (upTo + by - old), upTo, end);
    words[at + BLOCK] = block;
    words[at + END] = block + (end + by - old);
    return block + (from - old);
  }

  code(pos: number): number {
    const mark = this.mark(pos);
    return mark < 0 ? mark : (this.kinds.identity[mark >> 3]! << 3) | (mark & 7);
  }

  /** Of a mapped run. */
  delta(pos: number): number {
    const at = this.contentOf(pos);
    return this.kinds.high[this.words[at]! >> 3]! + this.words[at + 1]!;
  }

  /** The first page of the run at `pos`. */
  start(pos: number): number {
    return this.origin(pos >> FAN_SHIFT) + (pos & SLOT_MASK);
  }

  /** One past the last page of the run at `pos`; Infinity for the free run at the end. */
  end(pos: number): number {
    const next = this.stepAfter(pos);
    return next < 0 ? Infinity : this.start(next);
  }

  /** The step after `pos` in address order, or -1. */
  stepAfter(pos: number): number {
    const leaf = pos >> FAN_SHIFT;
    const above = this.steps(leaf) & (-2 << (pos & SLOT_MASK));
    if (above !== 0) return (leaf << FAN_SHIFT) | lowestBit(above);
    return this.firstStep(this.next(leaf));
  }

  /** The step before `pos` in address order, or -1. */
  stepBefore(pos: number): number {
    const leaf = pos >> FAN_SHIFT;
    const below = this.steps(leaf) & ~(-1 << (pos & SLOT_MASK));
    if (below !== 0) return (leaf << FAN_SHIFT) | highestBit(below);
    return this.lastStep(this.prev(leaf));
  }

  /** The first step of a leaf; -1 for none. */
  firstStep(leaf: number): number {
    return leaf < 0 ? -1 : (leaf << FAN_SHIFT) | lowestBit(this.steps(leaf));
  }

  /** The last step of a leaf; -1 for none. */
  lastStep(leaf: number): number {
    return leaf < 0 ? -1 : (leaf << FAN_SHIFT) | highestBit(this.steps(leaf));
  }

  /** The run after the one at `pos` in address order, or -1. */
  after(pos: number): number {
    const step = this.stepAfter(pos);
    return step >= 0 && this.mark(step) === FREE ? this.stepAfter(step) : step;
  }

  /** The run before the one at `pos` in address order, or -1. */
  before(pos: number): number {
    const step = this.stepBefore(pos);
    return step >= 0 && this.mark(step) === FREE ? this.stepBefore(step) : step;
  }

  /**
   * Shows the visitor the mapped runs from the one at `pos` on that start below `end`, up to the first child
   * region: the position of that, or -1 if none came.
   */
  list(pos: number, end: number, depth: number, visitor: MappingVisitor): number {
    let from = pos & SLOT_MASK;
    for (let leaf = pos >> FAN_SHIFT; leaf >= 0; leaf = this.next(leaf)) {
      const stop = this.#listLeaf(leaf, from, end, depth, visitor);
      if (stop !== GO_ON) return stop;
      from = 0;
    }
    return -1;
  }

  /** The runs of one leaf from slot `from` on: {@link list}, or GO_ON. */
  #listLeaf(leaf: number, from: number, end: number, depth: number, visitor: MappingVisitor): number {
    const { words } = this;
    const { identity, high } = this.kinds;
    const origin = this.origin(leaf);
    let at = this.block(leaf) + 2 * bitCount(this.steps(leaf) & ~(-1 << from));
    for (let steps = this.steps(leaf) & (-1 << from); steps !== 0; at += 2) {
      const slot = lowestBit(steps);
      const start = origin + slot;
      if (start >= end) return -1;
      steps &= steps - 1;
      const mark = words[at]!;
      if (mark >= 0) {
        const kind = mark >> 3;
        const upTo = steps === 0 ? this.#firstStepAfter(leaf) : origin + lowestBit(steps);
        visitor.mapping(
          start,
          upTo,
          (identity[kind]! << 3) | (mark & 7),
          high[kind]! + words[at + 1]!,
          depth,
        );
      } else if (mark !== FREE) return (leaf << FAN_SHIFT) | slot;
    }
    return GO_ON;
  }

  /** The page of the first step in the leaves after one that is not the last. */
  #firstStepAfter(leaf: number): number {
    const next = this.next(leaf);
    return this.origin(next) + lowestBit(this.steps(next));
  }

  /**
   * Whether the run at `b` goes on with the mapping object of the run at `a`, which is the one before it: T
   * is equal and they touch (MRG-02).
   */
  continues(a: number, b: number): boolean {
    const sameT = ((this.mark(a) ^ this.mark(b)) & this.kindMask) === 0 && this.low(a) === this.low(b);
    return sameT && this.stepAfter(a) === b;
  }

  /** A leaf without steps or neighbours. Arrays may be replaced: read them again. */
  takeLeaf(origin: number): number {
    let leaf = this.#freeLeaf;
    if (leaf >= 0) this.#freeLeaf = this.next(leaf);
    else {
      leaf = this.#takeUnits(1);
      this.words[(leaf << LEAF_SHIFT) + BLOCK] = (leaf << LEAF_SHIFT) + CONTENTS;
    }
    this.doubles[(leaf << (LEAF_SHIFT - 1)) + ORIGIN] = origin;
    this.setSteps(leaf, 0);
    this.setEnd(leaf, this.block(leaf));
    return leaf;
  }

  /** Room for the contents of a leaf that has become too small for them: its index in `words`. */
  protected takeBlock(): number {
    return this.#takeUnits(2) << LEAF_SHIFT;
  }

  /** Room of the size of `count` leaves. */
  #takeUnits(count: number): number {
    const first = this.#leaves;
    this.#leaves += count;
    while (this.#leaves << LEAF_SHIFT > this.words.length) this.growLeaves();
    return first;
  }

  /** Gives back the leaves from `first` to `last`, linked by `next`. */
  freeLeaves(first: number, last: number): void {
    this.setNext(last, this.#freeLeaf);
    this.#freeLeaf = first;
  }

  /** An inner node without children. Arrays may be replaced: read them again. */
  takeNode(base: number, shift: number): number {
    let node = this.#freeNode;
    if (node > 0) {
      this.#freeNode = this.shift[node]!;
      this.#dismantle(node);
    } else {
      node = this.#nodes++;
      if (node >= this.taken.length) this.growNodes();
    }
    this.base[node] = base;
    this.shift[node] = shift;
    this.taken[node] = 0;
    return node;
  }

  /** Empties a node that was given back. The inner nodes below it are given back only now. */
  #dismantle(node: number): void {
    for (let slots = this.taken[node]!; slots !== 0; slots &= slots - 1) {
      const at = (node << FAN_SHIFT) | lowestBit(slots);
      const ref = this.child[at]!;
      this.child[at] = 0;
      if (ref > 0) this.freeNode(ref);
    }
  }

  /** Gives back an inner node and, in time, those below it; leaves are given back by {@link freeLeaves}. */
  freeNode(node: number): void {
    this.shift[node] = this.#freeNode;
    this.#freeNode = node;
  }

  /** From now on there are bounds; nothing is known yet. */
  admitBounds(): void {
    if (this.bound.length === 0) this.bound = new Float64Array(this.child.length).fill(Infinity);
  }

  /** More room for leaves. */
  protected growLeaves(): void {
    const leaves = roomAfter(this.words.length / LEAF_WORDS);
    this.words = grown(this.words, new Int32Array(leaves * LEAF_WORDS));
    this.doubles = new Float64Array(this.words.buffer);
  }

  /** More room for inner nodes. */
  protected growNodes(): void {
    const nodes = roomAfter(this.taken.length);
    this.base = grown(this.base, new Float64Array(nodes));
    this.shift = grown(this.shift, new Int32Array(nodes));
    this.taken = grown(this.taken, new Int32Array(nodes));
    this.child = grown(this.child, new Int32Array(nodes * FAN));
    if (this.bound.length > 0) this.bound = grown(this.bound, new Float64Array(nodes * FAN));
  }
}

/** Receives mapped runs: pages [start, end), with the depth that it was asked for. */
export interface MappingVisitor {
  mapping(start: number, end: number, code: number, delta: number, depth: number): void;
}

/** Neither a position nor -1. */
const GO_ON = -2;

const FIRST_LEAVES = 4;
const MANY = 2 ** 14;
const FIRST_NODES = 2;

/** How many leaves or nodes there is room for next: twice as many; where they are many, an eighth more. */
function roomAfter(count: number): number {
  return count < MANY ? count * 2 : count + (count >> 3);
}

function grown<T extends Float64Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
