import { PagedKernel } from "../models/paged/index.ts";
import { protectTwice } from "../src/fuzz/laws/metamorphic/protect-twice.ts";
import type { Handle } from "../src/zircon/kernel.ts";
import { Status } from "../src/zircon/status.ts";
import type { U64 } from "../src/zircon/u64.ts";
import { relationSuite } from "./law-suite.ts";

/** The engine, but a protect of what was just protected so is refused. */
class RefusesAgain extends PagedKernel {
  #last = "";

  override vmarProtect(vmar: Handle, options: number, addr: U64, len: U64): Status {
    const call = `${vmar} ${options} ${addr} ${len}`;
    if (call === this.#last) return Status.BAD_STATE;
    const status = super.vmarProtect(vmar, options, addr, len);
    this.#last = status === Status.OK ? call : "";
    return status;
  }
}

/**
 * Law between runs: a protect made twice does what it does once.
 */
relationSuite(protectTwice, [
  "protect-overwrites-node",
  { about: "a protect made again is refused", create: (config) => new RefusesAgain(config) },
]);
