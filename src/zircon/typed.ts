/** The keys of a constant table, typed: the one place where `Object.keys` is trusted to say all it has. */
export function keysOf<T extends object>(table: T): (keyof T & string)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tables are literals without extra keys
  return Object.keys(table) as (keyof T & string)[];
}

/** Whether `name` is a key of the table itself. */
export function hasKey<T extends object>(table: T, name: string): name is keyof T & string {
  return Object.hasOwn(table, name);
}
