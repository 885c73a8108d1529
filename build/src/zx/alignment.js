import { ALIGN_BASE, ALIGN_NAMES } from "../zircon/options.js";
/**
 * The alignment that an allocate or a map asks for: a power of two from 1 KiB to 4 GiB.
 *
 * In the option word it is a number (bits 24–31 hold its logarithm) and not a set of flags: `ALIGN_1KB |
 * ALIGN_4KB` would be `ALIGN_16KB`. So it is a field of its own beside the flags. Below the page size the
 * page size wins; with SPECIFIC it is a check:
 * INVALID_ARGS unless the absolute address is aligned.
 *
 * @see zx-api.md §2.2
 */
export class Alignment {
    static ALIGN_1KB = new Alignment(10);
    static ALIGN_2KB = new Alignment(11);
    static ALIGN_4KB = new Alignment(12);
    static ALIGN_8KB = new Alignment(13);
    static ALIGN_16KB = new Alignment(14);
    static ALIGN_32KB = new Alignment(15);
    static ALIGN_64KB = new Alignment(16);
    static ALIGN_128KB = new Alignment(17);
    static ALIGN_256KB = new Alignment(18);
    static ALIGN_512KB = new Alignment(19);
    static ALIGN_1MB = new Alignment(20);
    static ALIGN_2MB = new Alignment(21);
    static ALIGN_4MB = new Alignment(22);
    static ALIGN_8MB = new Alignment(23);
    static ALIGN_16MB = new Alignment(24);
    static ALIGN_32MB = new Alignment(25);
    static ALIGN_64MB = new Alignment(26);
    static ALIGN_128MB = new Alignment(27);
    static ALIGN_256MB = new Alignment(28);
    static ALIGN_512MB = new Alignment(29);
    static ALIGN_1GB = new Alignment(30);
    static ALIGN_2GB = new Alignment(31);
    static ALIGN_4GB = new Alignment(32);
    /** log2 of the alignment in bytes, 10…32. */
    exponent;
    constructor(exponent) {
        this.exponent = exponent;
        Object.freeze(this);
    }
    /** The alignment of that many bytes, or undefined if it is no power of two from 2^10 to 2^32. */
    static ofBytes(bytes) {
        const exponent = Math.round(Math.log2(bytes));
        return exponent >= 10 && exponent <= 32 && 2 ** exponent === bytes ? new Alignment(exponent) : undefined;
    }
    /** In bytes. */
    get bytes() {
        return 2 ** this.exponent;
    }
    /** The ALIGN field's bits in an option word. */
    get optionBits() {
        return (this.exponent << ALIGN_BASE) >>> 0;
    }
    /** Its name, `ALIGN_1KB` … `ALIGN_4GB`. */
    toString() {
        return ALIGN_TEXTS[this.exponent - 10] ?? "";
    }
}
const ALIGN_TEXTS = [...ALIGN_NAMES.keys()];
//# sourceMappingURL=alignment.js.map