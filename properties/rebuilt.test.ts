import { rebuilt } from "../src/fuzz/laws/metamorphic/rebuilt.ts";
import { relationSuite } from "./law-suite.ts";

/**
 * Law between runs: a page map that is read back and rebuilt in an empty space is the same page map.
 */
relationSuite(rebuilt, ["overlap-first-page-only", "merge-takes-left-permissions", "mapping-must-fit-vmo"]);
