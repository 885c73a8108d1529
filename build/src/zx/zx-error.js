import { statusName } from "../zircon/status.js";
/** What `unwrap` and `expect` throw for a failed call. No other function of zx throws it. */
export class ZxError extends Error {
    name = "ZxError";
    /** What the kernel answered. */
    status;
    constructor(status, message) {
        super(message === undefined ? statusName(status) : `${message}: ${statusName(status)}`);
        this.status = status;
    }
    /** The name of the status, such as `ACCESS_DENIED`. */
    get statusName() {
        return statusName(this.status);
    }
}
//# sourceMappingURL=zx-error.js.map