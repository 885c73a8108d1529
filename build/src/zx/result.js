import { Status } from "../zircon/status.js";
import { ZxError } from "./zx-error.js";
/** A success. */
export function ok(value) {
    return { ok: true, value };
}
/** A refusal. */
export function err(status) {
    return { ok: false, status };
}
/** `Status::ok`: OK as a success without a value, anything else as a refusal. */
export function fromStatus(status) {
    return status === Status.OK ? ok(undefined) : err(status);
}
/** The value of a success, changed by `change`; a refusal as it is. */
export function mapResult(result, change) {
    return result.ok ? ok(change(result.value)) : result;
}
/**
 * The value of a success.
 *
 * @throws ZxError for a refusal
 */
export function unwrap(result) {
    if (!result.ok)
        throw new ZxError(result.status);
    return result.value;
}
/**
 * The value of a success.
 *
 * @param message what was expected; it opens the error's message
 * @throws ZxError for a refusal
 */
export function expect(result, message) {
    if (!result.ok)
        throw new ZxError(result.status, message);
    return result.value;
}
//# sourceMappingURL=result.js.map