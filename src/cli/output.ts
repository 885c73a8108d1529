import { writeFileSync } from "node:fs";
import { TraceError } from "../trace/error.ts";

/** Writes what a command was asked to write. @throws TraceError if that cannot be */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new TraceError({ file }, `cannot be written: ${cause}`);
  }
}
