import { accounted } from "../src/fuzz/laws/accounted.ts";
import { kernelLawSuite } from "./law-suite.ts";

/**
 * Law (I-2 to I-6): every page shows what the calls that answered OK made of it. So regions lie in their parents, permissions stay within
 * what the handles gave (maxPerm) and the region may have (CAN_MAP), and nothing is there that no call made.
 */
kernelLawSuite(accounted, [
  "max-perm-from-vmar-only",
  "can-map-flags-never-checked",
  "protect-ignores-max-perm",
  "protect-one-page-more",
  "overwrite-right-remainder-offset",
]);
