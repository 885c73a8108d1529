import type { LedgerEffects } from "../ledger/index.ts";
import { formatU64, statusName } from "../zircon/index.ts";
import { Outcome, type Output, outputName } from "./execute.ts";
import type { Op } from "./program.ts";
import type { SpaceLog } from "./space.ts";

/** In which field two kernels parted, and what each of them says there. */
export interface Parting {
  /** `status`, an output's name, `exception`, `space`, `dangling`, `changed`, or `law …`. */
  readonly field: string;
  readonly left: string;
  readonly right: string;
}

/** What both sides answered to one operation, or how they parted; an answer that is text is an exception. */
export function compareOutcomes(op: Op, left: Outcome | string, right: Outcome | string): Outcome | Parting {
  // Also when both throw alike: no call may throw.
  if (typeof left === "string" || typeof right === "string") {
    return { field: "exception", left: outcomeText(left), right: outcomeText(right) };
  }
  if (left.status !== right.status) {
    return { field: "status", left: statusName(left.status), right: statusName(right.status) };
  }
  if (left.first !== right.first) return outputParting(op, 0, left.first, right.first);
  // Mostly neither has any, and both are the same list.
  if (left.more === right.more) return left;
  const count = Math.max(left.more.length, right.more.length);
  for (let i = 0; i < count; i++) {
    const a = left.more[i];
    const b = right.more[i];
    if (a !== b) return outputParting(op, i + 1, a, b);
  }
  return left;
}

/** What either kernel threw when it was looked at, as text; anything else is no exception. */
export function compareExceptions(left: unknown, right: unknown): Parting {
  const text = (what: unknown): string => (typeof what === "string" ? what : "no exception");
  return { field: "exception", left: text(left), right: text(right) };
}

/** What an operation did to the live leases on either side (LEASE-23). */
export function compareEffects(left: LedgerEffects, right: LedgerEffects): Parting | undefined {
  // Mostly neither has any, and both are the same object.
  if (left === right) return undefined;
  const [danglingLeft, danglingRight] = [danglingText(left), danglingText(right)];
  if (danglingLeft !== danglingRight) return { field: "dangling", left: danglingLeft, right: danglingRight };
  const [changedLeft, changedRight] = [changedText(left), changedText(right)];
  return changedLeft === changedRight
    ? undefined
    : { field: "changed", left: changedLeft, right: changedRight };
}

/** What the two address spaces show. */
export function compareSpaces(left: SpaceLog, right: SpaceLog): Parting | undefined {
  const at = left.firstDifference(right);
  if (at < 0) return undefined;
  return { field: "space", left: left.describe(at, objectText), right: right.describe(at, objectText) };
}

function outputParting(op: Op, index: number, left: Output | undefined, right: Output | undefined): Parting {
  return { field: outputName(op.call, index), left: outputText(left), right: outputText(right) };
}

function outcomeText(outcome: Outcome | string): string {
  return typeof outcome === "string" ? outcome : statusName(outcome.status);
}

function outputText(output: Output | undefined): string {
  if (output === undefined) return "nothing";
  return typeof output === "string" ? output : formatU64(output);
}

/** An object of the address space by its slot. */
export function objectText(object: number): string {
  return object < 1 ? (object > 0 ? "root" : "an unknown object") : `#${object}`;
}

function danglingText({ broken }: LedgerEffects): string {
  if (broken.length === 0) return "no lease broken";
  return broken.map(({ lease, page, reason }) => `${lease} at ${formatU64(page)}: ${reason}`).join(", ");
}

function changedText({ changed }: LedgerEffects): string {
  return changed.length === 0 ? "no lease changed" : changed.join(", ");
}
