import { safeCallsKeepLeases } from "../src/fuzz/laws/leases.ts";
import { kernelLawSuite } from "./law-suite.ts";

/**
 * Law (LEASE-20): a call that the zx crate offers as safe takes no page, permission or object away from a reference.
 */
kernelLawSuite(safeCallsKeepLeases, ["overwrite-keeps-translations"]);
