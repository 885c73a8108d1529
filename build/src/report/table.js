/** Rows of cells in columns; `right` says which columns are flush right. */
export function table(rows, right = []) {
    const columns = Math.max(0, ...rows.map((row) => row.length));
    const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows.map((row) => widths
        .map((width, column) => {
        const cell = row[column] ?? "";
        return right[column] === true ? cell.padStart(width) : cell.padEnd(width);
    })
        .join("  ")
        .trimEnd());
}
//# sourceMappingURL=table.js.map