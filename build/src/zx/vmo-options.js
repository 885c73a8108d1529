import { VmoOption } from "../zircon/vmo.js";
import { FlagSet } from "./flag-set.js";
/**
 * Options of `Vmo.createWithOpts`.
 *
 * @see zx-api.md §5.2
 */
export class VmoOptions extends FlagSet {
    static TABLE = VmoOption;
    static NONE = new VmoOptions(0);
    /** `setSize` works; not with UNBOUNDED. */
    static RESIZABLE = VmoOptions.of("RESIZABLE");
    /** The kernel may take the content away while it is not locked. The Rust type has no name for this bit. */
    static DISCARDABLE = VmoOptions.of("DISCARDABLE");
    /** For pagers; INVALID_ARGS here. */
    static TRAP_DIRTY = VmoOptions.of("TRAP_DIRTY");
    /** As large as VMOs get; the size given is only where the stream ends. */
    static UNBOUNDED = VmoOptions.of("UNBOUNDED");
    get [Symbol.toStringTag]() {
        return "VmoOptions";
    }
    get table() {
        return VmoOptions.TABLE;
    }
    make(bits) {
        return new VmoOptions(bits);
    }
}
//# sourceMappingURL=vmo-options.js.map