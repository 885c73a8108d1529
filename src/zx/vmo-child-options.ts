import { VmoChildOption, type VmoChildOptionName } from "../zircon/vmo.ts";
import { FlagSet } from "./flag-set.ts";

/**
 * Options of `vmo.createChild`: exactly one of the five kinds (SNAPSHOT…, SLICE, REFERENCE), and what is
 * changed about it (RESIZABLE, NO_WRITE).
 *
 * @see zx-api.md §5.4
 */
export class VmoChildOptions extends FlagSet<VmoChildOptions> {
  static readonly TABLE: Readonly<Record<VmoChildOptionName, number>> = VmoChildOption;

  static readonly NONE: VmoChildOptions = new VmoChildOptions(0);
  /** A kind: as if copied now. */
  static readonly SNAPSHOT: VmoChildOptions = VmoChildOptions.of("SNAPSHOT");
  /** The child can change its size; not with SLICE or NO_WRITE. */
  static readonly RESIZABLE: VmoChildOptions = VmoChildOptions.of("RESIZABLE");
  /** A kind: a window onto the parent's pages; the parent must not be resizable. */
  static readonly SLICE: VmoChildOptions = VmoChildOptions.of("SLICE");
  /** A kind: what the child writes is its own; before that it may show old or new content of the parent. */
  static readonly SNAPSHOT_AT_LEAST_ON_WRITE: VmoChildOptions = VmoChildOptions.of(
    "SNAPSHOT_AT_LEAST_ON_WRITE",
  );
  /** The child's handle lacks WRITE. */
  static readonly NO_WRITE: VmoChildOptions = VmoChildOptions.of("NO_WRITE");
  /** A kind: a second VMO over all pages of the parent; offset and size must be 0. */
  static readonly REFERENCE: VmoChildOptions = VmoChildOptions.of("REFERENCE");
  /** A kind: a snapshot of the pages that were written. */
  static readonly SNAPSHOT_MODIFIED: VmoChildOptions = VmoChildOptions.of("SNAPSHOT_MODIFIED");

  get [Symbol.toStringTag](): "VmoChildOptions" {
    return "VmoChildOptions";
  }

  protected get table(): Readonly<Record<VmoChildOptionName, number>> {
    return VmoChildOptions.TABLE;
  }

  protected make(bits: number): VmoChildOptions {
    return new VmoChildOptions(bits);
  }
}
