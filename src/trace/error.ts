import { formatU64 } from "../zircon/u64.ts";

/** Where in which trace something is wrong. */
export interface TracePlace {
  readonly file?: string;
  /** Counted from 1, in files that hold a trace a line. */
  readonly line?: number;
  readonly trace?: string;
  /** The index in `steps`, counted from 0. */
  readonly step?: number;
  /** Such as `expect.space[3][2]`. */
  readonly field?: string;
}

/** A trace that cannot be read. The message is one line: the place, what was expected there and what was found. */
export class TraceError extends Error {
  readonly place: TracePlace;

  constructor(place: TracePlace, problem: string) {
    super(oneLine(`${placeText(place)}${problem}`));
    this.name = "TraceError";
    this.place = place;
  }
}

/** `expected …, found …`. */
export function mismatch(expected: string, found: unknown): string {
  return `expected ${expected}, found ${foundText(found)}`;
}

const FOUND_MAX = 80;

function foundText(found: unknown): string {
  if (found === undefined) return "nothing";
  if (typeof found === "bigint") return formatU64(found);
  if (typeof found === "object" && found !== null)
    return Array.isArray(found) ? `an array of ${found.length}` : "an object";
  const text = JSON.stringify(found);
  return text.length > FOUND_MAX ? `${text.slice(0, FOUND_MAX)}…` : text;
}

function placeText({ file, line, trace, step, field }: TracePlace): string {
  const parts: string[] = [];
  if (file !== undefined) parts.push(line === undefined ? file : `${file}:${line}`);
  if (trace !== undefined) parts.push(`trace ${JSON.stringify(trace)}`);
  if (step !== undefined) parts.push(`step ${step}`);
  if (field !== undefined) parts.push(`field ${JSON.stringify(field)}`);
  return parts.map((part) => `${part}: `).join("");
}

/** Control characters, line separators included, become spaces. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
