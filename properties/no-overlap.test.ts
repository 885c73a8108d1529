import { noOverlap } from "../src/fuzz/laws/no-overlap.ts";
import { kernelLawSuite } from "./law-suite.ts";

/**
 * Law (I-1): what one region holds is disjoint, ascending, not empty, and inside of the region.
 */
kernelLawSuite(noOverlap, ["overlap-first-page-only", "overlap-mappings-only"]);
