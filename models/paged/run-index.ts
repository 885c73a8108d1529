import type { RunPool } from "./run-pool.ts";

/**
 * The runs of one region, ordered by address: a B+-tree over a {@link RunPool}.
 *
 * ```
 *              [ low high gap | low high gap | ... ]          inner nodes: what each child spans, and a bound on
 *                 /                  \                        the gaps between the runs below it
 *     [ run run run ] <-> [ run run run run ] <-> ...         leaves: runs, linked in address order
 * ```
 *
 * Invariants: runs are disjoint, not empty, ascending; two that touch differ in code or delta (they are maximal); `low` and
 * `high` are exact; no leaf and no inner node is empty. `gap` is an *upper bound*: a change raises the bounds above it to the
 * gaps that it leaves, and a search which a bound misled computes that bound anew. So churn never pays for gaps that nobody asks
 * about, and each change costs later searches at most one visit for each level.
 *
 * Costs, n runs in the index: {@link find} and changes of a constant number of runs O(log n); changes over k runs
 * O(k + log n · k/leaf); {@link firstFree} O(log n) and the visits above. Independent of how many pages a run has.
 */
export class RunIndex {
  readonly #pool: RunPool;
  /** A leaf if the height is 0, else an inner node; -1 if there are no runs. */
  #root = -1;
  /** Levels of inner nodes. */
  #height = 0;
  #count = 0;
  /** Runs in the pool's scratch. */
  #news = 0;

  constructor(pool: RunPool) {
    this.#pool = pool;
  }

  /** Runs in the index. */
  get count(): number {
    return this.#count;
  }

  /** The position of the first run that ends after `page`, or -1. */
  find(page: number): number {
    let node = this.#root;
    if (node < 0) return -1;
    const pool = this.#pool;
    const { low, child, fan, innerShift, start } = pool;
    for (let level = this.#height; level > 0; level--) {
      const base = node << innerShift;
      let from = 1;
      let to = fan[node]!;
      while (from < to) {
        const middle = (from + to) >>> 1;
        if (low[base + middle]! <= page) from = middle + 1;
        else to = middle;
      }
      node = child[base + from - 1]!;
    }
    const base = node << pool.leafShift;
    const n = pool.size[node]!;
    let from = 0;
    let to = n;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (start[base + middle]! <= page) from = middle + 1;
      else to = middle;
    }
    if (from > 0 && pool.end[base + from - 1]! > page) return base + from - 1;
    if (from < n) return base + from;
    const next = pool.next[node]!;
    return next < 0 ? -1 : next << pool.leafShift;
  }

  /** The position of the first run, or -1. */
  first(): number {
    let node = this.#root;
    if (node < 0) return -1;
    for (let level = this.#height; level > 0; level--)
      node = this.#pool.child[node << this.#pool.innerShift]!;
    return node << this.#pool.leafShift;
  }

  /** Pages [a, b) carry `code` and `delta` from now on, whatever they carried; no region may be among them. */
  put(a: number, b: number, delta: number, code: number): void {
    const pool = this.#pool;
    if (this.#root < 0) this.#root = pool.takeLeaf();
    for (;;) {
      const leaf = this.#descend(a);
      const base = leaf << pool.leafShift;
      const n = pool.size[leaf]!;
      let i = this.#slotAfter(base, n, a);
      let j = i;
      while (j < n && pool.start[base + j]! < b) j++;
      if (j === n && this.#nextStart(leaf) < b) {
        this.clear(a, b); // more than this leaf is covered: then there is a free range, and one leaf, to put into
        if (this.#root < 0) this.#root = pool.takeLeaf();
        continue;
      }
      const { start, end } = pool;
      const old = i;
      this.#news = 0;
      if (i > 0 && end[base + i - 1] === a) this.#keep(base + --i);
      if (old < j && start[base + old]! < a) this.#cut(base + old, start[base + old]!, a);
      this.#emit(a, b, delta, code);
      if (old < j && end[base + j - 1]! > b) this.#cut(base + j - 1, b, end[base + j - 1]!);
      else if (j < n && start[base + j] === b) this.#keep(base + j++);
      this.#splice(leaf, i, j, true);
      if (i === 0) this.#joinAt(a);
      if (j === n) this.#joinAt(b);
      return;
    }
  }

  /** Pages [a, b) carry nothing from now on: runs are trimmed, split and removed (UNMAP-09, OVW-03). */
  clear(a: number, b: number): void {
    const pool = this.#pool;
    for (let at = a; at < b && this.#root >= 0;) {
      const leaf = this.#descend(at);
      const base = leaf << pool.leafShift;
      const n = pool.size[leaf]!;
      const i = this.#slotAfter(base, n, at);
      if (i === n) {
        at = this.#nextStart(leaf);
        continue;
      }
      let j = i;
      while (j < n && pool.start[base + j]! < b) j++;
      if (j === i) return;
      const more = j === n ? this.#nextStart(leaf) : b;
      const { start, end } = pool;
      this.#news = 0;
      if (start[base + i]! < a) this.#cut(base + i, start[base + i]!, a);
      if (end[base + j - 1]! > b) this.#cut(base + j - 1, b, end[base + j - 1]!);
      this.#splice(leaf, i, j, true);
      at = more;
    }
  }

  /** The mapped pages of [a, b) get the permissions `prot`; gaps and regions stay as they are (PROT-11, I-4). */
  recode(a: number, b: number, prot: number): void {
    const pool = this.#pool;
    const splitsObjects = pool.identityMask === ~0;
    for (let at = a; at < b && this.#root >= 0;) {
      const leaf = this.#descend(at);
      const base = leaf << pool.leafShift;
      const n = pool.size[leaf]!;
      let i = this.#slotAfter(base, n, at);
      if (i === n) {
        at = this.#nextStart(leaf);
        continue;
      }
      const { start, end, code } = pool;
      let j = i;
      let changed = false;
      while (j < n && start[base + j]! < b) {
        const c = code[base + j]!;
        if (c >= 0 && (c & 7) !== prot) changed = true;
        j++;
      }
      if (j === i) return;
      at = Math.max(end[base + j - 1]!, at);
      if (!changed) continue;
      this.#news = 0;
      const old = i;
      if (i > 0 && end[base + i - 1] === start[base + i]) this.#keep(base + --i);
      for (let pos = base + old; pos < base + j; pos++) {
        const c = code[pos]!;
        if (c < 0) {
          this.#keep(pos);
          continue;
        }
        const s = start[pos]!;
        const e = end[pos]!;
        if (s < a) this.#cut(pos, s, a);
        this.#emit(Math.max(s, a), Math.min(e, b), pool.delta[pos]!, (c & ~7) | prot);
        if (e > b) this.#cut(pos, b, e);
      }
      const last = end[base + j - 1]!;
      if (j < n && start[base + j] === last) this.#keep(base + j++);
      const first = start[base + i]!;
      this.#splice(leaf, i, j, splitsObjects);
      if (i === 0) this.#joinAt(first);
      if (j === n) this.#joinAt(last);
    }
  }

  /** Removes every run. */
  drop(): void {
    const pool = this.#pool;
    const { code, objects } = pool;
    for (let pos = this.first(), before = -1; pos >= 0; before = pos, pos = pool.after(pos)) {
      const c = code[pos]!;
      if (c < 0 || (before >= 0 && pool.continues(before, pos))) continue;
      if (--objects[c >> 3]! === 0) pool.idle.push(c >> 3);
    }
    if (this.#root >= 0) this.#free(this.#height, this.#root);
    this.#root = -1;
    this.#height = 0;
    this.#count = 0;
  }

  /** The first page p >= from such that [p, p + pages) carries nothing; the space above the last run counts as free. */
  firstFree(from: number, pages: number): number {
    if (this.#root < 0) return from;
    const pool = this.#pool;
    const first = pool.start[this.first()]!;
    if (first - from >= pages) return from;
    const found = this.#freeBelow(this.#height, this.#root, from, pages);
    return found >= 0 ? found : Math.max(from, this.#highOf(this.#height, this.#root));
  }

  #freeBelow(level: number, node: number, from: number, pages: number): number {
    const pool = this.#pool;
    if (level === 0) {
      const { start, end } = pool;
      const base = node << pool.leafShift;
      for (let pos = base + 1, stop = base + pool.size[node]!; pos < stop; pos++) {
        const left = Math.max(end[pos - 1]!, from);
        if (start[pos]! - left >= pages) return left;
      }
      return -1;
    }
    const { child, low, high, gap } = pool;
    const base = node << pool.innerShift;
    for (let at = base, last = base + pool.fan[node]! - 1; at <= last; at++) {
      const end = high[at]!;
      if (end > from && gap[at]! >= pages) {
        const found = this.#freeBelow(level - 1, child[at]!, from, pages);
        if (found >= 0) return found;
        gap[at] = this.#largestGap(level - 1, child[at]!);
      }
      if (at < last) {
        const left = Math.max(end, from);
        if (low[at + 1]! - left >= pages) return left;
      }
    }
    return -1;
  }

  /** The largest gap between runs of a leaf; for an inner node the least bound that its children allow. */
  #largestGap(level: number, node: number): number {
    const pool = this.#pool;
    let most = 0;
    if (level === 0) {
      const base = node << pool.leafShift;
      for (let pos = base + 1, stop = base + pool.size[node]!; pos < stop; pos++)
        most = Math.max(most, pool.start[pos]! - pool.end[pos - 1]!);
      return most;
    }
    const base = node << pool.innerShift;
    for (let at = base, last = base + pool.fan[node]! - 1; at <= last; at++) {
      most = Math.max(most, pool.gap[at]!);
      if (at < last) most = Math.max(most, pool.low[at + 1]! - pool.high[at]!);
    }
    return most;
  }

  /** The leaf where `page` belongs; leaves the way to it in the pool's path. */
  #descend(page: number): number {
    const { low, child, fan, innerShift, pathNode, pathSlot } = this.#pool;
    let node = this.#root;
    for (let level = this.#height; level > 0; level--) {
      const base = node << innerShift;
      let from = 1;
      let to = fan[node]!;
      while (from < to) {
        const middle = (from + to) >>> 1;
        if (low[base + middle]! <= page) from = middle + 1;
        else to = middle;
      }
      pathNode[level] = node;
      pathSlot[level] = from - 1;
      node = child[base + from - 1]!;
    }
    return node;
  }

  /** The first slot of the leaf at `base` whose run ends after `page`; `n` if there is none. */
  #slotAfter(base: number, n: number, page: number): number {
    const { start, end } = this.#pool;
    let from = 0;
    let to = n;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (start[base + middle]! <= page) from = middle + 1;
      else to = middle;
    }
    return from > 0 && end[base + from - 1]! > page ? from - 1 : from;
  }

  /** The first page of the leaf after `leaf`, or Infinity. */
  #nextStart(leaf: number): number {
    const next = this.#pool.next[leaf]!;
    return next < 0 ? Infinity : this.#pool.start[next << this.#pool.leafShift]!;
  }

  /** Appends a run to the scratch, joining it to the one before if they touch and are equal. */
  #emit(start: number, end: number, delta: number, code: number): void {
    const { newStart, newEnd, newDelta, newCode } = this.#pool;
    const k = this.#news;
    if (k > 0 && newCode[k - 1] === code && newEnd[k - 1] === start && newDelta[k - 1] === delta) {
      newEnd[k - 1] = end;
      return;
    }
    newStart[k] = start;
    newEnd[k] = end;
    newDelta[k] = delta;
    newCode[k] = code;
    this.#news = k + 1;
  }

  #keep(pos: number): void {
    const { start, end, delta, code } = this.#pool;
    this.#emit(start[pos]!, end[pos]!, delta[pos]!, code[pos]!);
  }

  /** Appends the part [start, end) of the run at `pos`. */
  #cut(pos: number, start: number, end: number): void {
    this.#emit(start, end, this.#pool.delta[pos]!, this.#pool.code[pos]!);
  }

  /**
   * Replaces the slots [i, j) of the leaf to which the path leads by the scratch, at most two runs more. `reshapes` says that gaps or
   * mapping objects may change, not only permissions within an object.
   */
  #splice(leaf: number, i: number, j: number, reshapes: boolean): void {
    const pool = this.#pool;
    const base = leaf << pool.leafShift;
    const n = pool.size[leaf]!;
    const news = this.#news;
    const total = n - (j - i) + news;
    if (reshapes) this.#account(base, n, i, j);
    this.#count += news - (j - i);
    if (total > pool.leafCap) {
      this.#splitLeaf(leaf, i, j, total);
      return;
    }
    if (news !== j - i && j < n) pool.moveRuns(base + j, base + i + news, n - j);
    pool.writeNew(0, base + i, news);
    pool.size[leaf] = total;
    if (total === 0) {
      this.#unlink(leaf);
      this.#removeChild(1);
      return;
    }
    this.#refresh(1, pool.start[base]!, pool.end[base + total - 1]!);
    if (total < n && total < pool.leafCap >> 2) this.#mergeLeaf();
  }

  /** Before slots [i, j) become the scratch: raises gap bounds, and moves the counts of mapping objects (VMO-24). */
  #account(base: number, n: number, i: number, j: number): void {
    const pool = this.#pool;
    const { start, end, delta, code, objects, newStart, newEnd, newDelta, newCode, identityMask } = pool;
    const news = this.#news;
    const left = i > 0 ? base + i - 1 : pool.before(base);
    const right = j < n ? base + j : n > 0 ? pool.after(base + n - 1) : -1;
    const leftEnd = left < 0 ? Infinity : end[left]!;
    // What will be there, and what follows it: new heads of mapping objects, and the gaps between.
    let e = leftEnd;
    let d = left < 0 ? 0 : delta[left]!;
    let c = left < 0 ? -1 : code[left]!;
    let gap = 0;
    for (let k = 0; k < news; k++) {
      const own = newCode[k]!;
      const at = newStart[k]!;
      if (at - e > gap) gap = at - e;
      if (own >= 0 && !(e === at && d === newDelta[k] && ((c ^ own) & identityMask) === 0))
        objects[own >> 3]!++;
      e = newEnd[k]!;
      d = newDelta[k]!;
      c = own;
    }
    if (right >= 0) {
      const own = code[right]!;
      const at = start[right]!;
      if (at - e > gap) gap = at - e;
      if (own >= 0 && !(e === at && d === delta[right] && ((c ^ own) & identityMask) === 0))
        objects[own >> 3]!++;
    }
    this.#raise(gap);
    // What was there, and what follows it: the heads that go.
    for (let pos = base + i, before = left; ; pos++) {
      if (pos === base + j) pos = right;
      if (pos < 0) break;
      const own = code[pos]!;
      if (own >= 0 && !(before >= 0 && pool.continues(before, pos))) {
        if (--objects[own >> 3]! === 0) pool.idle.push(own >> 3);
      }
      if (pos === right) break;
      before = pos;
    }
  }

  /** Bounds on the path become at least `gap`. */
  #raise(gap: number): void {
    const { pathNode, pathSlot, innerShift } = this.#pool;
    for (let level = 1; level <= this.#height; level++) {
      const at = (pathNode[level]! << innerShift) + pathSlot[level]!;
      if (this.#pool.gap[at]! < gap) this.#pool.gap[at] = gap;
    }
  }

  /** From `level` up: the node on the path now spans from `low` to `high`. */
  #refresh(level: number, low: number, high: number): void {
    const pool = this.#pool;
    for (let up = level; up <= this.#height; up++) {
      const base = pool.pathNode[up]! << pool.innerShift;
      const at = base + pool.pathSlot[up]!;
      if (pool.low[at] === low && pool.high[at] === high) return;
      pool.low[at] = low;
      pool.high[at] = high;
      low = pool.low[base]!;
      high = pool.high[base + pool.fan[pool.pathNode[up]!]! - 1]!;
    }
  }

  /** The splice that does not fit: the leaf's runs go to it and a new one after it. */
  #splitLeaf(leaf: number, i: number, j: number, total: number): void {
    const pool = this.#pool;
    const right = pool.takeLeaf();
    const base = leaf << pool.leafShift;
    const to = right << pool.leafShift;
    const n = pool.size[leaf]!;
    const news = this.#news;
    const tail = n - j;
    // Ascending builds fill leaves; anything else splits them evenly.
    const half = tail === 0 && pool.next[leaf]! < 0 ? pool.leafCap - (pool.leafCap >> 3) : total >> 1;
    if (half <= i) {
      // [0,half) | [half,i) news tail
      pool.moveRuns(base + half, to, i - half);
      pool.writeNew(0, to + i - half, news);
      pool.moveRuns(base + j, to + i - half + news, tail);
    } else if (half >= i + news) {
      // [0,i) news tail[0..] | tail[..]
      const kept = half - i - news;
      pool.moveRuns(base + j + kept, to, tail - kept);
      pool.moveRuns(base + j, base + i + news, kept);
      pool.writeNew(0, base + i, news);
    } else {
      // [0,i) news[0..] | news[..] tail
      const kept = half - i;
      pool.moveRuns(base + j, to + news - kept, tail);
      pool.writeNew(kept, to, news - kept);
      pool.writeNew(0, base + i, kept);
    }
    pool.size[leaf] = half;
    pool.size[right] = total - half;
    const after = pool.next[leaf]!;
    pool.next[leaf] = right;
    pool.prev[right] = leaf;
    pool.next[right] = after;
    if (after >= 0) pool.prev[after] = right;
    this.#refresh(1, pool.start[base]!, pool.end[base + half - 1]!);
    this.#insertChild(1, right, pool.start[to]!, pool.end[to + total - half - 1]!);
  }

  /** A new node stands to the right of the node on the path below `level`, from which it split. */
  #insertChild(level: number, id: number, low: number, high: number): void {
    const pool = this.#pool;
    if (level > this.#height) {
      const root = pool.takeInner();
      const old = this.#root;
      const oldHigh = this.#highOf(this.#height, old);
      this.#setChild(root, 0, old, this.#lowOf(this.#height, old), oldHigh, Infinity);
      this.#setChild(root, 1, id, low, high, Infinity);
      pool.fan[root] = 2;
      this.#root = root;
      this.#height++;
      return;
    }
    let node = pool.pathNode[level]!;
    let slot = pool.pathSlot[level]! + 1;
    const n = pool.fan[node]!;
    const gap = pool.gap[(node << pool.innerShift) + slot - 1]!; // of the node that split: holds for both halves
    let right = -1;
    if (n === pool.innerCap) {
      right = pool.takeInner();
      const half = slot === n ? n - 1 : n >> 1;
      pool.moveChildren((node << pool.innerShift) + half, right << pool.innerShift, n - half);
      pool.fan[node] = half;
      pool.fan[right] = n - half;
      if (slot > half) {
        node = right;
        slot -= half;
      }
    }
    const base = node << pool.innerShift;
    pool.moveChildren(base + slot, base + slot + 1, pool.fan[node]! - slot);
    pool.fan[node]!++;
    this.#setChild(node, slot, id, low, high, gap);
    const own = pool.pathNode[level]!;
    this.#refresh(level + 1, this.#lowOf(level, own), this.#highOf(level, own));
    if (right >= 0)
      this.#insertChild(level + 1, right, this.#lowOf(level, right), this.#highOf(level, right));
  }

  #setChild(node: number, slot: number, id: number, low: number, high: number, gap: number): void {
    const pool = this.#pool;
    const at = (node << pool.innerShift) + slot;
    pool.child[at] = id;
    pool.low[at] = low;
    pool.high[at] = high;
    pool.gap[at] = gap;
  }

  #lowOf(level: number, node: number): number {
    const pool = this.#pool;
    return level === 0 ? pool.start[node << pool.leafShift]! : pool.low[node << pool.innerShift]!;
  }

  #highOf(level: number, node: number): number {
    const pool = this.#pool;
    return level === 0
      ? pool.end[(node << pool.leafShift) + pool.size[node]! - 1]!
      : pool.high[(node << pool.innerShift) + pool.fan[node]! - 1]!;
  }

  /** Takes the child on the path at `level` out of its parent; the child itself is gone already. */
  #removeChild(level: number): void {
    const pool = this.#pool;
    if (level > this.#height) {
      this.#root = -1;
      this.#height = 0;
      return;
    }
    const node = pool.pathNode[level]!;
    const slot = pool.pathSlot[level]!;
    const base = node << pool.innerShift;
    const n = pool.fan[node]! - 1;
    pool.moveChildren(base + slot + 1, base + slot, n - slot);
    pool.fan[node] = n;
    if (n === 0) {
      pool.freeInner(node);
      this.#removeChild(level + 1);
    } else if (n === 1 && level === this.#height) {
      this.#root = pool.child[base]!;
      this.#height--;
      pool.freeInner(node);
    } else {
      this.#refresh(level + 1, pool.low[base]!, pool.high[base + n - 1]!);
      if (n < pool.innerCap >> 2) this.#mergeInner(level);
    }
  }

  #unlink(leaf: number): void {
    const pool = this.#pool;
    const next = pool.next[leaf]!;
    const prev = pool.prev[leaf]!;
    if (next >= 0) pool.prev[next] = prev;
    if (prev >= 0) pool.next[prev] = next;
    pool.freeLeaf(leaf);
  }

  /** A leaf has become small: joins it with a neighbour below the same node if both fit into three quarters of one. */
  #mergeLeaf(): void {
    const pool = this.#pool;
    const slot = this.#siblingSlot(1);
    if (slot < 0) return;
    const at = (pool.pathNode[1]! << pool.innerShift) + slot;
    const left = pool.child[at]!;
    const right = pool.child[at + 1]!;
    const n = pool.size[left]!;
    const m = pool.size[right]!;
    if (n + m > pool.leafCap - (pool.leafCap >> 2)) return;
    pool.moveRuns(right << pool.leafShift, (left << pool.leafShift) + n, m);
    pool.size[left] = n + m;
    this.#unlink(right);
    this.#absorb(1, at);
  }

  #mergeInner(level: number): void {
    const pool = this.#pool;
    const slot = this.#siblingSlot(level + 1);
    if (slot < 0) return;
    const at = (pool.pathNode[level + 1]! << pool.innerShift) + slot;
    const left = pool.child[at]!;
    const right = pool.child[at + 1]!;
    const n = pool.fan[left]!;
    const m = pool.fan[right]!;
    if (n + m > pool.innerCap - (pool.innerCap >> 2)) return;
    pool.moveChildren(right << pool.innerShift, (left << pool.innerShift) + n, m);
    pool.fan[left] = n + m;
    pool.freeInner(right);
    this.#absorb(level + 1, at);
  }

  /** The slot of the left of two neighbours, one of which is on the path at `level`; -1 if it has no sibling. */
  #siblingSlot(level: number): number {
    if (level > this.#height) return -1;
    const { pathNode, pathSlot, fan } = this.#pool;
    const slot = pathSlot[level]!;
    if (slot + 1 < fan[pathNode[level]!]!) return slot;
    return slot - 1;
  }

  /** The child at `at` has taken over the runs of the one after it, which is gone. */
  #absorb(level: number, at: number): void {
    const pool = this.#pool;
    const between = pool.low[at + 1]! - pool.high[at]!;
    pool.gap[at] = Math.max(pool.gap[at]!, pool.gap[at + 1]!, between);
    pool.high[at] = pool.high[at + 1]!;
    pool.pathSlot[level] = at + 1 - (pool.pathNode[level]! << pool.innerShift);
    this.#removeChild(level);
  }

  /** Joins the run that ends at `page` with the one that starts there, if they are equal: a splice sees one leaf only. */
  #joinAt(page: number): void {
    const pool = this.#pool;
    if (this.#root < 0) return;
    const leaf = this.#descend(page);
    const slot = this.#slotAfter(leaf << pool.leafShift, pool.size[leaf]!, page);
    const right = (leaf << pool.leafShift) + slot;
    if (slot === pool.size[leaf] || pool.start[right] !== page) return;
    const left = pool.before(right);
    if (left < 0 || pool.end[left] !== page) return;
    if (pool.code[left] !== pool.code[right] || pool.delta[left] !== pool.delta[right]) return;
    // Left takes over the pages of right. No count changes: right continued the mapping object of left.
    pool.end[left] = pool.end[right]!;
    this.#descend(pool.start[left]!);
    const leftLeaf = left >> pool.leafShift;
    this.#refresh(1, this.#lowOf(0, leftLeaf), this.#highOf(0, leftLeaf));
    this.#descend(page);
    this.#news = 0;
    this.#splice(leaf, slot, slot + 1, false);
  }

  #free(level: number, node: number): void {
    const pool = this.#pool;
    if (level === 0) {
      pool.freeLeaf(node);
      return;
    }
    const base = node << pool.innerShift;
    for (let slot = 0; slot < pool.fan[node]!; slot++) this.#free(level - 1, pool.child[base + slot]!);
    pool.freeInner(node);
  }
}
