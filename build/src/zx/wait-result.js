import { Status } from "../zircon/status.js";
import { err, ok } from "./result.js";
/** `WaitResult::to_result`: keeps the signals only of a wait that succeeded. */
export function waitToResult(wait) {
    if (wait.kind === "ok")
        return ok(wait.signals);
    if (wait.kind === "err")
        return err(wait.status);
    return err(wait.kind === "timedOut" ? Status.TIMED_OUT : Status.CANCELED);
}
//# sourceMappingURL=wait-result.js.map