import type { CallTable } from "../fuzz/coverage.ts";
import type { CallName } from "../fuzz/program.ts";
import { Status, keysOf, statusName } from "../zircon/index.ts";
import { table } from "./table.ts";

/** The statuses that occurred, in the ABI's order, and a row of counts for each call that ran. */
export function callTable(calls: CallTable): {
  statuses: Status[];
  rows: { call: CallName; counts: number[] }[];
} {
  const seen = new Set<Status>();
  for (const byStatus of calls.values()) for (const status of byStatus.keys()) seen.add(status);
  const statuses = keysOf(Status)
    .map((name) => Status[name])
    .filter((status) => seen.has(status));
  const rows = [...calls.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([call, byStatus]) => ({ call, counts: statuses.map((status) => byStatus.get(status) ?? 0) }));
  return { statuses, rows };
}

/** The table of calls by status as text. */
export function callTableText(calls: CallTable): string[] {
  const { statuses, rows } = callTable(calls);
  const cells = [
    ["call", ...statuses.map(statusName)],
    ...rows.map(({ call, counts }) => [call, ...counts.map((count) => (count === 0 ? "." : String(count)))]),
  ];
  return table(cells, [false, ...statuses.map(() => true)]);
}
