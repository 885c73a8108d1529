import type { KindTable } from "./run-kinds.ts";
import type { Vmo } from "./vmo.ts";

/** Attribute bits of an identity: maxPerm in the three lowest, then the rest of T (§2.4). */
export const MAX_PERM_MASK = 0x7;
export const ATTR_FBS = 0x8;
export const ATTR_PRIVATE_CLONE = 0x10;
/** Placement options of the call that mapped, kept only by kernels before V-2. */
export const ATTR_PLACEMENT_SHIFT = 5;

/** What the pages of a mapping have in common besides the offset: T without delta (§2.4). */
export class Identity {
  readonly vmo: Vmo;
  readonly attrs: number;

  constructor(vmo: Vmo, attrs: number) {
    this.vmo = vmo;
    this.attrs = attrs;
  }

  get maxPerm(): number {
    return this.attrs & MAX_PERM_MASK;
  }

  get fbs(): boolean {
    return (this.attrs & ATTR_FBS) !== 0;
  }

  get privateClone(): boolean {
    return (this.attrs & ATTR_PRIVATE_CLONE) !== 0;
  }

  /** INFO-15: the koid that maps show. */
  get shownKoid(): number {
    return this.privateClone ? 0 : this.vmo.koid;
  }
}

/** Identities by the id that codes of runs carry. One lives while mappings have it, and keeps its VMO. */
export class IdentityTable {
  readonly #kinds: KindTable;
  readonly #identities: (Identity | undefined)[] = [];
  readonly #free: number[] = [];
  /** What {@link intern} answered last; -1 once that may be gone. */
  #lastId = -1;
  #lastVmo: Vmo | undefined;
  #lastAttrs = 0;

  constructor(kinds: KindTable) {
    this.#kinds = kinds;
  }

  /** The id of (vmo, attrs). A mapping must follow before {@link settle}, else it is dropped there. */
  intern(vmo: Vmo, attrs: number): number {
    if (this.#lastId >= 0 && vmo === this.#lastVmo && attrs === this.#lastAttrs) return this.#lastId;
    const id = this.#find(vmo, attrs);
    this.#lastId = id;
    this.#lastVmo = vmo;
    this.#lastAttrs = attrs;
    return id;
  }

  #find(vmo: Vmo, attrs: number): number {
    for (const id of vmo.identities) if (this.#identities[id]?.attrs === attrs) return id;
    const id = this.#free.pop() ?? this.#identities.length;
    this.#identities[id] = new Identity(vmo, attrs);
    vmo.identities.push(id);
    vmo.use();
    return id;
  }

  /** The identity in the code of a mapped run. */
  of(code: number): Identity {
    const identity = this.#identities[code >> 3];
    if (identity === undefined) throw new Error(`identity ${code >> 3} is mapped but not in the table`);
    return identity;
  }

  /** VMO-24: mapping objects of the VMO. */
  mappingsOf(vmo: Vmo): number {
    let count = 0;
    for (const id of vmo.identities) count += this.#kinds.objectsOf(id);
    return count;
  }

  /** Gives up the identities that no mapping has any more. To be called at the end of each change of runs. */
  settle(): void {
    if (this.#kinds.unsettled) this.#settle();
  }

  #settle(): void {
    const kinds = this.#kinds;
    kinds.settle();
    for (let id = kinds.idle.pop(); id !== undefined; id = kinds.idle.pop()) {
      const identity = this.#identities[id];
      if (identity === undefined || !kinds.lacks(id)) continue;
      this.#identities[id] = undefined;
      this.#free.push(id);
      const { vmo } = identity;
      vmo.identities.splice(vmo.identities.indexOf(id), 1);
      vmo.unuse();
      this.#lastId = -1;
      this.#lastVmo = undefined; // a VMO that is gone is not to be kept by this
    }
  }
}
