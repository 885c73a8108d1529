import { unmapHalves } from "../src/fuzz/laws/metamorphic/unmap-halves.ts";
import { relationSuite } from "./law-suite.ts";

/**
 * Law between runs: a range unmapped in two halves is unmapped whole.
 */
relationSuite(unmapHalves, ["unmap-outside-ok", "unmap-rounds-down"]);
