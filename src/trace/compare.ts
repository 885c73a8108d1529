import { isDeepStrictEqual } from "node:util";
import { Rights } from "../zircon/rights.ts";
import { statusName } from "../zircon/status.ts";
import { keysOf } from "../zircon/typed.ts";
import { hexOf } from "./answers.ts";
import type { Aftermath, Difference } from "./check.ts";
import type { Outcome } from "./execute.ts";
import { wordFlags } from "./flags.ts";
import { toJson } from "./json.ts";
import { firstDifference, runJson } from "./runs.ts";
import type { Session } from "./session.ts";
import type { Json } from "./types.ts";

/** One kernel after a step. */
export interface Standing extends Aftermath {
  readonly session: Session;
  readonly outcome: Outcome;
}

/** In what two kernels that made the same step disagree; `expected` is what the left one says. */
export function* compareKernels(left: Standing, right: Standing): Generator<Difference> {
  for (const field of new Set([...keysOf(left.outcome), ...keysOf(right.outcome)]))
    yield* compareField(field, left.outcome[field], right.outcome[field]);
  yield* unequal("dangling", left.effects.broken, right.effects.broken);
  yield* unequal("changed", left.effects.changed, right.effects.changed);
  const row = firstDifference(left.space, right.space);
  if (row !== undefined) {
    const [expected, actual] = [left, right].map(({ space, session }) => runJson(space[row], session.names));
    yield { field: `space[${row}]`, expected: expected ?? null, actual: actual ?? null };
  }
}

function* compareField<Field extends keyof Outcome>(
  field: Field,
  left: Outcome[Field],
  right: Outcome[Field],
): Generator<Difference> {
  if (left === right) return;
  if (Array.isArray(left) && Array.isArray(right)) {
    const rows = Math.max(left.length, right.length);
    for (let row = 0; row < rows; row++) yield* unequal(`${field}[${row}]`, left[row], right[row]);
  } else yield* unequal(field, left, right);
}

function* unequal(field: string, left: unknown, right: unknown): Generator<Difference> {
  if (!isDeepStrictEqual(left, right))
    yield { field, expected: answerJson(field, left), actual: answerJson(field, right) };
}

/** An answer as the format writes it. */
function answerJson(field: string, answer: unknown): Json {
  if (typeof answer === "number" && field === "status") return statusName(answer);
  if (typeof answer === "number" && field === "rights") return toJson(wordFlags(Rights, answer));
  if (answer instanceof Uint8Array) return hexOf(answer);
  return toJson(answer ?? null);
}
