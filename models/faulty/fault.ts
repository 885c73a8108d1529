import type { KernelConfig, KernelFactory, RuleId, Semantics } from "../../src/zircon/index.ts";
import { type Decisions, PagedKernel } from "../paged/index.ts";

/** A kernel with one known bug: the paged engine but for one decision or one call. */
export interface Fault {
  /** Kebab-case; the kernel is called `faulty:ID`. */
  readonly id: string;
  /** One sentence: what is wrong. */
  readonly about: string;
  /** The rules of the contract that it breaks. */
  readonly rules: readonly RuleId[];
  /** Where such a bug happened, or may. */
  readonly origin: string;
  readonly create: KernelFactory;
}

/** The engine with other versions of single decisions. */
export function deciding(decisions: Partial<Decisions>): KernelFactory {
  return (config) => new PagedKernel(config, decisions);
}

/** The engine with another version of one call or two. */
export function calling(Kernel: new (config: KernelConfig) => PagedKernel): KernelFactory {
  return (config) => new Kernel(config);
}

/** The engine as if the switch were set so in every world. */
export function switching(semantics: Partial<Semantics>): KernelFactory {
  return (config) => new PagedKernel({ ...config, semantics: { ...config.semantics, ...semantics } });
}
