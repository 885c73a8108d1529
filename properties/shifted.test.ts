import { PagedKernel } from "../models/paged/index.ts";
import { shifted } from "../src/fuzz/laws/metamorphic/shifted.ts";
import type { Handle } from "../src/zircon/kernel.ts";
import type { Status } from "../src/zircon/status.ts";
import type { U64 } from "../src/zircon/u64.ts";
import { relationSuite } from "./law-suite.ts";

/** The engine, but unmap keeps addresses in 32 bits. */
class NarrowUnmap extends PagedKernel {
  override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
    return super.vmarUnmap(vmar, Number(BigInt.asUintN(32, BigInt(addr))), len);
  }
}

/**
 * Law between runs: a space that begins 4 GiB further up answers the same, 4 GiB further up.
 */
relationSuite(shifted, [
  { about: "unmap keeps addresses in 32 bits", create: (config) => new NarrowUnmap(config) },
]);
