/**
 * A B+-tree of runs over a {@link RunPool}, ordered by address: finding, free spots, and the replacement of
 * neighbouring runs.
 *
 * ```
 *              [ low high gap | low high gap | ... ]          inner nodes: what each child spans, and a bound on
 *                 /                  \                        the gaps between the runs below it
 *     [ run run run ] <-> [ run run run run ] <-> ...         leaves: runs, linked in address order
 * ```
 *
 * Invariants: runs are disjoint, not empty, ascending; `low` and `high` are exact; no node is empty. `gap`
 * is an *upper bound*: a change raises the bounds above it to the gaps that it leaves ({@link raise}), and
 * a search that a bound misled computes that bound anew. So churn never pays for gaps that nobody asks
 * about, and a change costs later searches at most one visit for each level.
 *
 * Changes go by a *path*: {@link descend} leaves in the pool which child was taken at each level, and holds
 * until the next change of structure.
 */
export class RunTree {
    pool;
    /** A leaf if the height is 0, else an inner node; -1 if there are no runs. */
    #root = -1;
    /** Levels of inner nodes. */
    #height = 0;
    #count = 0;
    constructor(pool) {
        this.pool = pool;
    }
    /** Runs in the index. */
    get count() {
        return this.#count;
    }
    get empty() {
        return this.#root < 0;
    }
    /** The position of the first run that ends after `page`, or -1. */
    find(page) {
        let node = this.#root;
        if (node < 0)
            return -1;
        const pool = this.pool;
        const { low, child, fan, innerShift, start } = pool;
        for (let level = this.#height; level > 0; level--) {
            const base = node << innerShift;
            let from = 1;
            let to = fan[node];
            while (from < to) {
                const middle = (from + to) >>> 1;
                if (low[base + middle] <= page)
                    from = middle + 1;
                else
                    to = middle;
            }
            node = child[base + from - 1];
        }
        const base = node << pool.leafShift;
        const n = pool.size[node];
        let from = 0;
        let to = n;
        while (from < to) {
            const middle = (from + to) >>> 1;
            if (start[base + middle] <= page)
                from = middle + 1;
            else
                to = middle;
        }
        if (from > 0 && pool.end[base + from - 1] > page)
            return base + from - 1;
        if (from < n)
            return base + from;
        const next = pool.next[node];
        return next < 0 ? -1 : next << pool.leafShift;
    }
    /** The position of the first run, or -1. */
    first() {
        let node = this.#root;
        if (node < 0)
            return -1;
        for (let level = this.#height; level > 0; level--)
            node = this.pool.child[node << this.pool.innerShift];
        return node << this.pool.leafShift;
    }
    /**
     * The first page p >= from such that [p, p + pages) carries nothing; the space above the last run counts
     * as free.
     */
    firstFree(from, pages) {
        if (this.#root < 0)
            return from;
        const pool = this.pool;
        const first = pool.start[this.first()];
        if (first - from >= pages)
            return from;
        const found = this.#freeBelow(this.#height, this.#root, from, pages);
        return found >= 0 ? found : Math.max(from, this.highOf(this.#height, this.#root));
    }
    #freeBelow(level, node, from, pages) {
        const pool = this.pool;
        if (level === 0) {
            const { start, end } = pool;
            const base = node << pool.leafShift;
            for (let pos = base + 1, stop = base + pool.size[node]; pos < stop; pos++) {
                const left = Math.max(end[pos - 1], from);
                if (start[pos] - left >= pages)
                    return left;
            }
            return -1;
        }
        const { child, low, high, gap } = pool;
        const base = node << pool.innerShift;
        for (let at = base, last = base + pool.fan[node] - 1; at <= last; at++) {
            const end = high[at];
            if (end > from && gap[at] >= pages) {
                const found = this.#freeBelow(level - 1, child[at], from, pages);
                if (found >= 0)
                    return found;
                gap[at] = this.#largestGap(level - 1, child[at]);
            }
            if (at < last) {
                const left = Math.max(end, from);
                if (low[at + 1] - left >= pages)
                    return left;
            }
        }
        return -1;
    }
    /** The largest gap between runs of a leaf; for an inner node the least bound that its children allow. */
    #largestGap(level, node) {
        const pool = this.pool;
        let most = 0;
        if (level === 0) {
            const base = node << pool.leafShift;
            for (let pos = base + 1, stop = base + pool.size[node]; pos < stop; pos++)
                most = Math.max(most, pool.start[pos] - pool.end[pos - 1]);
            return most;
        }
        const base = node << pool.innerShift;
        for (let at = base, last = base + pool.fan[node] - 1; at <= last; at++) {
            most = Math.max(most, pool.gap[at]);
            if (at < last)
                most = Math.max(most, pool.low[at + 1] - pool.high[at]);
        }
        return most;
    }
    /** The leaf where `page` belongs; leaves the way to it in the pool's path. */
    descend(page) {
        const { low, child, fan, innerShift, pathNode, pathSlot } = this.pool;
        let node = this.#root;
        for (let level = this.#height; level > 0; level--) {
            const base = node << innerShift;
            let from = 1;
            let to = fan[node];
            while (from < to) {
                const middle = (from + to) >>> 1;
                if (low[base + middle] <= page)
                    from = middle + 1;
                else
                    to = middle;
            }
            pathNode[level] = node;
            pathSlot[level] = from - 1;
            node = child[base + from - 1];
        }
        return node;
    }
    /** The first slot of the leaf at `base` whose run ends after `page`; `n` if there is none. */
    slotAfter(base, n, page) {
        const { start, end } = this.pool;
        let from = 0;
        let to = n;
        while (from < to) {
            const middle = (from + to) >>> 1;
            if (start[base + middle] <= page)
                from = middle + 1;
            else
                to = middle;
        }
        return from > 0 && end[base + from - 1] > page ? from - 1 : from;
    }
    /** The first page of the leaf after `leaf`, or Infinity. */
    nextStart(leaf) {
        const next = this.pool.next[leaf];
        return next < 0 ? Infinity : this.pool.start[next << this.pool.leafShift];
    }
    /** An index without runs gets a leaf to put one into. */
    plant() {
        if (this.#root < 0)
            this.#root = this.pool.takeLeaf();
    }
    /**
     * Slots [i, j) of the leaf to which the path leads become the first `news` runs of the scratch: at most
     * two runs more.
     */
    replace(leaf, i, j, news) {
        const pool = this.pool;
        const base = leaf << pool.leafShift;
        const n = pool.size[leaf];
        const total = n - (j - i) + news;
        this.#count += news - (j - i);
        if (total > pool.leafCap) {
            this.#splitLeaf(leaf, i, j, news);
            return;
        }
        if (news !== j - i && j < n)
            pool.moveRuns(base + j, base + i + news, n - j);
        pool.writeNew(0, base + i, news);
        pool.size[leaf] = total;
        if (total === 0) {
            this.#unlink(leaf);
            this.#removeChild(1);
            return;
        }
        this.refresh(1, pool.start[base], pool.end[base + total - 1]);
        if (total < n && total < pool.leafCap >> 2)
            this.#mergeLeaf();
    }
    /** The replacement that does not fit: the leaf's runs go to it and a new one after it. */
    #splitLeaf(leaf, i, j, news) {
        const pool = this.pool;
        const right = pool.takeLeaf();
        const base = leaf << pool.leafShift;
        const to = right << pool.leafShift;
        const n = pool.size[leaf];
        const tail = n - j;
        const total = i + news + tail;
        // Ascending builds fill leaves; anything else splits them evenly.
        const half = tail === 0 && pool.next[leaf] < 0 ? pool.leafCap - (pool.leafCap >> 3) : total >> 1;
        if (half <= i) {
            // [0,half) | [half,i) news tail
            pool.moveRuns(base + half, to, i - half);
            pool.writeNew(0, to + i - half, news);
            pool.moveRuns(base + j, to + i - half + news, tail);
        }
        else if (half >= i + news) {
            // [0,i) news tail[0..] | tail[..]
            const kept = half - i - news;
            pool.moveRuns(base + j + kept, to, tail - kept);
            pool.moveRuns(base + j, base + i + news, kept);
            pool.writeNew(0, base + i, news);
        }
        else {
            // [0,i) news[0..] | news[..] tail
            const kept = half - i;
            pool.moveRuns(base + j, to + news - kept, tail);
            pool.writeNew(kept, to, news - kept);
            pool.writeNew(0, base + i, kept);
        }
        pool.size[leaf] = half;
        pool.size[right] = total - half;
        const after = pool.next[leaf];
        pool.next[leaf] = right;
        pool.prev[right] = leaf;
        pool.next[right] = after;
        if (after >= 0)
            pool.prev[after] = right;
        this.refresh(1, pool.start[base], pool.end[base + half - 1]);
        this.#insertChild(1, right, pool.start[to], pool.end[to + total - half - 1]);
    }
    /** A new node stands to the right of the node on the path below `level`, from which it split. */
    #insertChild(level, id, low, high) {
        const pool = this.pool;
        if (level > this.#height) {
            const root = pool.takeInner();
            const old = this.#root;
            const oldHigh = this.highOf(this.#height, old);
            this.#setChild(root, 0, old, this.lowOf(this.#height, old), oldHigh, Infinity);
            this.#setChild(root, 1, id, low, high, Infinity);
            pool.fan[root] = 2;
            this.#root = root;
            this.#height++;
            return;
        }
        let node = pool.pathNode[level];
        let slot = pool.pathSlot[level] + 1;
        const n = pool.fan[node];
        const gap = pool.gap[(node << pool.innerShift) + slot - 1]; // of the node that split: holds for both halves
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
        pool.moveChildren(base + slot, base + slot + 1, pool.fan[node] - slot);
        pool.fan[node]++;
        this.#setChild(node, slot, id, low, high, gap);
        const own = pool.pathNode[level];
        this.refresh(level + 1, this.lowOf(level, own), this.highOf(level, own));
        if (right >= 0)
            this.#insertChild(level + 1, right, this.lowOf(level, right), this.highOf(level, right));
    }
    #setChild(node, slot, id, low, high, gap) {
        const pool = this.pool;
        const at = (node << pool.innerShift) + slot;
        pool.child[at] = id;
        pool.low[at] = low;
        pool.high[at] = high;
        pool.gap[at] = gap;
    }
    /** Takes the child on the path at `level` out of its parent; the child itself is gone already. */
    #removeChild(level) {
        const pool = this.pool;
        if (level > this.#height) {
            this.#root = -1;
            this.#height = 0;
            return;
        }
        const node = pool.pathNode[level];
        const slot = pool.pathSlot[level];
        const base = node << pool.innerShift;
        const n = pool.fan[node] - 1;
        pool.moveChildren(base + slot + 1, base + slot, n - slot);
        pool.fan[node] = n;
        if (n === 0) {
            pool.freeInner(node);
            this.#removeChild(level + 1);
        }
        else if (n === 1 && level === this.#height) {
            this.#root = pool.child[base];
            this.#height--;
            pool.freeInner(node);
        }
        else {
            this.refresh(level + 1, pool.low[base], pool.high[base + n - 1]);
            if (n < pool.innerCap >> 2)
                this.#mergeInner(level);
        }
    }
    #unlink(leaf) {
        const pool = this.pool;
        const next = pool.next[leaf];
        const prev = pool.prev[leaf];
        if (next >= 0)
            pool.prev[next] = prev;
        if (prev >= 0)
            pool.next[prev] = next;
        pool.freeLeaf(leaf);
    }
    /**
     * A leaf has become small: joins it with a neighbour below the same node if both fit into three quarters
     * of one.
     */
    #mergeLeaf() {
        const pool = this.pool;
        const slot = this.#siblingSlot(1);
        if (slot < 0)
            return;
        const at = (pool.pathNode[1] << pool.innerShift) + slot;
        const left = pool.child[at];
        const right = pool.child[at + 1];
        const n = pool.size[left];
        const m = pool.size[right];
        if (n + m > pool.leafCap - (pool.leafCap >> 2))
            return;
        pool.moveRuns(right << pool.leafShift, (left << pool.leafShift) + n, m);
        pool.size[left] = n + m;
        this.#unlink(right);
        this.#absorb(1, at);
    }
    #mergeInner(level) {
        const pool = this.pool;
        const slot = this.#siblingSlot(level + 1);
        if (slot < 0)
            return;
        const at = (pool.pathNode[level + 1] << pool.innerShift) + slot;
        const left = pool.child[at];
        const right = pool.child[at + 1];
        const n = pool.fan[left];
        const m = pool.fan[right];
        if (n + m > pool.innerCap - (pool.innerCap >> 2))
            return;
        pool.moveChildren(right << pool.innerShift, (left << pool.innerShift) + n, m);
        pool.fan[left] = n + m;
        pool.freeInner(right);
        this.#absorb(level + 1, at);
    }
    /**
     * The slot of the left of two neighbours, one of which is on the path at `level`; -1 if it has no
     * sibling.
     */
    #siblingSlot(level) {
        if (level > this.#height)
            return -1;
        const { pathNode, pathSlot, fan } = this.pool;
        const slot = pathSlot[level];
        if (slot + 1 < fan[pathNode[level]])
            return slot;
        return slot - 1;
    }
    /** The child at `at` has taken over the runs of the one after it, which is gone. */
    #absorb(level, at) {
        const pool = this.pool;
        const between = pool.low[at + 1] - pool.high[at];
        pool.gap[at] = Math.max(pool.gap[at], pool.gap[at + 1], between);
        pool.high[at] = pool.high[at + 1];
        pool.pathSlot[level] = at + 1 - (pool.pathNode[level] << pool.innerShift);
        this.#removeChild(level);
    }
    /** Bounds on the path become at least `gap`. */
    raise(gap) {
        const { pathNode, pathSlot, innerShift } = this.pool;
        for (let level = 1; level <= this.#height; level++) {
            const at = (pathNode[level] << innerShift) + pathSlot[level];
            if (this.pool.gap[at] < gap)
                this.pool.gap[at] = gap;
        }
    }
    /** From `level` up: the node on the path now spans from `low` to `high`. */
    refresh(level, low, high) {
        const pool = this.pool;
        for (let up = level; up <= this.#height; up++) {
            const base = pool.pathNode[up] << pool.innerShift;
            const at = base + pool.pathSlot[up];
            if (pool.low[at] === low && pool.high[at] === high)
                return;
            pool.low[at] = low;
            pool.high[at] = high;
            low = pool.low[base];
            high = pool.high[base + pool.fan[pool.pathNode[up]] - 1];
        }
    }
    lowOf(level, node) {
        const pool = this.pool;
        return level === 0 ? pool.start[node << pool.leafShift] : pool.low[node << pool.innerShift];
    }
    highOf(level, node) {
        const pool = this.pool;
        return level === 0
            ? pool.end[(node << pool.leafShift) + pool.size[node] - 1]
            : pool.high[(node << pool.innerShift) + pool.fan[node] - 1];
    }
    /** Frees all nodes. */
    reset() {
        if (this.#root >= 0)
            this.#free(this.#height, this.#root);
        this.#root = -1;
        this.#height = 0;
        this.#count = 0;
    }
    #free(level, node) {
        const pool = this.pool;
        if (level === 0) {
            pool.freeLeaf(node);
            return;
        }
        const base = node << pool.innerShift;
        for (let slot = 0; slot < pool.fan[node]; slot++)
            this.#free(level - 1, pool.child[base + slot]);
        pool.freeInner(node);
    }
}
//# sourceMappingURL=run-tree.js.map