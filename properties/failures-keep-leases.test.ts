import { PagedKernel } from "../models/paged/index.ts";
import { failuresKeepLeases } from "../src/fuzz/laws/leases.ts";
import type { Handle, PageView } from "../src/zircon/kernel.ts";
import { Status } from "../src/zircon/status.ts";
import { type U64, addU64 } from "../src/zircon/u64.ts";
import { kernelLawSuite } from "./law-suite.ts";

/** The engine, but an unmap that is refused has its pages inaccessible all the same. */
class HidesRefused extends PagedKernel {
  readonly #hidden: { readonly addr: U64; readonly end: U64 }[] = [];

  override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
    const status = super.vmarUnmap(vmar, addr, len);
    if (status !== Status.OK) this.#hidden.push({ addr, end: addU64(addr, len) });
    return status;
  }

  override observePage(addr: U64): PageView | undefined {
    const isHidden = this.#hidden.some((range) => addr >= range.addr && addr < range.end);
    return isHidden ? undefined : super.observePage(addr);
  }
}

/**
 * Law (LEASE-21): a call that fails breaks no reference.
 */
kernelLawSuite(failuresKeepLeases, [
  { about: "a refused unmap hides its pages", create: (config) => new HidesRefused(config) },
]);
