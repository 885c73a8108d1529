/**
 * Storage for what the pages of every region of one kernel carry: the nodes of tries in pooled typed arrays
 * (run-trie.ts).
 *
 * What the pages of a region carry is a *step function*: it changes at few pages. A *step* is a page at
 * which it changes, with the *content* from there to the next step, a `code` and a `delta`:
 *
 * - `code >= 0`: mapped. The code is `identity << 3 | prot`, where the identity stands for everything of T
 *   (§2.4) but the offset: VMO, maxPerm, FBS. `delta` is the rest of T: VMO page = address page + delta.
 * - `code == FREE`: nothing; there is no delta.
 * - any other code: a child region, `~code` its slot in the kernel's region table; there is no delta.
 *
 * Pages before the first step are free, and the last step is to free. Neighbouring steps differ in content,
 * so the pages from a step to the next are a maximal *run*. Where it says run, one that is not free is
 * meant.
 *
 * A step, and the run that it begins, is named by its *position*, `leaf << 5 | page & 31`. Positions hold
 * until the next change of the same index.
 *
 * A *leaf* holds the steps of 32 pages. All of it lies together, since a call that needs one part needs the
 * others, and memory is fetched by the line and translated by the page:
 *
 * ```
 *   Int32 at leaf * 102   0      1     2     4..5     6..37       38..101
 *                         steps  next  prev  origin   32 codes    32 deltas
 *                         │      └─────┴─ leaves in address order, -1: none   (origin and deltas are doubles,
 *                         └─ bit for each page: is it a step?                  in `doubles` at half the index)
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

  /** By identity: mapping objects (maximal ranges of equal T) that carry it, in all regions. */
  objects: Int32Array = new Int32Array(16);
  /** Identities whose count fell to 0 at some moment since this was last emptied. */
  readonly idle: number[] = [];
  /** The bits of a code that belong to T: all but prot, or all of them (V-5 older, D-14). */
  readonly identityMask: number;

  /** Free leaves, linked by `next`; free inner nodes, linked by `shift` (0: none). */
  #freeLeaf = -1;
  #freeNode = 0;
  #leaves = 0;
  #nodes = 1;

  constructor(protSplitsObjects: boolean) {
    this.identityMask = protSplitsObjects ? ~0 : ~7;
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

  code(pos: number): number {
    return this.words[(pos >> FAN_SHIFT) * LEAF_WORDS + CODES + (pos & SLOT_MASK)]!;
  }

  setCode(pos: number, code: number): void {
    this.words[(pos >> FAN_SHIFT) * LEAF_WORDS + CODES + (pos & SLOT_MASK)] = code;
  }

  /** Of a mapped run. */
  delta(pos: number): number {
    return this.doubles[(pos >> FAN_SHIFT) * LEAF_DOUBLES + DELTAS + (pos & SLOT_MASK)]!;
  }

  setDelta(pos: number, delta: number): void {
    this.doubles[(pos >> FAN_SHIFT) * LEAF_DOUBLES + DELTAS + (pos & SLOT_MASK)] = delta;
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
    return step >= 0 && this.code(step) === FREE ? this.stepAfter(step) : step;
  }

  /** The run before the one at `pos` in address order, or -1. */
  before(pos: number): number {
    const step = this.stepBefore(pos);
    return step >= 0 && this.code(step) === FREE ? this.stepBefore(step) : step;
  }

  /**
   * Shows the visitor the mapped runs from the one at `pos` on that start below `end`, up to the first child
   * region: the position of that, or -1 if none came.
   */
  list(pos: number, end: number, depth: number, visitor: MappingVisitor): number {
    const { words, doubles } = this;
    let code = FREE; // of the run that the next step ends
    let delta = 0;
    let start = 0;
    let from = pos & SLOT_MASK;
    for (let leaf = pos >> FAN_SHIFT; leaf >= 0; leaf = this.next(leaf)) {
      const origin = this.origin(leaf);
      const codes = leaf * LEAF_WORDS + CODES;
      const deltas = leaf * LEAF_DOUBLES + DELTAS;
      for (let steps = this.steps(leaf) & (-1 << from); steps !== 0; steps &= steps - 1) {
        const slot = lowestBit(steps);
        const page = origin + slot;
        if (code >= 0) visitor.mapping(start, page, code, delta, depth);
        if (page >= end) return -1;
        code = words[codes + slot]!;
        if (code >= 0) delta = doubles[deltas + slot]!;
        else if (code !== FREE) return (leaf << FAN_SHIFT) | slot;
        start = page;
      }
      from = 0;
    }
    return -1;
  }

  /**
   * Whether the run at `b` goes on with the mapping object of the run at `a`, which is the one before it: T
   * is equal and they touch (MRG-02).
   */
  continues(a: number, b: number): boolean {
    return this.sameObject(this.code(a), a, this.code(b), b) && this.stepAfter(a) === b;
  }

  /** Whether two mapped runs with these codes and positions that touch are one mapping object. */
  sameObject(codeA: number, a: number, codeB: number, b: number): boolean {
    return this.sameT(codeA, codeB) && this.delta(a) === this.delta(b);
  }

  /** Whether two codes, one that of a mapping, agree in all of T that is in a code. */
  sameT(codeA: number, codeB: number): boolean {
    return ((codeA ^ codeB) & this.identityMask) === 0;
  }

  /** `count` mapping objects of an identity are gone. */
  forget(identity: number, count: number): void {
    if (count > 0 && (this.objects[identity]! -= count) === 0) this.idle.push(identity);
  }

  /** The mapping objects in the leaves from `leaf` on are gone; the last leaf, or -1. */
  forgetAll(leaf: number): number {
    const { words, doubles } = this;
    let tail = -1;
    // The run before, and the mapping objects of its identity in a row, which are forgotten together.
    let lastCode = FREE;
    let lastDelta = 0;
    let identity = 0;
    let count = 0;
    for (; leaf >= 0; leaf = this.next(leaf)) {
      tail = leaf;
      const codes = leaf * LEAF_WORDS + CODES;
      const deltas = leaf * LEAF_DOUBLES + DELTAS;
      for (let steps = this.steps(leaf); steps !== 0; steps &= steps - 1) {
        const slot = lowestBit(steps);
        const code = words[codes + slot]!;
        if (code >= 0) {
          const delta = doubles[deltas + slot]!;
          if (code >> 3 !== identity) {
            this.forget(identity, count);
            identity = code >> 3;
            count = 0;
          }
          if (!this.sameT(lastCode, code) || lastDelta !== delta) count++;
          lastDelta = delta;
        }
        lastCode = code;
      }
    }
    this.forget(identity, count);
    return tail;
  }

  /** Makes room for the count of identity `id`. */
  admit(id: number): void {
    if (id >= this.objects.length)
      this.objects = grown(this.objects, new Int32Array(this.objects.length * 2));
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
    if (node > 0) this.#freeNode = this.shift[node]!;
    else {
      node = this.#nodes++;
      if (node >= this.taken.length) this.growNodes();
    }
    this.base[node] = base;
    this.shift[node] = shift;
    this.taken[node] = 0;
    return node;
  }

  /** Gives back an inner node; its slots must be empty. */
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
export const LEAF_WORDS = 102;
export const LEAF_DOUBLES: number = LEAF_WORDS / 2;
const NEXT = 1;
const PREV = 2;
const ORIGIN = 2;
export const CODES = 6;
export const DELTAS = 19;

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
