import { InvalidArgumentError } from "commander";

/** A positive whole number given on the command line. */
export function naturalNumber(text: string): number {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError("expected a whole number from 1.");
  }
  return value;
}
