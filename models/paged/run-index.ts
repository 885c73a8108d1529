import { RunTree } from "./run-tree.ts";

/**
 * The runs of one region: what its pages carry, changed by ranges.
 *
 * Runs are maximal: two that touch differ in code or delta. Costs, n runs in the index: {@link find} and
 * changes of a constant number of runs O(log n); changes over k runs O(k), and O(log n) for each leaf;
 * {@link firstFree} O(log n), and visits that earlier changes pay for (see RunTree). Nothing depends on how
 * many pages a run has.
 */
export class RunIndex extends RunTree {
  /** Runs in the pool's scratch. */
  #news = 0;

  /**
   * Pages [a, b) carry `code` and `delta` from now on, whatever they carried; no region may be among them.
   */
  put(a: number, b: number, delta: number, code: number): void {
    const pool = this.pool;
    this.plant();
    for (;;) {
      const leaf = this.descend(a);
      const base = leaf << pool.leafShift;
      const n = pool.size[leaf]!;
      let i = this.slotAfter(base, n, a);
      let j = i;
      while (j < n && pool.start[base + j]! < b) j++;
      if (j === n && this.nextStart(leaf) < b) {
        this.clear(a, b); // more than this leaf is covered: then there is a free range, and one leaf, to put into
        this.plant();
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
    const pool = this.pool;
    for (let at = a; at < b && !this.empty;) {
      const leaf = this.descend(at);
      const base = leaf << pool.leafShift;
      const n = pool.size[leaf]!;
      const i = this.slotAfter(base, n, at);
      if (i === n) {
        at = this.nextStart(leaf);
        continue;
      }
      let j = i;
      while (j < n && pool.start[base + j]! < b) j++;
      if (j === i) return;
      const more = j === n ? this.nextStart(leaf) : b;
      const { start, end } = pool;
      this.#news = 0;
      if (start[base + i]! < a) this.#cut(base + i, start[base + i]!, a);
      if (end[base + j - 1]! > b) this.#cut(base + j - 1, b, end[base + j - 1]!);
      this.#splice(leaf, i, j, true);
      at = more;
    }
  }

  /**
   * The mapped pages of [a, b) get the permissions `prot`; gaps and regions stay as they are (PROT-11,
   * I-4).
   */
  recode(a: number, b: number, prot: number): void {
    const pool = this.pool;
    const splitsObjects = pool.identityMask === ~0;
    for (let at = a; at < b && !this.empty;) {
      const leaf = this.descend(at);
      const base = leaf << pool.leafShift;
      const n = pool.size[leaf]!;
      let i = this.slotAfter(base, n, at);
      if (i === n) {
        at = this.nextStart(leaf);
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
    const pool = this.pool;
    const { code, objects } = pool;
    for (let pos = this.first(), before = -1; pos >= 0; before = pos, pos = pool.after(pos)) {
      const c = code[pos]!;
      if (c < 0 || (before >= 0 && pool.continues(before, pos))) continue;
      if (--objects[c >> 3]! === 0) pool.idle.push(c >> 3);
    }
    this.reset();
  }

  /** Appends a run to the scratch, joining it to the one before if they touch and are equal. */
  #emit(start: number, end: number, delta: number, code: number): void {
    const { newStart, newEnd, newDelta, newCode } = this.pool;
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
    const { start, end, delta, code } = this.pool;
    this.#emit(start[pos]!, end[pos]!, delta[pos]!, code[pos]!);
  }

  /** Appends the part [start, end) of the run at `pos`. */
  #cut(pos: number, start: number, end: number): void {
    this.#emit(start, end, this.pool.delta[pos]!, this.pool.code[pos]!);
  }

  /**
   * Replaces the slots [i, j) of the leaf to which the path leads by the scratch. `reshapes` says that gaps
   * or mapping objects may change, not only permissions within an object.
   */
  #splice(leaf: number, i: number, j: number, reshapes: boolean): void {
    if (reshapes) this.#account(leaf, i, j);
    this.replace(leaf, i, j, this.#news);
  }

  /**
   * Before slots [i, j) become the scratch: raises gap bounds, and moves the counts of mapping objects
   * (VMO-24).
   */
  #account(leaf: number, i: number, j: number): void {
    const pool = this.pool;
    const base = leaf << pool.leafShift;
    const n = pool.size[leaf]!;
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
    this.raise(gap);
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

  /**
   * Joins the run that ends at `page` with the one that starts there, if they are equal: a splice sees one
   * leaf only.
   */
  #joinAt(page: number): void {
    const pool = this.pool;
    if (this.empty) return;
    const leaf = this.descend(page);
    const slot = this.slotAfter(leaf << pool.leafShift, pool.size[leaf]!, page);
    const right = (leaf << pool.leafShift) + slot;
    if (slot === pool.size[leaf] || pool.start[right] !== page) return;
    const left = pool.before(right);
    if (left < 0 || pool.end[left] !== page) return;
    if (pool.code[left] !== pool.code[right] || pool.delta[left] !== pool.delta[right]) return;
    // Left takes over the pages of right. No count changes: right continued the mapping object of left.
    pool.end[left] = pool.end[right]!;
    this.descend(pool.start[left]!);
    const leftLeaf = left >> pool.leafShift;
    this.refresh(1, this.lowOf(0, leftLeaf), this.highOf(0, leftLeaf));
    this.descend(page);
    this.#news = 0;
    this.#splice(leaf, slot, slot + 1, false);
  }
}
