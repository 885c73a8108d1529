import { allocateDestroy } from "../src/fuzz/laws/metamorphic/allocate-destroy.ts";
import { relationSuite } from "./law-suite.ts";

/**
 * Law between runs: a region that is allocated and destroyed at once leaves nothing.
 */
relationSuite(allocateDestroy, ["destroy-keeps-range", "allocate-keeps-parent-rights"]);
