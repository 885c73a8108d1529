import { VmarOp as OpNumber, type VmarOpName } from "../zircon/options.ts";
import { formatNamed, isU32 } from "./named-number.ts";

declare const brand: unique symbol;

/**
 * What `vmar.opRange` does to each mapping of a range: a number of a type of its own, since VmoOp.LOCK has
 * the number of VmarOp.MAP_RANGE. The rights meant are those of the VMAR handle; "may become" speaks of what
 * the mapping was allowed when it was made.
 *
 * @see zx-api.md §3.1, vmar-semantics.md OPR-20…26
 */
export type VmarOp = number & { readonly [brand]: "VmarOp" };

function isOp(raw: number): raw is VmarOp {
  return isU32(raw);
}

function fromRaw(raw: number): VmarOp {
  if (!isOp(raw)) throw new RangeError(`${raw} is not an unsigned 32-bit value`);
  return raw;
}

interface VmarOpFunctions {
  /**
   * Any number as an op: the kernel answers for what it does not know.
   *
   * @throws RangeError if `raw` is no u32
   */
  readonly fromRaw: (raw: number) => VmarOp;
  /** `VmarOp(COMMIT)`, or `VmarOp(77)` for a number without a name. */
  readonly format: (op: VmarOp) => string;
}

export const VmarOp: Readonly<Record<VmarOpName, VmarOp>> & VmarOpFunctions = {
  /** Give the pages memory now. Needs WRITE and a mapping that may become writable; not in a child VMAR. */
  COMMIT: fromRaw(OpNumber.COMMIT),
  /** Drop the pages: they read 0 afterwards. Needs what COMMIT needs. */
  DECOMMIT: fromRaw(OpNumber.DECOMMIT),
  /** Make the page table entries of pages that are already there. Needs READ. */
  MAP_RANGE: fromRaw(OpNumber.MAP_RANGE),
  /** The bytes become 0. Needs WRITE and a mapping that may become writable. */
  ZERO: fromRaw(OpNumber.ZERO),
  /** A hint: reclaim these pages first. */
  DONT_NEED: fromRaw(OpNumber.DONT_NEED),
  /** A hint: keep these pages. */
  ALWAYS_NEED: fromRaw(OpNumber.ALWAYS_NEED),
  /** Bring the pages in. Needs READ and a mapping that may become readable; not in a child VMAR. */
  PREFETCH: fromRaw(OpNumber.PREFETCH),
  fromRaw,
  format: (op) => formatNamed("VmarOp", OpNumber, op),
};
