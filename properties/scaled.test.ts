import { PagedKernel } from "../models/paged/index.ts";
import { scaled } from "../src/fuzz/laws/metamorphic/scaled.ts";
import type { Handle } from "../src/zircon/kernel.ts";
import type { Status } from "../src/zircon/status.ts";
import type { U64 } from "../src/zircon/u64.ts";
import { relationSuite } from "./law-suite.ts";

/** The engine, but protect rounds its address down to 4 KiB, whatever the page size. */
class FixedRounding extends PagedKernel {
  override vmarProtect(vmar: Handle, options: number, addr: U64, len: U64): Status {
    const rounded = typeof addr === "number" ? addr - (addr % 4096) : addr;
    return super.vmarProtect(vmar, options, rounded, len);
  }
}

/**
 * Law between runs: with pages of 64 KiB and all values sixteen times as large, every answer is sixteen times as large.
 */
relationSuite(scaled, [
  {
    about: "protect rounds its address down to 4 KiB",
    create: (config) => new FixedRounding(config),
  },
]);
