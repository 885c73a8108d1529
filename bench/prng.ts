/** xorshift32: a sequence of u32 values from a seed other than 0; the state is the last value. */
export class Xorshift32 {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  next(): number {
    let s = this.#state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.#state = s;
    return s >>> 0;
  }

  /** A value in [0, n). */
  below(n: number): number {
    return this.next() % n;
  }
}
