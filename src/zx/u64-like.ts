import type { U64 } from "../zircon/u64.ts";

/**
 * What every address, length, offset and size parameter takes: a whole number in [0, 2^64). A `number` must
 * be exact (at most 2^53-1), a `bigint` may be any u64. Anything else is a mistake of the program and no
 * question to the kernel: the call throws a `RangeError` and has no effect.
 */
export type U64Like = number | bigint;

/**
 * A user address or a length of user memory as it is given back: always a `number`. User address spaces end
 * below 2^48.
 *
 * @throws RangeError if a kernel was set up with an address space above 2^53; such a space is for the
 *   `Kernel` interface itself
 */
export function userNumber(value: U64): number {
  if (typeof value === "bigint") {
    throw new RangeError(`${value} is above 2^53-1: this address space needs the Kernel interface, not zx`);
  }
  return value;
}
