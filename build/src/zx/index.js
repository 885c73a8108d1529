/**
 * `zx`: the Rust crate's API over any `Kernel`. Names and meanings are the crate's; the shapes are
 * TypeScript's.
 */
export { CachePolicy } from "../zircon/vmo.js";
export { Status, statusFromName, statusName } from "../zircon/status.js";
export { Alignment } from "./alignment.js";
export { FlagSet } from "./flag-set.js";
export { Handle, HandleBased } from "./handle.js";
export { Koid } from "./koid.js";
export { asMapping } from "./map-details.js";
export { Name } from "./name.js";
export { ObjectType } from "./object-type.js";
export { Process } from "./process.js";
export { err, expect, fromStatus, ok, unwrap } from "./result.js";
export { Rights } from "./rights.js";
export { Signals } from "./signals.js";
export { UnsafeVmar } from "./unsafe-vmar.js";
export { Vmar } from "./vmar.js";
export { VmarFlags } from "./vmar-flags.js";
export { VmarFlagsExtended } from "./vmar-flags-extended.js";
export { VmarOp } from "./vmar-op.js";
export { Vmo } from "./vmo.js";
export { VmoChildOptions } from "./vmo-child-options.js";
export { VmoInfoFlags } from "./vmo-info-flags.js";
export { VmoOp } from "./vmo-op.js";
export { VmoOptions } from "./vmo-options.js";
export { waitToResult } from "./wait-result.js";
export { ZxError } from "./zx-error.js";
//# sourceMappingURL=index.js.map