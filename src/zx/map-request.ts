import { Status } from "../zircon/status.ts";
import { toU64 } from "../zircon/u64.ts";
import type { Alignment } from "./alignment.ts";
import { optionWord } from "./option-word.ts";
import { err, ok, type Result } from "./result.ts";
import { type U64Like, userNumber } from "./u64-like.ts";
import type { Vmar } from "./vmar.ts";
import type { Vmo } from "./vmo.ts";

/** What a map asks for, besides the VMO. */
export interface MapRequest<Flags> {
  /** In bytes, rounded up to pages. */
  readonly len: U64Like;
  /**
   * Where, in bytes from the VMAR's base: only with SPECIFIC, SPECIFIC_OVERWRITE or OFFSET_IS_UPPER_LIMIT; 0
   * if absent.
   */
  readonly vmarOffset?: U64Like;
  /** From which byte of the VMO, page-aligned; 0 if absent. */
  readonly vmoOffset?: U64Like;
  /** Permissions and placement. None if absent: then nothing may touch the mapping. */
  readonly flags?: Flags;
  /** What the address is aligned to, if to more than a page. */
  readonly align?: Alignment;
}

/** `zx_vmar_map` with the flags in `bits`. */
export function mapVmo(vmar: Vmar, vmo: Vmo, bits: number, request: MapRequest<unknown>): Result<number> {
  if (vmo.kernel !== vmar.kernel) throw new TypeError("the VMO belongs to another kernel");
  const { status, addr } = vmar.kernel.vmarMap(
    vmar.rawHandle,
    optionWord(bits, request.align),
    toU64(request.vmarOffset ?? 0),
    vmo.rawHandle,
    toU64(request.vmoOffset ?? 0),
    toU64(request.len),
  );
  return status === Status.OK ? ok(userNumber(addr)) : err(status);
}
