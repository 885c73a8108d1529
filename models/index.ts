import type { KernelFactory } from "../src/zircon/kernel.ts";
import { findFault } from "./faulty/index.ts";
import { createPagedKernel } from "./paged/index.ts";
import { createReferenceKernel } from "./reference/index.ts";

/** The kernels that are right, by name. */
const KERNELS: ReadonlyMap<string, KernelFactory> = new Map([
  ["reference", createReferenceKernel],
  ["paged", createPagedKernel],
]);

/** Before the id of a fault: the paged engine with that one bug (models/faulty). */
const FAULTY = "faulty:";

/** What can be asked for by name, for messages. */
export function kernelNames(): string[] {
  return [...KERNELS.keys(), `${FAULTY}ID (see vmar-fuzz faults)`];
}

export function findKernel(name: string): KernelFactory | undefined {
  return name.startsWith(FAULTY) ? findFault(name.slice(FAULTY.length))?.create : KERNELS.get(name);
}
