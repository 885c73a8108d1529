import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { RunIndex } from "./run-index.ts";
import { RunPool } from "./run-pool.ts";

interface Cell {
  readonly code: number;
  readonly delta: number;
}

interface Run extends Cell {
  readonly start: number;
  readonly end: number;
}

/** One cell for each page: what an index must say, without any structure. */
class NaivePages {
  readonly cells: (Cell | undefined)[];

  constructor(pages: number) {
    this.cells = Array.from({ length: pages }, () => undefined);
  }

  runs(same: (a: Cell, b: Cell) => boolean): Run[] {
    const runs: Run[] = [];
    for (const [page, cell] of this.cells.entries()) {
      if (cell === undefined) continue;
      const last = runs.at(-1);
      if (last !== undefined && last.end === page && same(last, cell))
        runs[runs.length - 1] = { ...last, end: page + 1 };
      else runs.push({ start: page, end: page + 1, code: cell.code, delta: cell.delta });
    }
    return runs;
  }

  firstFree(from: number, pages: number): number {
    for (let page = from, free = 0; ; page++) {
      free = this.cells[page] === undefined ? free + 1 : 0;
      if (free === pages) return page - pages + 1;
      if (page >= this.cells.length) return page - free + 1;
    }
  }
}

const sameRun = (a: Cell, b: Cell): boolean => a.code === b.code && a.delta === b.delta;

function listed(pool: RunPool, index: RunIndex): Run[] {
  const runs: Run[] = [];
  for (let pos = index.first(); pos >= 0; pos = pool.after(pos)) {
    runs.push({
      start: pool.start(pos),
      end: pool.end(pos),
      code: pool.code(pos),
      delta: pool.delta(pos),
    });
  }
  for (let pos = index.first(), left = -1; pos >= 0; left = pos, pos = pool.after(pos)) {
    if (pool.before(pos) !== left) throw new Error(`before ${pos} is ${pool.before(pos)}, not ${left}`);
  }
  return runs;
}

function heads(runs: readonly Run[], identities: number): number[] {
  const counts = Array.from({ length: identities }, () => 0);
  for (const run of runs) if (run.code >= 0) counts[run.code >> 3] = (counts[run.code >> 3] ?? 0) + 1;
  return counts;
}

const PAGES = 300;

describe.each([
  { protSplits: false, stride: 1 },
  { protSplits: true, stride: 1 },
  { protSplits: false, stride: 37 },
  { protSplits: false, stride: 64 },
  { protSplits: true, stride: 2 ** 28 - 5 },
])("RunIndex with cells of $stride pages, prot splits objects: $protSplits", ({ protSplits, stride }) => {
  it.each(["one", "two", "three"])("is what an array of pages is, seed %s", (seed) => {
    const random = seedrandom.alea(seed);
    const below = (n: number): number => Math.floor(random.double() * n);
    const pool = new RunPool(protSplits);
    const sameObject = (a: Cell, b: Cell): boolean =>
      protSplits ? sameRun(a, b) : a.code >> 3 === b.code >> 3 && a.delta === b.delta;
    // Two regions share the pool, so that one's nodes are reused by the other.
    const spaces = [0, 1].map(() => ({ index: new RunIndex(pool), naive: new NaivePages(PAGES) }));
    for (let step = 0; step < 1500; step++) {
      const space = spaces[below(2)];
      if (space === undefined) throw new Error("two spaces");
      const { index, naive } = space;
      const a = below(PAGES);
      const b = Math.min(PAGES, a + 1 + (below(20) === 0 ? below(PAGES) : below(6)));
      const kind = below(100);
      const code = (below(3) << 3) | below(2);
      const far = below(8) === 0 ? 2 ** 32 * (below(5) - 2) : 0;
      const delta = far + (below(8) === 0 ? 7 : -a - 1000 * below(2) + (below(2) === 0 ? a : 0));
      if (kind < 45) {
        index.put(a * stride, b * stride, delta, code);
        for (let page = a; page < b; page++) naive.cells[page] = { code, delta };
      } else if (kind < 70) {
        index.clear(a * stride, b * stride);
        naive.cells.fill(undefined, a, b);
      } else if (kind < 97) {
        const prot = below(3);
        index.recode(a * stride, b * stride, prot);
        for (let page = a; page < b; page++) {
          const cell = naive.cells[page];
          if (cell !== undefined) naive.cells[page] = { code: (cell.code & ~7) | prot, delta: cell.delta };
        }
      } else if (kind === 97) {
        index.drop();
        naive.cells.fill(undefined);
      }
      const runs = naive.runs(sameRun);
      const inPages = runs.map((run) => ({ ...run, start: run.start * stride, end: run.end * stride }));
      expect(listed(pool, index)).toEqual(inPages);
      expect(index.empty).toBe(runs.length === 0);
      const objects = spaces.flatMap((each) => each.naive.runs(sameObject));
      expect([0, 1, 2, 3].map((id) => pool.kinds.objectsOf(id))).toEqual(heads(objects, 4));
      pool.kinds.settle();
      const page = below(PAGES);
      const found = index.find(page * stride);
      expect(found < 0 ? undefined : pool.start(found)).toBe(
        inPages.find((run) => run.end > page * stride)?.start,
      );
      const size = 1 + below(12);
      // Before a first search there are no bounds to keep.
      if (step < 500) continue;
      expect(index.firstFree(page * stride, size * stride)).toBe(naive.firstFree(page, size) * stride);
    }
  });
});

describe("RunIndex", () => {
  it("leaves regions alone when it recodes around them", () => {
    const pool = new RunPool(false);
    const index = new RunIndex(pool);
    index.put(0, 4, 0, 1);
    index.put(4, 8, 0, -1);
    index.put(8, 12, 0, 1);
    index.recode(0, 12, 3);
    expect(listed(pool, index).map((run) => run.code)).toEqual([3, -1, 3]);
  });

  it("knows what follows a range whose leaves go and come", () => {
    const pool = new RunPool(false);
    const index = new RunIndex(pool);
    index.put(13, 109, 5, 1);
    index.put(109, 333, 7, 1);
    index.recode(173, 205, 3);
    index.recode(45, 269, 3); // the leaves of 173 and 205 go, those of 45 and 269 come
    expect(listed(pool, index)).toEqual([
      { start: 13, end: 45, code: 1, delta: 5 },
      { start: 45, end: 109, code: 3, delta: 5 },
      { start: 109, end: 269, code: 3, delta: 7 },
      { start: 269, end: 333, code: 1, delta: 7 },
    ]);
  });

  it("notes an identity whose last object goes", () => {
    const pool = new RunPool(false);
    const index = new RunIndex(pool);
    index.put(10, 20, 0, 5 << 3);
    index.clear(12, 14);
    expect(pool.kinds.objectsOf(5)).toBe(2);
    pool.kinds.settle();
    expect(pool.idle).toEqual([]);
    index.clear(0, 100);
    expect(pool.kinds.objectsOf(5)).toBe(0);
    pool.kinds.settle();
    expect(pool.idle).toEqual([5]);
    expect(pool.kinds.lacks(5)).toBe(true);
  });

  it("keeps its nodes when many runs come and go", () => {
    const pool = new RunPool(false);
    const index = new RunIndex(pool);
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 2000; i++) index.put(2 * i, 2 * i + 1, 0, 0);
      if (round % 2 === 0) index.drop();
      else index.clear(1, 4000);
      index.clear(0, 1);
    }
    // 125 leaves, each with a block of the size of two
    expect(pool.words.length).toBe(512 * 32);
    expect(pool.taken.length).toBe(8);
    expect(index.first()).toBe(-1);
  });
});
