import { statusName } from "../zircon/status.ts";
import type { ErrorStatus } from "./result.ts";

/** What `unwrap` and `expect` throw for a failed call. No other function of zx throws it. */
export class ZxError extends Error {
  override readonly name: string = "ZxError";
  /** What the kernel answered. */
  readonly status: ErrorStatus;

  constructor(status: ErrorStatus, message?: string) {
    super(message === undefined ? statusName(status) : `${message}: ${statusName(status)}`);
    this.status = status;
  }

  /** The name of the status, such as `ACCESS_DENIED`. */
  get statusName(): string {
    return statusName(this.status);
  }
}
