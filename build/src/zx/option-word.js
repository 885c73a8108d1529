import { ALIGN_BASE } from "../zircon/options.js";
/**
 * The `zx_vm_option_t` of a call: flags and alignment in one word.
 *
 * @throws RangeError if the flags were built from a raw word with an ALIGN field and there is an `align` too:
 *   two alignments make a third when they are put together
 */
export function optionWord(bits, align) {
    if (align === undefined)
        return bits;
    if (bits >>> ALIGN_BASE !== 0)
        throw new RangeError("the flags already hold an ALIGN field: leave out `align`");
    return (bits | align.optionBits) >>> 0;
}
//# sourceMappingURL=option-word.js.map