/** The names of the bits set in `word`, in the table's order, and the bits that have no name. */
export function flagNames(table, word) {
    const names = [];
    let rest = word >>> 0;
    for (const [name, bit] of Object.entries(table)) {
        if ((word & bit) >>> 0 !== bit >>> 0 || bit === 0)
            continue;
        names.push(name);
        rest = (rest & ~bit) >>> 0;
    }
    return { names, rest };
}
//# sourceMappingURL=flags.js.map