import { failureChangesNothing } from "../src/fuzz/laws/failure-changes-nothing.ts";
import { kernelLawSuite } from "./law-suite.ts";

/**
 * Law (§7): a call that fails leaves everything as it was, but for the calls listed there.
 */
kernelLawSuite(failureChangesNothing, ["protect-not-atomic", "overwrite-unmaps-before-it-is-refused"]);
