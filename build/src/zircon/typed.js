/** The keys of a constant table, typed: the one place where `Object.keys` is trusted to say all it has. */
export function keysOf(table) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tables are literals without extra keys
    return Object.keys(table);
}
/** Whether `name` is a key of the table itself. */
export function hasKey(table, name) {
    return Object.hasOwn(table, name);
}
//# sourceMappingURL=typed.js.map