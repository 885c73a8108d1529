import { createPagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import type { KernelFactory } from "../../src/zircon/kernel.ts";

/** A kernel that must answer as the contract says. */
export interface KernelUnderTest {
  readonly name: string;
  readonly create: KernelFactory;
}

/** Every kernel of this project; each suite in this folder runs over all of them. */
export const KERNELS: readonly KernelUnderTest[] = [
  { name: "reference", create: createReferenceKernel },
  { name: "paged", create: createPagedKernel },
];
