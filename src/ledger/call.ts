import type { U64 } from "../zircon/u64.ts";

/** The step after which leases are examined, as far as the ledger asks. */
export interface LedgerCall {
  /** The op of the trace format, such as `unmap`; any other word is a call that should break nothing. */
  readonly op: string;
  /** Whether the call answered OK. */
  readonly ok: boolean;
  /** Whether a `map` had SPECIFIC_OVERWRITE. */
  readonly overwrite?: boolean;
  /** The koid of the VMAR that the call was made on. */
  readonly vmar?: U64;
  /** The bytes named by an `unmap`, `protect` or overwriting `map`: `addr` absolute, `len` not rounded. */
  readonly addr?: U64;
  readonly len?: U64;
}

/** The calls that Rust's zx crate has as unsafe. */
export type UnsafeCall = "unmap" | "protect" | "destroy" | "overwrite";

/** Which unsafe call it is; undefined for one that the zx crate offers as safe. */
export function unsafeCall({ op, overwrite }: LedgerCall): UnsafeCall | undefined {
  if (op === "unmap" || op === "protect" || op === "destroy") return op;
  return op === "map" && overwrite === true ? "overwrite" : undefined;
}
