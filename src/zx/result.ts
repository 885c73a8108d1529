import { Status } from "../zircon/status.ts";
import { ZxError } from "./zx-error.ts";

/** Every status but OK. */
export type ErrorStatus = Exclude<Status, typeof Status.OK>;

/**
 * What the kernel answered: plain data, as Rust's `Result<T, Status>`. A refusal is an ordinary answer, so no
 * call throws for one; programs that treat every refusal as fatal write `unwrap(…)`.
 */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: ErrorStatus };

/** A success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A refusal. */
export function err(status: ErrorStatus): Result<never> {
  return { ok: false, status };
}

/** `Status::ok`: OK as a success without a value, anything else as a refusal. */
export function fromStatus(status: Status): Result<void> {
  return status === Status.OK ? ok(undefined) : err(status);
}

/** The value of a success, changed by `change`; a refusal as it is. */
export function mapResult<T, U>(result: Result<T>, change: (value: T) => U): Result<U> {
  return result.ok ? ok(change(result.value)) : result;
}

/**
 * The value of a success.
 *
 * @throws ZxError for a refusal
 */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ZxError(result.status);
  return result.value;
}

/**
 * The value of a success.
 *
 * @param message what was expected; it opens the error's message
 * @throws ZxError for a refusal
 */
export function expect<T>(result: Result<T>, message: string): T {
  if (!result.ok) throw new ZxError(result.status, message);
  return result.value;
}
