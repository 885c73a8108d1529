import { HANDLE_INVALID, HANDLE_NEVER, type Handle } from "../zircon/kernel.ts";
import type { U64 } from "../zircon/u64.ts";
import { resolveAddress } from "./address.ts";
import type { Addr, Offset } from "./types.ts";

/** What the names of a trace stand for on one kernel at this point of the trace ("Names and addresses" in the format). */
export class Bindings {
  readonly #handles: Map<string, Handle>;
  readonly #addresses: Map<string, U64>;

  constructor(rootVmar: Handle, rootBase: U64) {
    this.#handles = new Map([
      ["root", rootVmar],
      ["invalid", HANDLE_INVALID],
      ["unknown", HANDLE_NEVER],
    ]);
    this.#addresses = new Map([["root", rootBase]]);
  }

  /** A step that did not return OK binds {@link HANDLE_INVALID}. */
  bindHandle(name: string, handle: Handle): void {
    this.#handles.set(name, handle);
  }

  /** A step that did not return OK binds 0. */
  bindAddress(name: string, address: U64): void {
    this.#addresses.set(name, address);
  }

  /** The handle of that name, open or closed. */
  handle(name: string): Handle {
    return this.#handles.get(name) ?? HANDLE_INVALID;
  }

  /** The value of an address or of a difference of two, modulo 2^64. */
  address(expression: Addr | Offset): U64 {
    return resolveAddress(expression, (name) => this.#addresses.get(name) ?? 0);
  }
}
