import { type U64, wrapU64 } from "./u64.ts";

/**
 * Page arithmetic for one page size (§1.1 of the contract).
 *
 * Page numbers are plain numbers: 2^64 bytes are at most 2^52 pages, which a double holds exactly. Bytes at the edge are
 * {@link U64}. Scaling a double by a power of two is exact, so no bigint is made for values below 2^53; and `%` of doubles
 * is a library call, several times as slow, so alignment is seen at the scaled value.
 */
export class PageGeometry {
  /** Bytes in a page: a power of two, 4096 or more. */
  readonly size: number;
  /** log2 of {@link size}. */
  readonly shift: number;
  /** Pages in 2^64 bytes: one past the largest page number. */
  readonly limit: number;
  /** 1 / {@link size}, exact. */
  readonly #scale: number;
  readonly #bigShift: bigint;
  readonly #bigMask: bigint;

  constructor(size: number) {
    if (!isPageSize(size))
      throw new RangeError(`page size ${size}: expected a power of two from 4096 to 2^31`);
    this.size = size;
    this.shift = 31 - Math.clz32(size);
    this.limit = 2 ** (64 - this.shift);
    this.#scale = 1 / size;
    this.#bigShift = BigInt(this.shift);
    this.#bigMask = BigInt(size - 1);
  }

  /** `aligned(x)`: whether `x` is a multiple of the page size. */
  aligned(x: U64): boolean {
    if (typeof x !== "number") return this.#bigAligned(x);
    const pages = x * this.#scale;
    return pages === Math.floor(pages);
  }

  /** The number of the page that holds byte `x`: x / PAGE, rounded down. */
  of(x: U64): number {
    return typeof x === "number" ? Math.floor(x * this.#scale) : this.#bigOf(x);
  }

  /** The byte's position inside its page: x mod PAGE. */
  offsetIn(x: U64): number {
    return typeof x === "number" ? x - this.of(x) * this.size : Number(x & this.#bigMask);
  }

  /** `up(x) / PAGE`: pages that `x` bytes fill, **with wrap-around**, so 0 for every x > 2^64 - PAGE. */
  up(x: U64): number {
    return typeof x === "number" ? Math.ceil(x * this.#scale) : this.#bigUp(x);
  }

  // What is rare is in functions of its own: V8 inlines short ones, and these are in every call.

  #bigAligned(x: bigint): boolean {
    return (x & this.#bigMask) === 0n;
  }

  #bigOf(x: bigint): number {
    return Number(x >> this.#bigShift);
  }

  #bigUp(x: bigint): number {
    const pages = Number((x + this.#bigMask) >> this.#bigShift);
    return pages === this.limit ? 0 : pages;
  }

  /** The first byte of page `page`, modulo 2^64. */
  bytes(page: number): U64 {
    const bytes = page * this.size;
    return bytes <= Number.MAX_SAFE_INTEGER ? bytes : wrapU64(BigInt(page) << this.#bigShift);
  }
}

export function isPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= 4096 && size <= 2 ** 31 && (size & (size - 1)) === 0;
}
