/** The laws that every kernel must keep by itself. */
import { accounted, runTheorem } from "./accounted.js";
import { deadMeansEmpty } from "./dead-means-empty.js";
import { failureChangesNothing } from "./failure-changes-nothing.js";
import { failuresKeepLeases, onlyCoveredLeasesBreak, safeCallsKeepLeases } from "./leases.js";
import { noOverlap } from "./no-overlap.js";
export const LAWS = [
    noOverlap,
    accounted,
    runTheorem,
    deadMeansEmpty,
    failureChangesNothing,
    safeCallsKeepLeases,
    failuresKeepLeases,
    onlyCoveredLeasesBreak,
];
//# sourceMappingURL=index.js.map