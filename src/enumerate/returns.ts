import type { CallIndex } from "./small-world.ts";

/**
 * Which transitions were made as ways back to a state that was expanded: from a state that is expanded later, with one call. They
 * need not be made again then.
 *
 * A bit for each call of the states that are not expanded yet. What was added since {@link settle} can be taken back.
 */
export class Returns {
  /** Bytes for each state. */
  readonly #width: number;
  /** From state {@link #first} on. */
  #made = new Uint8Array(0);
  #first = 0;
  /** State and call of each that was added since {@link settle}. */
  readonly #unsettled: number[] = [];

  /** @param calls how many calls the world has */
  constructor(calls: number) {
    this.#width = Math.ceil(calls / 8);
  }

  /** Whether a call is still to be made from a state. */
  isLeft(state: number, call: CallIndex): boolean {
    const byte = this.#made[this.#place(state, call)] ?? 0;
    return ((byte >> (call & 7)) & 1) === 0;
  }

  /** @param expanded the state that the call led back to: no earlier one is asked about any more */
  add(state: number, call: CallIndex, expanded: number): void {
    if (!this.isLeft(state, call)) return;
    this.#reach(state, expanded);
    this.#flip(state, call);
    this.#unsettled.push(state, call);
  }

  /** What was added so far is so for good. */
  settle(): void {
    this.#unsettled.length = 0;
  }

  /** Takes back what was added since {@link settle}. */
  unsettle(): void {
    for (let i = 0; i < this.#unsettled.length; i += 2) {
      this.#flip(this.#unsettled[i] ?? 0, this.#unsettled[i + 1] ?? 0);
    }
    this.#unsettled.length = 0;
  }

  #place(state: number, call: CallIndex): number {
    return (state - this.#first) * this.#width + (call >> 3);
  }

  #flip(state: number, call: CallIndex): void {
    const at = this.#place(state, call);
    this.#made[at] = (this.#made[at] ?? 0) ^ (1 << (call & 7));
  }

  /** Makes room for a state, at the cost of those that are expanded. */
  #reach(state: number, expanded: number): void {
    const end = (state - this.#first + 1) * this.#width;
    if (end <= this.#made.length) return;
    const gone = (expanded - this.#first) * this.#width;
    const kept = this.#made.subarray(gone);
    this.#made = new Uint8Array(2 * (end - gone));
    this.#made.set(kept);
    this.#first = expanded;
  }
}
