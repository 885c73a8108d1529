import { mismatch, TraceError, type TracePlace } from "../trace/error.ts";
import type { Addr } from "../trace/types.ts";
import { HANDLE_NEVER } from "../zircon/kernel.ts";
import type { PageGeometry } from "../zircon/page.ts";
import { formatU64, subU64, type U64 } from "../zircon/u64.ts";

/** The names that an import invents, and which handle value and which addresses each stands for. */
export class LogWorld {
  readonly #handles = new Map<U64, string>();
  readonly #areas: { readonly name: string; readonly base: U64; readonly size: U64 }[] = [];
  readonly #pages: PageGeometry;
  readonly #counts = new Map<string, number>();

  constructor(root: U64, base: U64, pages: PageGeometry) {
    this.#pages = pages;
    this.#handles.set(0, "invalid");
    this.#handles.set(HANDLE_NEVER, "unknown");
    this.#handles.set(root, "root");
    // Only the base itself: everything lies in the root, and says nothing by it.
    this.#areas.push({ name: "root", base, size: 1 });
  }

  /** `vmo1`, `vmo2`, … */
  fresh(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}${count}`;
  }

  /** A value may be given out again once it was closed: the latest name holds. */
  bindHandle(value: U64, name: string): void {
    this.#handles.set(value, name);
  }

  /** @param size in bytes, not rounded */
  bindArea(name: string, base: U64, size: U64): void {
    this.#areas.unshift({ name, base, size: this.#pages.bytes(this.#pages.up(size)) });
  }

  /** @throws TraceError for a value that no earlier line gave out */
  handle(value: U64, place: TracePlace): string {
    const name = this.#handles.get(value);
    if (name === undefined)
      throw new TraceError(
        place,
        mismatch("a handle that an earlier line gave out (or the root of the first line)", formatU64(value)),
      );
    return name;
  }

  /** The address, by the name of what was placed there last. */
  address(value: U64): Addr {
    const area = this.#areas.find(({ base, size }) => value >= base && subU64(value, base) < size);
    if (area === undefined) return value;
    const distance = subU64(value, area.base);
    return distance === 0 ? area.name : `${area.name}+${formatU64(distance)}`;
  }
}
