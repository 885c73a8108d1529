import { addOverflows, addU64 } from "../../src/zircon/u64.js";
/**
 * A range of a VMO's bytes: from byte `firstByte` of page `first` up to, not including, byte `lastByte` of page `last`.
 * A range that reaches 2^64 ends at page Infinity, which is past the end of every VMO (D-2).
 */
export class ByteRange {
    first;
    firstByte;
    last;
    /** Below the page size. */
    lastByte;
    constructor(first, firstByte, last, lastByte) {
        this.first = first;
        this.firstByte = firstByte;
        this.last = last;
        this.lastByte = lastByte;
    }
    static ofPages(first, count) {
        return new ByteRange(first, 0, first + count, 0);
    }
    static ofBytes(geometry, offset, len) {
        const first = geometry.of(offset);
        const firstByte = geometry.offsetIn(offset);
        if (addOverflows(offset, len))
            return new ByteRange(first, firstByte, Infinity, 0);
        const end = addU64(offset, len);
        return new ByteRange(first, firstByte, geometry.of(end), geometry.offsetIn(end));
    }
    /** One past the last page that the range touches, or on which it lies if it is empty. */
    get end() {
        return this.lastByte > 0 ? this.last + 1 : this.last;
    }
    get empty() {
        return this.first === this.last && this.firstByte === this.lastByte;
    }
    /** Whether it starts and ends at page boundaries. */
    get pageGranular() {
        return this.firstByte === 0 && this.lastByte === 0;
    }
}
//# sourceMappingURL=byte-range.js.map