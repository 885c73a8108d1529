/**
 * What runs are told apart by inside of one region, besides prot and the low half of their delta: a *kind*
 * stands for a region, an identity and the high half of the delta (a multiple of 2^32, mostly 0).
 *
 * So a step is two words, and the mapping objects of a region are counted by its few kinds: a region that
 * dies takes its counts with it, and nobody has to look at its runs.
 */
export class KindTable {
  /** By kind: its identity, and the high half of the delta. */
  identity: Int32Array = new Int32Array(FIRST_KINDS);
  high: Float64Array = new Float64Array(FIRST_KINDS);
  /** By kind: mapping objects (maximal ranges of equal T) that carry it. */
  objects: Int32Array = new Int32Array(FIRST_KINDS);
  /** Identities of which a kind was given up since this was last emptied: they may have no more. */
  readonly idle: number[] = [];
  /** Kinds whose count fell to 0 since {@link settle}; it may have risen again. */
  readonly #emptied: number[] = [];
  /** By identity: its kinds. */
  readonly #kindsOf: Set<number>[] = [];
  readonly #owners: (RegionKinds | undefined)[] = [];
  readonly #free: number[] = [];

  /** A new kind of a region. Arrays may be replaced: read them again. */
  add(owner: RegionKinds, identity: number, high: number): number {
    const kind = this.#free.pop() ?? this.#owners.length;
    if (kind >= this.objects.length) this.#grow();
    this.identity[kind] = identity;
    this.high[kind] = high;
    this.objects[kind] = 0;
    this.#owners[kind] = owner;
    (this.#kindsOf[identity] ??= new Set()).add(kind);
    return kind;
  }

  /** `count` mapping objects of a kind are gone; of none, if it is 0. */
  forget(kind: number, count: number): void {
    if ((this.objects[kind]! -= count) === 0 && count !== 0) this.#emptied.push(kind);
  }

  /** Mapping objects of an identity, in all regions. */
  objectsOf(identity: number): number {
    let count = 0;
    for (const kind of this.#kindsOf[identity] ?? []) count += this.objects[kind]!;
    return count;
  }

  /** Whether {@link settle} has something to look at, or there are idle identities. */
  get unsettled(): boolean {
    return this.#emptied.length > 0 || this.idle.length > 0;
  }

  /** Whether nothing is mapped under an identity. */
  lacks(identity: number): boolean {
    return (this.#kindsOf[identity]?.size ?? 0) === 0;
  }

  /** Gives up the kinds that no mapping object carries, and notes their identities as idle. */
  settle(): void {
    for (let kind = this.#emptied.pop(); kind !== undefined; kind = this.#emptied.pop()) {
      const owner = this.#owners[kind];
      if (owner === undefined || this.objects[kind] !== 0) continue;
      const identity = this.identity[kind]!;
      owner.remove(kind);
      this.#owners[kind] = undefined;
      this.#free.push(kind);
      this.#kindsOf[identity]?.delete(kind);
      this.idle.push(identity);
    }
  }

  #grow(): void {
    const kinds = this.objects.length * 2;
    const { identity, high, objects } = this;
    this.identity = new Int32Array(kinds);
    this.identity.set(identity);
    this.high = new Float64Array(kinds);
    this.high.set(high);
    this.objects = new Int32Array(kinds);
    this.objects.set(objects);
  }
}

/** The kinds of one region. */
export class RegionKinds {
  readonly #table: KindTable;
  readonly #kinds: Map<number, number> = new Map();
  /** The one asked for last, or -1. */
  #last = -1;

  constructor(table: KindTable) {
    this.#table = table;
  }

  /** The kind of an identity and a high half; a new one is dropped at the end of the call if nothing gets it. */
  of(identity: number, high: number): number {
    const table = this.#table;
    const last = this.#last;
    if (last >= 0 && table.identity[last] === identity && table.high[last] === high) return last;
    return (this.#last = this.#find(identity, high));
  }

  #find(identity: number, high: number): number {
    const key = keyOf(identity, high);
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = this.#table.add(this, identity, high);
    this.#kinds.set(key, kind);
    return kind;
  }

  /** The region has lost all its mappings. */
  forgetAll(): void {
    const table = this.#table;
    for (const kind of this.#kinds.values()) table.forget(kind, table.objects[kind]!);
  }

  /** For {@link KindTable.settle}. */
  remove(kind: number): void {
    this.#kinds.delete(keyOf(this.#table.identity[kind]!, this.#table.high[kind]!));
    this.#last = -1;
  }
}

const FIRST_KINDS = 16;

/** One number for both, unlike for all others: an identity has 28 bits, a delta 53. */
function keyOf(identity: number, high: number): number {
  return identity + high / 2;
}
