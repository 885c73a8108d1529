import { runTheorem } from "../src/fuzz/laws/accounted.ts";
import { kernelLawSuite } from "./law-suite.ts";

/**
 * Law (§2.4): mapping objects are the maximal runs of equal T, in num_mappings and where process reads end.
 */
kernelLawSuite(runTheorem, ["merge-never", "split-uncounted", "read-memory-crosses-mappings"]);
