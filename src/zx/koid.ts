import { KOID_FIRST } from "../zircon/rights.ts";
import { U64_MAX } from "../zircon/u64.ts";

declare const brand: unique symbol;

/**
 * The id of a kernel object: the same through every handle to it, never used again. A bigint, so `===`
 * compares objects and it is a fit key of a Map.
 *
 * @see zx-api.md §3.5
 */
export type Koid = bigint & { readonly [brand]: "Koid" };

function isKoid(raw: bigint): raw is Koid {
  return raw >= 0n && raw <= U64_MAX;
}

function fromRaw(raw: number | bigint): Koid {
  const koid = BigInt(raw);
  if (!isKoid(koid)) throw new RangeError(`${raw} is not an unsigned 64-bit value`);
  return koid;
}

interface KoidConstants {
  /** @throws RangeError if `raw` is no u64 */
  readonly fromRaw: (raw: number | bigint) => Koid;
  /** No object; also the koid of a clone that the kernel made by itself. */
  readonly INVALID: Koid;
  readonly KERNEL: Koid;
  /** The first that an ordinary object can have: 1024. */
  readonly FIRST: Koid;
}

export const Koid: KoidConstants = {
  fromRaw,
  INVALID: fromRaw(0),
  KERNEL: fromRaw(1),
  FIRST: fromRaw(KOID_FIRST),
};
