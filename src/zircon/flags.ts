/** A table of named bits, such as `VmOption` or `Rights`. */
export type FlagTable = Readonly<Record<string, number>>;

/** The names of the bits set in `word`, in the table's order, and the bits that have no name. */
export function flagNames(table: FlagTable, word: number): { names: string[]; rest: number } {
  const names: string[] = [];
  let rest = word >>> 0;
  for (const [name, bit] of Object.entries(table)) {
    if ((word & bit) >>> 0 !== bit >>> 0 || bit === 0) continue;
    names.push(name);
    rest = (rest & ~bit) >>> 0;
  }
  return { names, rest };
}
