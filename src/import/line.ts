import { mismatch, TraceError, type TracePlace } from "../trace/error.ts";
import { Status, statusFromName } from "../zircon/status.ts";
import { formatU64, type U64, wrapU64 } from "../zircon/u64.ts";

/** A value of a log: a number, or a text in quotes (a name, or bytes in hex). */
export type LogValue = U64 | string;

/** `zx_call(argument, …) = status output …`, read. */
export interface LogCall {
  readonly call: string;
  readonly args: readonly LogValue[];
  readonly status: Status;
  readonly outputs: readonly LogValue[];
  readonly place: TracePlace;
}

const CALL = /^([a-z][a-z0-9_]*)\((.*)\)\s*=\s*(.*)$/;
const NUMBER = /^(?:0[xX][0-9a-fA-F]{1,16}|[0-9]{1,20})$/;

/**
 * Reads a line that tells a call.
 *
 * @throws TraceError with the line's place
 */
export function readCall(text: string, place: TracePlace): LogCall {
  const [, call, argText, result] = CALL.exec(text) ?? [];
  if (call === undefined || argText === undefined || result === undefined)
    throw new TraceError(place, mismatch("`zx_call(arguments) = status outputs`", text));
  const args = readValues(argText, /\s*,\s*/y, place);
  const [word = "", ...rest] = splitFirst(result);
  return {
    call,
    args,
    status: readStatus(word, place),
    outputs: readValues(rest.join(""), /\s+/y, place),
    place,
  };
}

/** Words of the form `key=number` behind a first word. */
export function readSettings(text: string, place: TracePlace): Map<string, U64> {
  const settings = new Map<string, U64>();
  for (const setting of text.split(/\s+/).slice(1)) {
    const [key = "", number = ""] = setting.split("=", 2);
    settings.set(key, readNumber(number, place));
  }
  return settings;
}

export function readNumber(text: string, place: TracePlace): U64 {
  if (!NUMBER.test(text) || BigInt(text) >= 1n << 64n)
    throw new TraceError(place, mismatch("an unsigned number of 64 bits, decimal or 0x…", text));
  return wrapU64(BigInt(text));
}

/** Values with a separator between them; a text in quotes is a JSON string. */
function readValues(text: string, separator: RegExp, place: TracePlace): LogValue[] {
  const values: LogValue[] = [];
  const body = text.trim();
  let at = 0;
  while (at < body.length) {
    const token = /"(?:[^"\\]|\\.)*"|[^\s,"]+/y;
    token.lastIndex = at;
    const [found] = token.exec(body) ?? [];
    if (found === undefined)
      throw new TraceError(place, mismatch("a number, or a text in quotes", body.slice(at)));
    values.push(found.startsWith('"') ? readText(found, place) : readNumber(found, place));
    at += found.length;
    if (at === body.length) break;
    separator.lastIndex = at;
    const [between] = separator.exec(body) ?? [];
    if (between === undefined) throw new TraceError(place, mismatch("a separator", body.slice(at)));
    at += between.length;
    if (at === body.length) throw new TraceError(place, mismatch("a value behind the last separator", ""));
  }
  return values;
}

function readText(quoted: string, place: TracePlace): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new TraceError(place, mismatch("a text in quotes", quoted));
  }
}

/** A status by its number or its name, with or without its prefix. */
function readStatus(word: string, place: TracePlace): Status {
  const name = word.replace(/^ZX_(?:ERR_)?/, "");
  const status = statusFromName(name) ?? Object.values(Status).find((value) => String(value) === word);
  if (status === undefined)
    throw new TraceError(place, mismatch("a status, such as 0, -10 or ZX_ERR_INVALID_ARGS", word));
  return status;
}

function splitFirst(text: string): string[] {
  const trimmed = text.trim();
  const end = trimmed.search(/\s/);
  return end < 0 ? [trimmed] : [trimmed.slice(0, end), trimmed.slice(end)];
}

/** A call as people look for it in a log. */
export function callText({ call, args }: LogCall): string {
  const words = args.map((arg) => (typeof arg === "string" ? JSON.stringify(arg) : formatU64(arg)));
  return `${call}(${words.join(", ")})`;
}
