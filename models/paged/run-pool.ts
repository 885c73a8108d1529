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
 * A step, and the run that it begins, is named by its *position*, `leaf << 5 | page & 31`, an index into
 * `code` and `delta`. Positions hold until the next change of the same index. Typed arrays are read with
 * `!` here and in the files of the trie: an index is always within its node.
 */
export class RunPool {
  /** By leaf: its first page, which pages of its 32 are steps, and its neighbours in address order (-1: none). */
  origin: Float64Array = new Float64Array(FIRST_LEAVES);
  steps: Int32Array = new Int32Array(FIRST_LEAVES);
  next: Int32Array = new Int32Array(FIRST_LEAVES);
  prev: Int32Array = new Int32Array(FIRST_LEAVES);
  /** By position. */
  code: Int32Array = new Int32Array(FIRST_LEAVES * FAN);
  delta: Float64Array = new Float64Array(FIRST_LEAVES * FAN);

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

  /** The first page of the run at `pos`. */
  start(pos: number): number {
    return this.origin[pos >> FAN_SHIFT]! + (pos & SLOT_MASK);
  }

  /** One past the last page of the run at `pos`; Infinity for the free run at the end. */
  end(pos: number): number {
    const next = this.stepAfter(pos);
    return next < 0 ? Infinity : this.start(next);
  }

  /** The step after `pos` in address order, or -1. */
  stepAfter(pos: number): number {
    const leaf = pos >> FAN_SHIFT;
    const above = this.steps[leaf]! & (-2 << (pos & SLOT_MASK));
    if (above !== 0) return (leaf << FAN_SHIFT) | lowestBit(above);
    return this.firstStep(this.next[leaf]!);
  }

  /** The step before `pos` in address order, or -1. */
  stepBefore(pos: number): number {
    const leaf = pos >> FAN_SHIFT;
    const below = this.steps[leaf]! & ~(-1 << (pos & SLOT_MASK));
    if (below !== 0) return (leaf << FAN_SHIFT) | highestBit(below);
    return this.lastStep(this.prev[leaf]!);
  }

  /** The first step of a leaf; -1 for none. */
  firstStep(leaf: number): number {
    return leaf < 0 ? -1 : (leaf << FAN_SHIFT) | lowestBit(this.steps[leaf]!);
  }

  /** The last step of a leaf; -1 for none. */
  lastStep(leaf: number): number {
    return leaf < 0 ? -1 : (leaf << FAN_SHIFT) | highestBit(this.steps[leaf]!);
  }

  /** The run after the one at `pos` in address order, or -1. */
  after(pos: number): number {
    const step = this.stepAfter(pos);
    return step >= 0 && this.code[step] === FREE ? this.stepAfter(step) : step;
  }

  /** The run before the one at `pos` in address order, or -1. */
  before(pos: number): number {
    const step = this.stepBefore(pos);
    return step >= 0 && this.code[step] === FREE ? this.stepBefore(step) : step;
  }

  /**
   * Whether the run at `b` goes on with the mapping object of the run at `a`, which is the one before it: T
   * is equal and they touch (MRG-02).
   */
  continues(a: number, b: number): boolean {
    return this.sameObject(this.code[a]!, a, this.code[b]!, b) && this.stepAfter(a) === b;
  }

  /** Whether two mapped runs with these codes and positions that touch are one mapping object. */
  sameObject(codeA: number, a: number, codeB: number, b: number): boolean {
    return this.sameT(codeA, codeB) && this.delta[a] === this.delta[b];
  }

  /** Whether two codes, one that of a mapping, agree in all of T that is in a code. */
  sameT(codeA: number, codeB: number): boolean {
    return ((codeA ^ codeB) & this.identityMask) === 0;
  }

  /** `count` mapping objects of an identity are gone. */
  forget(identity: number, count: number): void {
    if (count > 0 && (this.objects[identity]! -= count) === 0) this.idle.push(identity);
  }

  /** Makes room for the count of identity `id`. */
  admit(id: number): void {
    if (id >= this.objects.length)
      this.objects = grown(this.objects, new Int32Array(this.objects.length * 2));
  }

  /** A leaf without steps or neighbours. Arrays may be replaced: read them again. */
  takeLeaf(origin: number): number {
    let leaf = this.#freeLeaf;
    if (leaf >= 0) this.#freeLeaf = this.next[leaf]!;
    else {
      leaf = this.#leaves++;
      if (leaf >= this.steps.length) this.growLeaves();
    }
    this.origin[leaf] = origin;
    this.steps[leaf] = 0;
    return leaf;
  }

  /** Gives back the leaves from `first` to `last`, linked by `next`. */
  freeLeaves(first: number, last: number): void {
    this.next[last] = this.#freeLeaf;
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
    this.child.fill(0, node << FAN_SHIFT, (node + 1) << FAN_SHIFT);
    return node;
  }

  /** Gives back an inner node. */
  freeNode(node: number): void {
    this.shift[node] = this.#freeNode;
    this.#freeNode = node;
  }

  /** From now on there are bounds; nothing is known yet. */
  admitBounds(): void {
    if (this.bound.length === 0) this.bound = new Float64Array(this.child.length).fill(Infinity);
  }

  /** Doubles what is by leaf. */
  protected growLeaves(): void {
    const leaves = this.steps.length * 2;
    this.origin = grown(this.origin, new Float64Array(leaves));
    this.steps = grown(this.steps, new Int32Array(leaves));
    this.next = grown(this.next, new Int32Array(leaves));
    this.prev = grown(this.prev, new Int32Array(leaves));
    this.code = grown(this.code, new Int32Array(leaves * FAN));
    this.delta = grown(this.delta, new Float64Array(leaves * FAN));
  }

  /** Doubles what is by inner node. */
  protected growNodes(): void {
    const nodes = this.taken.length * 2;
    this.base = grown(this.base, new Float64Array(nodes));
    this.shift = grown(this.shift, new Int32Array(nodes));
    this.taken = grown(this.taken, new Int32Array(nodes));
    this.child = grown(this.child, new Int32Array(nodes * FAN));
    if (this.bound.length > 0) this.bound = grown(this.bound, new Float64Array(nodes * FAN));
  }
}

/** The code of pages that carry nothing. */
export const FREE = -0x8000_0000;

/** Pages of a leaf, slots of an inner node: one bit of an Int32 each. */
export const FAN_SHIFT = 5;
export const FAN: number = 1 << FAN_SHIFT;
export const SLOT_MASK: number = FAN - 1;

const FIRST_LEAVES = 4;
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
