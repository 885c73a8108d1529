/**
 * `zx`: the Rust crate's API over any `Kernel`. Names and meanings are the crate's; the shapes are
 * TypeScript's.
 */
export { CachePolicy } from "../zircon/vmo.ts";
export { Status, statusFromName, statusName } from "../zircon/status.ts";
export { Alignment } from "./alignment.ts";
export { FlagSet, type FlagSetClass } from "./flag-set.ts";
export { Handle, HandleBased } from "./handle.ts";
export type { HandleBasicInfo } from "./handle-basic-info.ts";
export type { HandleCountInfo } from "./handle-count-info.ts";
export { Koid } from "./koid.ts";
export { asMapping, type MapDetails } from "./map-details.ts";
export type { MapInfo } from "./map-info.ts";
export type { MappingDetails } from "./mapping-details.ts";
export type { MapRequest } from "./map-request.ts";
export type { Maps } from "./maps.ts";
export { Name } from "./name.ts";
export { ObjectType } from "./object-type.ts";
export { Process } from "./process.ts";
export { err, type ErrorStatus, expect, fromStatus, ok, type Result, unwrap } from "./result.ts";
export { Rights } from "./rights.ts";
export { type SignalName, Signals } from "./signals.ts";
export type { U64Like } from "./u64-like.ts";
export { UnsafeVmar } from "./unsafe-vmar.ts";
export { type Allocated, type AllocateRequest, Vmar } from "./vmar.ts";
export { type VmarFlagName, VmarFlags } from "./vmar-flags.ts";
export { VmarFlagsExtended } from "./vmar-flags-extended.ts";
export type { VmarInfo } from "./vmar-info.ts";
export { VmarOp } from "./vmar-op.ts";
export { Vmo, type VmoChildRange } from "./vmo.ts";
export { VmoChildOptions } from "./vmo-child-options.ts";
export type { VmoInfo } from "./vmo-info.ts";
export { type VmoInfoFlagName, VmoInfoFlags } from "./vmo-info-flags.ts";
export { VmoOp } from "./vmo-op.ts";
export { VmoOptions } from "./vmo-options.ts";
export { type WaitResult, waitToResult } from "./wait-result.ts";
export { ZxError } from "./zx-error.ts";
