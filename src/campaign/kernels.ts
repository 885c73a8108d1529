import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { findKernel, kernelNames } from "../../models/index.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { KernelFactory } from "../zircon/index.ts";

/** A kernel name that cannot be used; the message says what would. */
export class KernelNameError extends Error {
  override readonly name = "KernelNameError";
}

/** A kernel, or what {@link resolveKernel} finds one by. */
export type KernelChoice = string | NamedKernel;

/**
 * A kernel by what a user calls it: one that comes with the package, or the path of a module (beginning with `.` or `/`) whose
 * default export is a `KernelFactory`.
 *
 * @throws KernelNameError
 */
export async function resolveKernel(name: KernelChoice): Promise<NamedKernel> {
  if (typeof name === "object") return name;
  if (/^[./]/.test(name)) return { name, factory: await loadKernel(name) };
  const factory = findKernel(name);
  if (factory !== undefined) return { name, factory };
  throw new KernelNameError(
    `no kernel is called "${name}"; there are ${kernelNames().join(", ")}, and modules by their path (./my-kernel.js)`,
  );
}

async function loadKernel(path: string): Promise<KernelFactory> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw new KernelNameError(`cannot load a kernel from ${path}: ${String(error)}`);
  }
  if (typeof module === "object" && module !== null && "default" in module && isFactory(module.default)) {
    return module.default;
  }
  throw new KernelNameError(`${path} has no default export that is a function (config) => Kernel`);
}

function isFactory(value: unknown): value is KernelFactory {
  return typeof value === "function";
}
