import { KindTable } from "./run-kinds.ts";

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
 * A *leaf* holds the steps of 32 pages. All of it lies together, and the two words of a step side by side,
 * since memory is fetched by the line and translated by the page:
 *
 * ```
 *   Int32 at leaf * 70    0      1     2     4..5     6 7   8 9   10 11  …  68 69
 *                         steps  next  prev  origin   mark and low of each of the 32 pages
 *                         │      └─────┴─ leaves in address order, -1: none     (origin is a double,
 *                         └─ bit for each page: is it a step?                    in `doubles` at half the index)
 * ```
 *
 * An *inner node* of the trie has 32 slots, one bit of a word each as well; it is in columns.
 *
 * Typed arrays are read with `!` here and in the files of the trie: an index is always within its node.
 */
export class RunPool {
  /** The leaves, as above: two views of one buffer. */
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
  #leaves = 0;
  #nodes = 1;

  constructor(protSplitsObjects: boolean) {
    this.kindMask = protSplitsObjects ? ~0 : ~7;
  }

  /** Which pages of a leaf are steps. */
  steps(leaf: number): number {
    return this.words[leaf * LEAF_WORDS]!;
  }

  setSteps(leaf: number, steps: number): void {
    this.words[leaf * LEAF_WORDS] = steps;
  }

  /** The leaf after one, or -1. */
  next(leaf: number): number {
    return this.words[leaf * LEAF_WORDS + NEXT]!;
  }

  setNext(leaf: number, next: number): void {
    this.words[leaf * LEAF_WORDS + NEXT] = next;
  }

  /** The leaf before one, or -1. */
  prev(leaf: number): number {
    return this.words[leaf * LEAF_WORDS + PREV]!;
  }

  setPrev(leaf: number, prev: number): void {
    this.words[leaf * LEAF_WORDS + PREV] = prev;
  }

  /** The first of the 32 pages of a leaf. */
  origin(leaf: number): number {
    return this.doubles[leaf * LEAF_DOUBLES + ORIGIN]!;
  }

  mark(pos: number): number {
    return this.words[indexOf(pos)]!;
  }

  low(pos: number): number {
    return this.words[indexOf(pos) + 1]!;
  }

  setContent(pos: number, mark: number, low: number): void {
    const at = indexOf(pos);
    this.words[at] = mark;
    this.words[at + 1] = low;
  }

  code(pos: number): number {
    const mark = this.mark(pos);
    return mark < 0 ? mark : (this.kinds.identity[mark >> 3]! << 3) | (mark & 7);
  }

  /** Of a mapped run. */
  delta(pos: number): number {
    return this.kinds.high[this.mark(pos) >> 3]! + this.low(pos);
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
    for (let steps = this.steps(leaf) & (-1 << from); steps !== 0;) {
      const slot = lowestBit(steps);
      const start = origin + slot;
      if (start >= end) return -1;
      steps &= steps - 1;
      const at = leaf * LEAF_WORDS + CONTENTS + 2 * slot;
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
      leaf = this.#leaves++;
      if (leaf * LEAF_WORDS >= this.words.length) this.growLeaves();
    }
    this.doubles[leaf * LEAF_DOUBLES + ORIGIN] = origin;
    this.setSteps(leaf, 0);
    return leaf;
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

  /** More room for leaves: twice as much; where that is many, an eighth more, so that little lies idle. */
  protected growLeaves(): void {
    const leaves = this.words.length / LEAF_WORDS;
    const more = leaves < MANY_LEAVES ? leaves : leaves >> 3;
    this.words = grown(this.words, new Int32Array((leaves + more) * LEAF_WORDS));
    this.doubles = new Float64Array(this.words.buffer);
  }

  /** Twice the room for inner nodes. */
  protected growNodes(): void {
    const nodes = this.taken.length * 2;
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

/** The code of pages that carry nothing. */
export const FREE = -0x8000_0000;

/** Pages of a leaf, slots of an inner node: one bit of an Int32 each. */
export const FAN_SHIFT = 5;
export const FAN: number = 1 << FAN_SHIFT;
export const SLOT_MASK: number = FAN - 1;

/** The parts of a leaf, as indices of `words` or `doubles`. */
export const LEAF_WORDS = 70;
export const LEAF_DOUBLES: number = LEAF_WORDS / 2;
const NEXT = 1;
const PREV = 2;
const ORIGIN = 2;
export const CONTENTS = 6;

/** Neither a position nor -1. */
const GO_ON = -2;

/** Where the mark of the step at `pos` is in `words`; its low word follows. */
function indexOf(pos: number): number {
  return (pos >> FAN_SHIFT) * LEAF_WORDS + CONTENTS + 2 * (pos & SLOT_MASK);
}

const FIRST_LEAVES = 4;
const MANY_LEAVES = 2 ** 14;
const FIRST_NODES = 2;

/** The number of the lowest bit of a word that is not 0. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** The number of the highest bit of a word that is not 0. */
export function highestBit(word: number): number {
  return 31 - Math.clz32(word);
}

function grown<T extends Float64Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
