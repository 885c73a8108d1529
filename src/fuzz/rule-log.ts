import type { RuleId } from "../zircon/index.ts";

/** The rules that a kernel applied since the last {@link clear}: a list that is used again, since V8 takes its time to empty one. */
export class RuleLog {
  readonly #rules: RuleId[] = [];
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  add(rule: RuleId): void {
    this.#rules[this.#length++] = rule;
  }

  /** Each rule once, in the order in which they were applied first. */
  get distinct(): RuleId[] {
    return [...new Set(this.#rules.slice(0, this.#length))];
  }
}
