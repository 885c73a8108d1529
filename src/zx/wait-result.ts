import { Status } from "../zircon/status.ts";
import { err, type ErrorStatus, ok, type Result } from "./result.ts";
import type { Signals } from "./signals.ts";

/**
 * The answer of a wait. The first three hold all signals that were seen, whether asked for or not.
 *
 * @see zx-api.md §4.2
 */
export type WaitResult =
  | { readonly kind: "ok"; readonly signals: Signals }
  | { readonly kind: "timedOut"; readonly signals: Signals }
  | { readonly kind: "canceled"; readonly signals: Signals }
  | { readonly kind: "err"; readonly status: ErrorStatus };

/** `WaitResult::to_result`: keeps the signals only of a wait that succeeded. */
export function waitToResult(wait: WaitResult): Result<Signals> {
  if (wait.kind === "ok") return ok(wait.signals);
  if (wait.kind === "err") return err(wait.status);
  return err(wait.kind === "timedOut" ? Status.TIMED_OUT : Status.CANCELED);
}
