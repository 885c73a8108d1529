/** The safety ledger: which references a program could hold, and which steps break them. */
export { type LedgerCall, type UnsafeCall, unsafeCall } from "./call.ts";
export type { BreakReason, LeaseKind } from "./lease.ts";
export {
  type LeaseBreak,
  type LedgerEffects,
  NO_EFFECTS,
  type ReleaseOutcome,
  SafetyLedger,
} from "./ledger.ts";
export type { LedgerLaw, ObligationId } from "./obligations.ts";
