import { huntSuite } from "./hunt-suite.ts";

// The hunt is split in two, so that it uses both cores.
huntSuite(2, 2);
