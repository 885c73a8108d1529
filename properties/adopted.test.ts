import { adopted } from "../src/fuzz/laws/metamorphic/adopted.ts";
import { relationSuite } from "./law-suite.ts";

/**
 * Law between runs: a recording replays clean with another placement seed, since recorded addresses are adopted.
 */
relationSuite(adopted, ["placement-does-not-wrap"]);
