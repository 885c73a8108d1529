import type { Kernel } from "../../zircon/kernel.ts";

type Calls = {
  [Name in keyof Kernel as Kernel[Name] extends (...args: never) => unknown ? Name : never]: Kernel[Name];
};

/** What calls answer, by name. A call that is not in the script throws. */
export type Script = { readonly [Name in keyof Calls]?: Calls[Name] };

/** A test double: answers by a script and writes down each call. */
export interface ScriptedKernel {
  readonly kernel: Kernel;
  /** `[name, ...arguments]` of each call, in order. */
  readonly calls: readonly (readonly unknown[])[];
}

export const ROOT_VMAR = 0x13;
export const PROCESS = 0x17;

export function scriptedKernel(script: Script): ScriptedKernel {
  const calls: (readonly unknown[])[] = [];
  const target: Record<string, unknown> = { rootVmar: ROOT_VMAR, process: PROCESS };
  for (const [name, answer] of Object.entries(script)) {
    target[name] = (...args: never): unknown => {
      calls.push([name, ...args]);
      return Reflect.apply(answer, undefined, args);
    };
  }
  const proxy = new Proxy(target, {
    get(_, name) {
      if (typeof name === "string" && !(name in target)) throw new Error(`${name} is not in the script`);
      return Reflect.get(target, name);
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the proxy answers or refuses every name of a Kernel
  return { kernel: proxy as unknown as Kernel, calls };
}
