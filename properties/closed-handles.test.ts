import { closedHandles } from "../src/fuzz/laws/metamorphic/closed-handles.ts";
import { relationSuite } from "./law-suite.ts";

/**
 * Law between runs: closing handles changes no mapping.
 */
relationSuite(closedHandles, ["last-close-destroys-region", "last-close-drops-pages"]);
