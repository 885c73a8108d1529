import { ALIGN_BASE, ALIGN_NAMES } from "../zircon/options.ts";

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
  static readonly ALIGN_1KB: Alignment = new Alignment(10);
  static readonly ALIGN_2KB: Alignment = new Alignment(11);
  static readonly ALIGN_4KB: Alignment = new Alignment(12);
  static readonly ALIGN_8KB: Alignment = new Alignment(13);
  static readonly ALIGN_16KB: Alignment = new Alignment(14);
  static readonly ALIGN_32KB: Alignment = new Alignment(15);
  static readonly ALIGN_64KB: Alignment = new Alignment(16);
  static readonly ALIGN_128KB: Alignment = new Alignment(17);
  static readonly ALIGN_256KB: Alignment = new Alignment(18);
  static readonly ALIGN_512KB: Alignment = new Alignment(19);
  static readonly ALIGN_1MB: Alignment = new Alignment(20);
  static readonly ALIGN_2MB: Alignment = new Alignment(21);
  static readonly ALIGN_4MB: Alignment = new Alignment(22);
  static readonly ALIGN_8MB: Alignment = new Alignment(23);
  static readonly ALIGN_16MB: Alignment = new Alignment(24);
  static readonly ALIGN_32MB: Alignment = new Alignment(25);
  static readonly ALIGN_64MB: Alignment = new Alignment(26);
  static readonly ALIGN_128MB: Alignment = new Alignment(27);
  static readonly ALIGN_256MB: Alignment = new Alignment(28);
  static readonly ALIGN_512MB: Alignment = new Alignment(29);
  static readonly ALIGN_1GB: Alignment = new Alignment(30);
  static readonly ALIGN_2GB: Alignment = new Alignment(31);
  static readonly ALIGN_4GB: Alignment = new Alignment(32);

  /** log2 of the alignment in bytes, 10…32. */
  readonly exponent: number;

  private constructor(exponent: number) {
    this.exponent = exponent;
    Object.freeze(this);
  }

  /** The alignment of that many bytes, or undefined if it is no power of two from 2^10 to 2^32. */
  static ofBytes(bytes: number): Alignment | undefined {
    const exponent = Math.round(Math.log2(bytes));
    return exponent >= 10 && exponent <= 32 && 2 ** exponent === bytes ? new Alignment(exponent) : undefined;
  }

  /** In bytes. */
  get bytes(): number {
    return 2 ** this.exponent;
  }

  /** The ALIGN field's bits in an option word. */
  get optionBits(): number {
    return (this.exponent << ALIGN_BASE) >>> 0;
  }

  /** Its name, `ALIGN_1KB` … `ALIGN_4GB`. */
  toString(): string {
    return ALIGN_TEXTS[this.exponent - 10] ?? "";
  }
}

const ALIGN_TEXTS: readonly string[] = [...ALIGN_NAMES.keys()];
