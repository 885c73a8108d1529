import { Status, keysOf, statusName } from "../zircon/index.js";
import { table } from "./table.js";
/** The statuses that occurred, in the ABI's order, and a row of counts for each call that ran. */
export function callTable(calls) {
    const seen = new Set();
    for (const byStatus of calls.values())
        for (const status of byStatus.keys())
            seen.add(status);
    const statuses = keysOf(Status)
        .map((name) => Status[name])
        .filter((status) => seen.has(status));
    const rows = [...calls.entries()]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([call, byStatus]) => ({ call, counts: statuses.map((status) => byStatus.get(status) ?? 0) }));
    return { statuses, rows };
}
/** The table of calls by status as text. */
export function callTableText(calls) {
    const { statuses, rows } = callTable(calls);
    const cells = [
        ["call", ...statuses.map(statusName)],
        ...rows.map(({ call, counts }) => [call, ...counts.map((count) => (count === 0 ? "." : String(count)))]),
    ];
    return table(cells, [false, ...statuses.map(() => true)]);
}
//# sourceMappingURL=call-table.js.map