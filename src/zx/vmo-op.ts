import { VmoOp as OpNumber, type VmoOpName } from "../zircon/vmo.ts";
import { formatNamed, isU32 } from "./named-number.ts";

declare const brand: unique symbol;

/**
 * What `vmo.opRange` does to a range of a VMO: a number of a type of its own, since LOCK has the number of
 * VmarOp.MAP_RANGE.
 *
 * @see zx-api.md §5.3
 */
export type VmoOp = number & { readonly [brand]: "VmoOp" };

function isOp(raw: number): raw is VmoOp {
  return isU32(raw);
}

function fromRaw(raw: number): VmoOp {
  if (!isOp(raw)) throw new RangeError(`${raw} is not an unsigned 32-bit value`);
  return raw;
}

interface VmoOpFunctions {
  /**
   * Any number as an op: the kernel answers for what it does not know.
   *
   * @throws RangeError if `raw` is no u32
   */
  readonly fromRaw: (raw: number) => VmoOp;
  /** `VmoOp(COMMIT)`, or `VmoOp(77)` for a number without a name. */
  readonly format: (op: VmoOp) => string;
}

export const VmoOp: Readonly<Record<VmoOpName, VmoOp>> & VmoOpFunctions = {
  /** Give the pages memory now. Needs WRITE. */
  COMMIT: fromRaw(OpNumber.COMMIT),
  /** Drop the pages: they read 0 afterwards. Needs WRITE and a page-aligned range. */
  DECOMMIT: fromRaw(OpNumber.DECOMMIT),
  /** For discardable VMOs; never succeeds through this API, which has no buffer to give. */
  LOCK: fromRaw(OpNumber.LOCK),
  /** For discardable VMOs: gives a lock back. */
  UNLOCK: fromRaw(OpNumber.UNLOCK),
  /** Cache maintenance. Needs READ. */
  CACHE_SYNC: fromRaw(OpNumber.CACHE_SYNC),
  /** Cache maintenance. */
  CACHE_INVALIDATE: fromRaw(OpNumber.CACHE_INVALIDATE),
  /** Cache maintenance. Needs READ. */
  CACHE_CLEAN: fromRaw(OpNumber.CACHE_CLEAN),
  /** Cache maintenance. Needs READ. */
  CACHE_CLEAN_INVALIDATE: fromRaw(OpNumber.CACHE_CLEAN_INVALIDATE),
  /** The bytes become 0. Needs WRITE. */
  ZERO: fromRaw(OpNumber.ZERO),
  /** For discardable VMOs: locks if the content is still there, else UNAVAILABLE. */
  TRY_LOCK: fromRaw(OpNumber.TRY_LOCK),
  /** A hint: reclaim these pages first. */
  DONT_NEED: fromRaw(OpNumber.DONT_NEED),
  /** A hint: keep these pages. */
  ALWAYS_NEED: fromRaw(OpNumber.ALWAYS_NEED),
  /** Bring the pages in. Needs READ. */
  PREFETCH: fromRaw(OpNumber.PREFETCH),
  fromRaw,
  format: (op) => formatNamed("VmoOp", OpNumber, op),
};
