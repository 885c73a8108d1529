/**
 * Storage for the runs of every region of one kernel: the nodes of B+-trees in pooled typed arrays.
 *
 * A *run* is a maximal range of pages with equal content: `[start, end)` in page numbers, a `code` and a
 * `delta`.
 *
 * - `code >= 0` is a mapped run: `identity << 3 | prot`, where the identity stands for everything of T
 *   (§2.4) but the offset:
 *   VMO, maxPerm, FBS. `delta` is the rest of T: VMO page = address page + delta.
 * - `code < 0` is a child region, `~code` its slot in the kernel's region table, `delta` 0.
 *
 * A run is named by its *position*, `leaf << leafShift | slot`, an index into the four arrays. Positions
 * hold until the next change of the same index. Typed arrays are read with `!` here and in run-index.ts: an
 * index is always within its node.
 */
export class RunPool {
  /** Runs in a leaf, children in an inner node: powers of two. */
  readonly leafShift: number;
  readonly leafCap: number;
  readonly innerShift: number;
  readonly innerCap: number;

  start: Float64Array;
  end: Float64Array;
  delta: Float64Array;
  code: Int32Array;
  /** By leaf: its runs, and its neighbours in address order (-1: none). */
  size: Int32Array;
  next: Int32Array;
  prev: Int32Array;

  /**
   * By inner node and slot: the child, its first page, the end of its last run, and a bound on the gaps
   * between its runs.
   */
  child: Int32Array;
  low: Float64Array;
  high: Float64Array;
  gap: Float64Array;
  /** By inner node: its children. */
  fan: Int32Array;

  /** By identity: mapping objects (maximal runs of equal T) that carry it, in all regions. */
  objects: Int32Array = new Int32Array(16);
  /** Identities whose count fell to 0 at some moment since this was last emptied. */
  readonly idle: number[] = [];
  /** The bits of a code that belong to T: all but prot, or all of them (V-5 older, D-14). */
  readonly identityMask: number;

  /** Scratch of one change: the runs that replace a window of a leaf. */
  readonly newStart: Float64Array;
  readonly newEnd: Float64Array;
  readonly newDelta: Float64Array;
  readonly newCode: Int32Array;
  /**
   * Scratch of one change: by level (1 is above the leaves), the inner node and the slot passed on the way
   * down.
   */
  readonly pathNode: Int32Array = new Int32Array(32);
  readonly pathSlot: Int32Array = new Int32Array(32);

  readonly #freeLeaves: number[] = [];
  readonly #freeInner: number[] = [];
  #leaves = 0;
  #inner = 0;

  constructor(protSplitsObjects: boolean, leafShift = 5, innerShift = 5) {
    this.identityMask = protSplitsObjects ? ~0 : ~7;
    this.leafShift = leafShift;
    this.leafCap = 1 << leafShift;
    this.innerShift = innerShift;
    this.innerCap = 1 << innerShift;
    const runs = 4 << leafShift;
    this.start = new Float64Array(runs);
    this.end = new Float64Array(runs);
    this.delta = new Float64Array(runs);
    this.code = new Int32Array(runs);
    this.size = new Int32Array(4);
    this.next = new Int32Array(4);
    this.prev = new Int32Array(4);
    const children = 2 << innerShift;
    this.child = new Int32Array(children);
    this.low = new Float64Array(children);
    this.high = new Float64Array(children);
    this.gap = new Float64Array(children);
    this.fan = new Int32Array(2);
    const scratch = this.leafCap + 4;
    this.newStart = new Float64Array(scratch);
    this.newEnd = new Float64Array(scratch);
    this.newDelta = new Float64Array(scratch);
    this.newCode = new Int32Array(scratch);
  }

  /** The position after `pos` in address order, or -1. */
  after(pos: number): number {
    const leaf = pos >> this.leafShift;
    if ((pos & (this.leafCap - 1)) + 1 < this.size[leaf]!) return pos + 1;
    const next = this.next[leaf]!;
    return next < 0 ? -1 : next << this.leafShift;
  }

  /** The position before `pos` in address order, or -1. */
  before(pos: number): number {
    if ((pos & (this.leafCap - 1)) > 0) return pos - 1;
    const prev = this.prev[pos >> this.leafShift]!;
    return prev < 0 ? -1 : (prev << this.leafShift) + this.size[prev]! - 1;
  }

  /**
   * Whether the run at `b` goes on with the mapping object of the run at `a`: T is equal and they touch
   * (MRG-02).
   */
  continues(a: number, b: number): boolean {
    return (
      this.end[a] === this.start[b] &&
      this.delta[a] === this.delta[b] &&
      ((this.code[a]! ^ this.code[b]!) & this.identityMask) === 0
    );
  }

  /** An empty leaf without neighbours. Arrays may be replaced: read them again. */
  takeLeaf(): number {
    const leaf = this.#freeLeaves.pop() ?? this.#leaves++;
    if (leaf >= this.size.length) {
      const runs = this.start.length * 2;
      this.start = grow(this.start, new Float64Array(runs));
      this.end = grow(this.end, new Float64Array(runs));
      this.delta = grow(this.delta, new Float64Array(runs));
      this.code = grow(this.code, new Int32Array(runs));
      const leaves = this.size.length * 2;
      this.size = grow(this.size, new Int32Array(leaves));
      this.next = grow(this.next, new Int32Array(leaves));
      this.prev = grow(this.prev, new Int32Array(leaves));
    }
    this.size[leaf] = 0;
    this.next[leaf] = -1;
    this.prev[leaf] = -1;
    return leaf;
  }

  freeLeaf(leaf: number): void {
    this.#freeLeaves.push(leaf);
  }

  /** An inner node without children. Arrays may be replaced: read them again. */
  takeInner(): number {
    const node = this.#freeInner.pop() ?? this.#inner++;
    if (node >= this.fan.length) {
      const children = this.child.length * 2;
      this.child = grow(this.child, new Int32Array(children));
      this.low = grow(this.low, new Float64Array(children));
      this.high = grow(this.high, new Float64Array(children));
      this.gap = grow(this.gap, new Float64Array(children));
      this.fan = grow(this.fan, new Int32Array(this.fan.length * 2));
    }
    this.fan[node] = 0;
    return node;
  }

  freeInner(node: number): void {
    this.#freeInner.push(node);
  }

  /** Makes room for the count of identity `id`. */
  admit(id: number): void {
    if (id >= this.objects.length) this.objects = grow(this.objects, new Int32Array(this.objects.length * 2));
    this.objects[id] = 0;
  }

  /** Copies runs between or within leaves; ranges may overlap. */
  moveRuns(from: number, to: number, count: number): void {
    const { start, end, delta, code } = this;
    if (count >= LOOP_BELOW) {
      start.copyWithin(to, from, from + count);
      end.copyWithin(to, from, from + count);
      delta.copyWithin(to, from, from + count);
      code.copyWithin(to, from, from + count);
      return;
    }
    const step = to > from ? -1 : 1;
    for (let i = step < 0 ? count - 1 : 0, left = count; left > 0; i += step, left--) {
      start[to + i] = start[from + i]!;
      end[to + i] = end[from + i]!;
      delta[to + i] = delta[from + i]!;
      code[to + i] = code[from + i]!;
    }
  }

  /** Copies children between or within inner nodes; ranges may overlap. */
  moveChildren(from: number, to: number, count: number): void {
    this.child.copyWithin(to, from, from + count);
    this.low.copyWithin(to, from, from + count);
    this.high.copyWithin(to, from, from + count);
    this.gap.copyWithin(to, from, from + count);
  }

  /** Copies `count` runs of the scratch from `at` on into the arrays. */
  writeNew(at: number, to: number, count: number): void {
    for (let i = 0; i < count; i++) {
      this.start[to + i] = this.newStart[at + i]!;
      this.end[to + i] = this.newEnd[at + i]!;
      this.delta[to + i] = this.newDelta[at + i]!;
      this.code[to + i] = this.newCode[at + i]!;
    }
  }
}

function grow<T extends Float64Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** Below this many runs a plain loop beats the calls of copyWithin. */
const LOOP_BELOW = 32;
