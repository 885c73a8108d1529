/** The laws that every kernel must keep by itself. */
import { accounted, runTheorem } from "./accounted.ts";
import { deadMeansEmpty } from "./dead-means-empty.ts";
import { failureChangesNothing } from "./failure-changes-nothing.ts";
import { handleValues } from "./handle-values.ts";
import type { Law } from "./law.ts";
import { failuresKeepLeases, onlyCoveredLeasesBreak, safeCallsKeepLeases } from "./leases.ts";
import { noOverlap } from "./no-overlap.ts";

export const LAWS: readonly Law[] = [
  noOverlap,
  accounted,
  runTheorem,
  deadMeansEmpty,
  failureChangesNothing,
  handleValues,
  safeCallsKeepLeases,
  failuresKeepLeases,
  onlyCoveredLeasesBreak,
];
