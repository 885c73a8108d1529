import { wrapU64 } from "../../src/zircon/u64.js";
const TWO_32 = 2 ** 32;
/** High halves below this leave the word exact as a number. */
const EXACT_HIGH = 2 ** 21;
/** The little-endian value of 1 or 8 bytes. */
export function wordOfBytes(bytes) {
    if (bytes.length < 8)
        return bytes[0] ?? 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const low = view.getUint32(0, true);
    const high = view.getUint32(4, true);
    return high < EXACT_HIGH ? high * TWO_32 + low : wrapU64((BigInt(high) << 32n) | BigInt(low));
}
/** The low `width` bytes of `value`, little-endian. */
export function bytesOfWord(value, width) {
    const word = new Uint8Array(8);
    const view = new DataView(word.buffer);
    if (typeof value === "bigint")
        view.setBigUint64(0, value, true);
    else {
        view.setUint32(0, value % TWO_32, true);
        view.setUint32(4, Math.floor(value / TWO_32), true);
    }
    return word.subarray(0, width);
}
//# sourceMappingURL=words.js.map