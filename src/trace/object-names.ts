import type { U64 } from "../zircon/u64.ts";

interface NamedObject {
  /** Counted from 1 in the order of naming. */
  readonly number: number;
  readonly label: string;
  readonly names: Set<string>;
}

/** How the format writes an object that has no name. */
export const NO_NAME = "invalid";

/**
 * Which object each name means: koids are one kernel's own, names and the order of naming are common to all that run a trace.
 *
 * A name keeps meaning an object after all its handles are closed.
 */
export class ObjectNames {
  readonly #objects = new Map<U64, NamedObject>();
  readonly #current = new Map<string, U64 | undefined>();
  readonly #labels = new Set<string>([NO_NAME]);

  /** @param koid of the object whose handle was bound to the name, undefined for no handle */
  bind(name: string, koid: U64 | undefined): void {
    this.#current.set(name, koid);
    if (koid === undefined) return;
    const known = this.#objects.get(koid);
    if (known !== undefined) known.names.add(name);
    else
      this.#objects.set(koid, {
        number: this.#objects.size + 1,
        label: this.#label(name),
        names: new Set([name]),
      });
  }

  /** The same for the same object on each kernel; 0 for every object without a name. */
  number(koid: U64): number {
    return this.#objects.get(koid)?.number ?? 0;
  }

  /** A name for the object by which no other object goes. */
  label(koid: U64): string {
    return this.#objects.get(koid)?.label ?? NO_NAME;
  }

  /** What a trace calls the object: a name that stands for it; one that once did if nothing does now; `invalid` for none. */
  nameOf(koid: U64): string {
    const names = [...(this.#objects.get(koid)?.names ?? [])];
    return names.find((name) => this.#current.get(name) === koid) ?? names[0] ?? NO_NAME;
  }

  /**
   * Whether a trace may call the object so: by a name that stands for it, by one that once did if nothing does now, or by
   * `invalid` if nothing does now.
   */
  answersTo(name: string, koid: U64): boolean {
    const names = this.#objects.get(koid)?.names ?? new Set();
    if (names.has(name) && this.#current.get(name) === koid) return true;
    for (const other of names) if (this.#current.get(other) === koid) return false;
    return name === NO_NAME || names.has(name);
  }

  #label(name: string): string {
    let label = name;
    for (let n = 2; this.#labels.has(label); n++) label = `${name}#${n}`;
    this.#labels.add(label);
    return label;
  }
}
