import { PagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { lockstep } from "../src/fuzz/lockstep.ts";
import type { PageView } from "../src/zircon/kernel.ts";
import { Status } from "../src/zircon/status.ts";
import type { U64 } from "../src/zircon/u64.ts";
import { lawSuite } from "./law-suite.ts";

/** The engine, but a page never shows that it lies beyond the end. */
class EndlessPages extends PagedKernel {
  override observePage(addr: U64): PageView | undefined {
    const page = super.observePage(addr);
    return page && { ...page, reach: Status.OK };
  }
}

/**
 * Law (LEASE-23): a kernel breaks the leases that the reference breaks, with the same page and reason, and changes the same ones.
 */
lawSuite(
  "leases agree with the reference",
  (program, kernel) => {
    const difference = lockstep(program, { left: createReferenceKernel, right: kernel });
    const isOfLeases = difference?.field === "dangling" || difference?.field === "changed";
    return isOfLeases ? `${difference.left}, ${difference.right}` : undefined;
  },
  [
    "overwrite-keeps-translations",
    { about: "no page lies beyond the end", create: (config) => new EndlessPages(config) },
  ],
);
