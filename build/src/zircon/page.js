import { wrapU64 } from "./u64.js";
/**
 * Page arithmetic for one page size (§1.1 of the contract).
 *
 * Page numbers are plain numbers: 2^64 bytes are at most 2^52 pages, which a double holds exactly. Bytes at the edge are
 * {@link U64}. Dividing a double by a power of two is exact, so no bigint is made for values below 2^53.
 */
export class PageGeometry {
    /** Bytes in a page: a power of two, 4096 or more. */
    size;
    /** log2 of {@link size}. */
    shift;
    /** Pages in 2^64 bytes: one past the largest page number. */
    limit;
    #bigShift;
    #bigMask;
    constructor(size) {
        if (!isPageSize(size))
            throw new RangeError(`page size ${size}: expected a power of two from 4096 to 2^31`);
        this.size = size;
        this.shift = 31 - Math.clz32(size);
        this.limit = 2 ** (64 - this.shift);
        this.#bigShift = BigInt(this.shift);
        this.#bigMask = BigInt(size - 1);
    }
    /** `aligned(x)`: whether `x` is a multiple of the page size. */
    aligned(x) {
        return typeof x === "number" ? x % this.size === 0 : (x & this.#bigMask) === 0n;
    }
    /** The number of the page that holds byte `x`: x / PAGE, rounded down. */
    of(x) {
        return typeof x === "number" ? Math.floor(x / this.size) : Number(x >> this.#bigShift);
    }
    /** The byte's position inside its page: x mod PAGE. */
    offsetIn(x) {
        return typeof x === "number" ? x % this.size : Number(x & this.#bigMask);
    }
    /** `up(x) / PAGE`: pages that `x` bytes fill, **with wrap-around**, so 0 for every x > 2^64 - PAGE. */
    up(x) {
        if (typeof x === "number")
            return Math.ceil(x / this.size);
        const pages = Number((x + this.#bigMask) >> this.#bigShift);
        return pages === this.limit ? 0 : pages;
    }
    /** The first byte of page `page`, modulo 2^64. */
    bytes(page) {
        const bytes = page * this.size;
        return bytes <= Number.MAX_SAFE_INTEGER ? bytes : wrapU64(BigInt(page) << this.#bigShift);
    }
}
export function isPageSize(size) {
    return (Number.isInteger(size) && size >= 4096 && size <= 2 ** 31 && 2 ** Math.round(Math.log2(size)) === size);
}
//# sourceMappingURL=page.js.map