import { flagNames } from "../zircon/flags.js";
import { ALIGN_BASE, ALIGN_NAMES, VmOption, VmarOp } from "../zircon/options.js";
import { Rights } from "../zircon/rights.js";
import { VmoChildOption, VmoOp, VmoOption } from "../zircon/vmo.js";
/** `ZX_VM_*`, with the values of the alignment field. */
export const VM_OPTIONS = new Map([
    ...Object.entries(VmOption),
    ...[...ALIGN_NAMES].map(([name, exponent]) => [name, exponent * 2 ** ALIGN_BASE]),
]);
export const VMO_OPTIONS = new Map(Object.entries(VmoOption));
/** `ZX_VMO_CHILD_*`, which keep the word CHILD. */
export const VMO_CHILD_OPTIONS = new Map(Object.entries(VmoChildOption).map(([name, bit]) => [`CHILD_${name}`, bit]));
export const RIGHTS = new Map(Object.entries(Rights));
/**
 * The operations of VMARs and VMOs. They share their numbers, so either kind may be named by either's names: `LOCK` passed to a
 * VMAR is what the kernel takes for MAP_RANGE (§1.4).
 */
export const RANGE_OPS = new Map([...Object.entries(VmoOp), ...Object.entries(VmarOp)]);
/** All elements or'ed together: an unsigned 32-bit word. */
export function flagsWord(names, flags) {
    let word = 0;
    for (const flag of flags)
        word |= typeof flag === "number" ? flag : (names.get(flag) ?? 0);
    return word >>> 0;
}
/** A word as an array of its bits' names; bits without a name become one raw element. */
export function wordFlags(table, word) {
    const { names, rest } = flagNames(table, word);
    return rest === 0 ? names : [...names, rest];
}
export function rangeOpNumber(op) {
    return typeof op === "number" ? op : (RANGE_OPS.get(op) ?? 0);
}
//# sourceMappingURL=flags.js.map