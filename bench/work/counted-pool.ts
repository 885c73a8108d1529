import { LAYOUT } from "../../models/paged/run-layout.ts";
import { RunPool } from "../../models/paged/run-pool.ts";

/** Work on the storage of the engine, by what it is for. */
export interface WorkCounts {
  /** Ways taken from an inner node to a child. */
  descents: number;
  /** Words of leaves and inner nodes looked at (which pages are steps, which slots are taken). */
  words: number;
  /** Ways from a leaf to its neighbours, taken and laid. */
  links: number;
  /** Contents of steps read and written. */
  contentReads: number;
  contentWrites: number;
  /** Bounds of free runs looked at and changed. */
  boundReads: number;
  boundWrites: number;
  /** Leaves and inner nodes taken into use. */
  leaves: number;
  nodes: number;
}

export function noWork(): WorkCounts {
  return {
    descents: 0,
    words: 0,
    links: 0,
    contentReads: 0,
    contentWrites: 0,
    boundReads: 0,
    boundWrites: 0,
    leaves: 0,
    nodes: 0,
  };
}

/** All of it as one number. */
export function total(counts: WorkCounts): number {
  return Object.values<number>({ ...counts }).reduce((sum, count) => sum + count, 0);
}

type Column = "words" | "child" | "taken" | "bound";
type Kind = keyof WorkCounts;

/** What an access to an element of a column is counted as, if at all; `blocks` are places in `words` of the size of a leaf. */
const KINDS: Readonly<
  Record<Column, (index: number, blocks: ReadonlySet<number>) => readonly [read?: Kind, write?: Kind]>
> = {
  words(index, blocks) {
    const part = index % LAYOUT.LEAF_WORDS;
    if (part >= LAYOUT.CONTENTS || blocks.has(index - part)) return ["contentReads", "contentWrites"];
    if (part === LAYOUT.NEXT || part === LAYOUT.PREV) return ["links", "links"];
    return part === 0 ? ["words"] : [];
  },
  child: () => ["descents"],
  taken: () => ["words"],
  bound: () => ["boundReads", "boundWrites"],
};
const COLUMNS: readonly Column[] = ["words", "child", "taken", "bound"];

/**
 * The engine's storage with every access counted. The engine itself has no counters in it and pays nothing
 * when nobody counts: its arrays are put behind proxies. What growing arrays copy is left out: it is paid
 * for by the growth.
 */
export class CountedPool extends RunPool {
  readonly counts: WorkCounts;
  /** Blocks for contents, each of the size of two leaves. */
  readonly #blocks: Set<number> = new Set();

  constructor(protSplitsObjects: boolean, counts: WorkCounts) {
    super(protSplitsObjects);
    this.counts = counts;
    for (const column of COLUMNS) this.#watch(column);
  }

  #watch(column: Column): void {
    const { counts } = this;
    const kindsOf = (index: number): readonly [read?: Kind, write?: Kind] =>
      KINDS[column](index, this.#blocks);
    const watched = <T extends Int32Array | Float64Array>(array: T): T =>
      new Proxy(array, {
        get(target, key) {
          const [read] = isIndex(key) ? kindsOf(Number(key)) : [];
          if (read !== undefined) counts[read]++;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
        set(target, key, value) {
          const [, write] = isIndex(key) ? kindsOf(Number(key)) : [];
          if (write !== undefined) counts[write]++;
          return Reflect.set(target, key, value, target);
        },
      });
    let array: Int32Array | Float64Array = watched(this[column]);
    Object.defineProperty(this, column, {
      get: () => array,
      set: (grown: Int32Array | Float64Array) => {
        array = watched(grown);
      },
    });
  }

  override takeLeaf(origin: number): number {
    this.counts.leaves++;
    return super.takeLeaf(origin);
  }

  protected override takeBlock(): number {
    const block = super.takeBlock();
    this.#blocks.add(block).add(block + LAYOUT.LEAF_WORDS);
    return block;
  }

  override takeNode(base: number, shift: number): number {
    this.counts.nodes++;
    return super.takeNode(base, shift);
  }

  protected override growLeaves(): void {
    this.#unpaid(() => super.growLeaves());
  }

  protected override growNodes(): void {
    this.#unpaid(() => super.growNodes());
  }

  #unpaid(work: () => void): void {
    const before = { ...this.counts };
    work();
    Object.assign(this.counts, before);
  }
}

function isIndex(key: string | symbol): key is string {
  return typeof key === "string" && /^\d+$/.test(key);
}
