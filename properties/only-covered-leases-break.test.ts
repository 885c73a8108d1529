import { onlyCoveredLeasesBreak } from "../src/fuzz/laws/leases.ts";
import { kernelLawSuite } from "./law-suite.ts";

/**
 * Law (LEASE-22): a step breaks no reference outside of what it covers.
 */
kernelLawSuite(onlyCoveredLeasesBreak, ["unmap-right-remainder-offset", "unmap-end-read-after-free"]);
