import { VmoOption, type VmoOptionName } from "../zircon/vmo.ts";
import { FlagSet } from "./flag-set.ts";

/**
 * Options of `Vmo.createWithOpts`.
 *
 * @see zx-api.md §5.2
 */
export class VmoOptions extends FlagSet<VmoOptions> {
  static readonly TABLE: Readonly<Record<VmoOptionName, number>> = VmoOption;

  static readonly NONE: VmoOptions = new VmoOptions(0);
  /** `setSize` works; not with UNBOUNDED. */
  static readonly RESIZABLE: VmoOptions = VmoOptions.of("RESIZABLE");
  /** The kernel may take the content away while it is not locked. The Rust type has no name for this bit. */
  static readonly DISCARDABLE: VmoOptions = VmoOptions.of("DISCARDABLE");
  /** For pagers; INVALID_ARGS here. */
  static readonly TRAP_DIRTY: VmoOptions = VmoOptions.of("TRAP_DIRTY");
  /** As large as VMOs get; the size given is only where the stream ends. */
  static readonly UNBOUNDED: VmoOptions = VmoOptions.of("UNBOUNDED");

  get [Symbol.toStringTag](): "VmoOptions" {
    return "VmoOptions";
  }

  protected get table(): Readonly<Record<VmoOptionName, number>> {
    return VmoOptions.TABLE;
  }

  protected make(bits: number): VmoOptions {
    return new VmoOptions(bits);
  }
}
