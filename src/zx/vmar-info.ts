import type { VmarInfo as KernelRecord } from "../zircon/records.ts";
import { userNumber } from "./u64-like.ts";

/** Where a region lies, as it was made: also true of a region that is destroyed. */
export interface VmarInfo {
  /** The absolute address of its first byte. */
  readonly base: number;
  /** In bytes. */
  readonly len: number;
}

export function vmarInfo(record: KernelRecord): VmarInfo {
  return { base: userNumber(record.base), len: userNumber(record.len) };
}
