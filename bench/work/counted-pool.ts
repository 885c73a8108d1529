import { RunPool } from "../../models/paged/run-pool.ts";

/** Work on the storage of the engine, by what it is for. */
export interface WorkCounts {
  /** Ways taken from an inner node to a child. */
  descents: number;
  /** Words of leaves and inner nodes looked at (which pages are steps, which slots are taken). */
  words: number;
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

type Column = "child" | "taken" | "bound";
type Kind = keyof WorkCounts;

const COLUMNS: readonly (readonly [Column, read: Kind, write: Kind | undefined])[] = [
  ["child", "descents", undefined],
  ["taken", "words", undefined],
  ["bound", "boundReads", "boundWrites"],
];

/**
 * The engine's storage with every access counted. The engine itself has no counters in it and pays nothing
 * when nobody counts: leaves are read by methods, which are overridden here, and the columns of inner nodes
 * are put behind proxies. What growing arrays copy is left out: it is paid for by the growth.
 */
export class CountedPool extends RunPool {
  readonly counts: WorkCounts;

  constructor(protSplitsObjects: boolean, counts: WorkCounts) {
    super(protSplitsObjects);
    this.counts = counts;
    for (const [column, read, write] of COLUMNS) this.#watch(column, read, write);
  }

  #watch(column: Column, read: Kind, write: Kind | undefined): void {
    const { counts } = this;
    const watched = <T extends Int32Array | Float64Array>(array: T): T =>
      new Proxy(array, {
        get(target, key) {
          if (isIndex(key)) counts[read]++;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
        set(target, key, value) {
          if (write !== undefined && isIndex(key)) counts[write]++;
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

  override steps(leaf: number): number {
    this.counts.words++;
    return super.steps(leaf);
  }

  override code(pos: number): number {
    this.counts.contentReads++;
    return super.code(pos);
  }

  override delta(pos: number): number {
    this.counts.contentReads++;
    return super.delta(pos);
  }

  override setCode(pos: number, code: number): void {
    this.counts.contentWrites++;
    super.setCode(pos, code);
  }

  override setDelta(pos: number, delta: number): void {
    this.counts.contentWrites++;
    super.setDelta(pos, delta);
  }

  override takeLeaf(origin: number): number {
    this.counts.leaves++;
    return super.takeLeaf(origin);
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

function isIndex(key: string | symbol): boolean {
  return typeof key === "string" && /^\d+$/.test(key);
}
