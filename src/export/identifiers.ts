/** What no variable may be called: keywords of the targets, and what the exports call things themselves. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "abstract alignas alignof and as asm assert async auto await become bool box break case catch char class co_await const constexpr " +
    "continue crate debugger default delete do double dyn else enum eval explicit export extends extern false final finally float fn for " +
    "friend function gen goto if impl implements import in inline instanceof int interface let long loop macro match mod module move mut " +
    "namespace new noexcept not null nullptr operator or override package priv private protected pub public ref register requires return " +
    "self short signed sizeof static std string struct super switch template this throw trait true try type typedef typeid typename typeof " +
    "undefined union unsafe unsigned unsized use using usize var virtual void volatile where while with xor yield zx vec " +
    "root process invalid unknown kernel expect it test status result bytes count actual available info maps maps_vec buffer space pages " +
    "region mapped run runs koid koid_of rights rights_of root_size sandbox job observed value ledger lease name size job_vmar main printf"
  ).split(" "),
);

/** Gives out variable names: that of the trace where it is free. */
export class Identifiers {
  readonly #taken = new Set<string>();

  fresh(name: string): string {
    for (let n = 1; ; n++) {
      const id = n === 1 ? name : `${name}_${n}`;
      const snake = snakeCase(id);
      const forms = [snake, `${snake}_addr`, `${snake}_koid`];
      if (RESERVED.has(id) || RESERVED.has(snake) || forms.some((form) => this.#taken.has(form))) continue;
      for (const form of forms) this.#taken.add(form);
      return id;
    }
  }
}

/** `camelCase` as `snake_case`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
