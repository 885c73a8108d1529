import { type SpaceVisitor, type U64, formatU64, permsText } from "../zircon/index.ts";
import { NAMELESS, type Session } from "./execute.ts";

/** Fields of one logged entry: kind, object, base, size, depth, perms, vmoOffset. */
const STRIDE = 7;
const REGION = 0;
const MAPPING = 1;

/**
 * What a kernel's address space shows, as one flat list that is reused from step to step: comparing two of them costs no allocation.
 *
 * The list is one of numbers only. What is no number (an offset of 2^53 or more, or whatever else a kernel may show) is kept beside it
 * as it came, so the comparison is exact.
 */
export class SpaceLog implements SpaceVisitor {
  #numbers: number[] = [];
  /** By its position, what is in the list and no number; undefined where there never was any. */
  #others: Map<number, U64> | undefined;
  #length = 0;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Takes down the entries that intersect [base, base+size). */
  observe(base: U64, size: U64): void {
    this.#length = 0;
    this.#others?.clear();
    this.#session.kernel.observeSpace(base, size, this);
  }

  region(koid: U64, base: U64, size: U64, depth: number): void {
    this.#push(REGION, this.#session.object(koid), base, size, depth, 0, 0);
  }

  mapping(base: U64, size: U64, depth: number, perms: number, vmoKoid: U64, vmoOffset: U64): void {
    this.#push(MAPPING, this.#session.object(vmoKoid), base, size, depth, perms, vmoOffset);
  }

  get entries(): number {
    return this.#length / STRIDE;
  }

  /** The index of the first entry that differs from the other log's, or -1. */
  firstDifference(other: SpaceLog): number {
    const shorter = Math.min(this.#length, other.#length);
    const isPlain = !this.#others?.size && !other.#others?.size;
    const at = isPlain ? differentNumber(this.#numbers, other.#numbers, shorter) : this.#different(other);
    if (at < shorter) return Math.floor(at / STRIDE);
    return this.#length === other.#length ? -1 : shorter / STRIDE;
  }

  copyFrom(other: SpaceLog): void {
    this.#numbers = other.#numbers.slice();
    this.#others = other.#others && new Map(other.#others);
    this.#length = other.#length;
  }

  /** One entry in words; `name` names an object. */
  describe(index: number, name: (object: number) => string): string {
    if (index >= this.entries) return "nothing";
    const { isRegion, object, base, size, depth, perms, vmoOffset } = this.entry(index);
    const where = `[${formatU64(base)}, +${formatU64(size)}) depth ${depth}`;
    if (isRegion) return `region ${name(object)} ${where}`;
    const vmo = object === NAMELESS ? "a private clone" : name(object);
    return `mapping ${where} ${permsText(perms)} of ${vmo} at ${formatU64(vmoOffset)}`;
  }

  /** Calls `visit` for each entry; the object of a mapping is its VMO. */
  forEach(visit: (entry: SpaceEntry) => void): void {
    const { entries } = this;
    for (let i = 0; i < entries; i++) visit(this.entry(i));
  }

  isRegion(index: number): boolean {
    return this.#numbers[index * STRIDE] === REGION;
  }

  baseOf(index: number): U64 {
    return this.#field(index * STRIDE + 2);
  }

  sizeOf(index: number): U64 {
    return this.#field(index * STRIDE + 3);
  }

  depthOf(index: number): number {
    return Number(this.#field(index * STRIDE + 4));
  }

  objectOf(index: number): number {
    return Number(this.#field(index * STRIDE + 1));
  }

  permsOf(index: number): number {
    return Number(this.#field(index * STRIDE + 5));
  }

  vmoOffsetOf(index: number): U64 {
    return this.#field(index * STRIDE + 6);
  }

  /** Entry `index`, counted from 0. */
  entry(index: number): SpaceEntry {
    const at = index * STRIDE;
    return {
      isRegion: this.#numbers[at] === REGION,
      object: Number(this.#field(at + 1)),
      base: this.#field(at + 2),
      size: this.#field(at + 3),
      depth: Number(this.#field(at + 4)),
      perms: Number(this.#field(at + 5)),
      vmoOffset: this.#field(at + 6),
    };
  }

  #field(at: number): U64 {
    const number = this.#numbers[at] ?? NaN;
    return Number.isNaN(number) ? (this.#others?.get(at) ?? number) : number;
  }

  /** The position of the first field that differs from the other log's, or the length of the shorter one. */
  #different(other: SpaceLog): number {
    const shorter = Math.min(this.#length, other.#length);
    let at = 0;
    while (at < shorter && this.#field(at) === other.#field(at)) at++;
    return at;
  }

  #push(
    kind: number,
    object: number,
    base: U64,
    size: U64,
    depth: number,
    perms: number,
    vmoOffset: U64,
  ): void {
    const at = this.#length;
    this.#length = at + STRIDE;
    const numbers = this.#numbers;
    numbers[at] = kind;
    numbers[at + 1] = object;
    numbers[at + 2] = typeof base === "number" ? base : this.#other(at + 2, base);
    numbers[at + 3] = typeof size === "number" ? size : this.#other(at + 3, size);
    numbers[at + 4] = typeof depth === "number" ? depth : this.#other(at + 4, depth);
    numbers[at + 5] = typeof perms === "number" ? perms : this.#other(at + 5, perms);
    numbers[at + 6] = typeof vmoOffset === "number" ? vmoOffset : this.#other(at + 6, vmoOffset);
  }

  /** Keeps what is no number beside the list; answers what stands in the list for it. */
  #other(at: number, value: U64): number {
    this.#others ??= new Map();
    this.#others.set(at, value);
    return NaN;
  }
}

/** The position of the first of `count` numbers that differs, or `count`. */
function differentNumber(a: readonly number[], b: readonly number[], count: number): number {
  let at = 0;
  while (at < count && a[at] === b[at]) at++;
  return at;
}

export interface SpaceEntry {
  readonly isRegion: boolean;
  readonly object: number;
  readonly base: U64;
  readonly size: U64;
  readonly depth: number;
  readonly perms: number;
  readonly vmoOffset: U64;
}
