import type { KernelFactory } from "../src/zircon/kernel.ts";
import { createPagedKernel } from "./paged/index.ts";
import { createReferenceKernel } from "./reference/index.ts";

/** Every kernel that can be asked for by name. */
const KERNELS: ReadonlyMap<string, KernelFactory> = new Map([
  ["reference", createReferenceKernel],
  ["paged", createPagedKernel],
]);

export function kernelNames(): string[] {
  return [...KERNELS.keys()];
}

export function findKernel(name: string): KernelFactory | undefined {
  return KERNELS.get(name);
}
