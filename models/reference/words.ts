import { type U64, wrapU64 } from "../../src/zircon/u64.ts";

const TWO_32 = 2 ** 32;
/** High halves below this leave the word exact as a number. */
const EXACT_HIGH = 2 ** 21;

/** The little-endian value of 1 or 8 bytes. */
export function wordOfBytes(bytes: Uint8Array): U64 {
  if (bytes.length < 8) return bytes[0] ?? 0;
  const low = halfOfBytes(bytes, 0);
  const high = halfOfBytes(bytes, 4);
  return high < EXACT_HIGH ? high * TWO_32 + low : wrapU64((BigInt(high) << 32n) | BigInt(low));
}

function halfOfBytes(bytes: Uint8Array, at: number): number {
  let half = 0;
  for (let i = at + 3; i >= at; i--) half = half * 0x100 + (bytes[i] ?? 0);
  return half;
}

/** The low `width` bytes of `value`, little-endian. */
export function bytesOfWord(value: U64, width: 1 | 8): Uint8Array {
  const word = new Uint8Array(8);
  const view = new DataView(word.buffer);
  if (typeof value === "bigint") view.setBigUint64(0, value, true);
  else {
    view.setUint32(0, value % TWO_32, true);
    view.setUint32(4, Math.floor(value / TWO_32), true);
  }
  return word.subarray(0, width);
}
