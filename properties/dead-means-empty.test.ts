import { deadMeansEmpty } from "../src/fuzz/laws/dead-means-empty.ts";
import { kernelLawSuite } from "./law-suite.ts";

/**
 * Law (I-6): a region that is not shown is dead for good: calls on it answer BAD_STATE.
 */
kernelLawSuite(deadMeansEmpty, [
  "destroyed-region-usable",
  "destroy-not-recursive",
  "unmap-leaves-region-usable",
]);
