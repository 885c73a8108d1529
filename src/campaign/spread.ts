/** What is typical, and what is the worst. */
export interface Spread {
  readonly median: number;
  readonly worst: number;
}

/** Of no numbers both are 0. */
export function spread(numbers: readonly number[]): Spread {
  return { median: middle(numbers), worst: Math.max(0, ...numbers) };
}

/** The upper one of the two in the middle, where there are two; 0 of none. */
export function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
