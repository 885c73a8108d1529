import type { Shrunk } from "../fuzz/fuzz.ts";
import type { KernelFactory } from "../zircon/index.ts";
import { Exploration, type ExplorationOptions } from "./exploration.ts";
import { findingOf } from "./finding.ts";
import type { SmallWorld } from "./small-world.ts";

/** How many transitions are made between two looks at what else goes on, such as an interrupt. */
const AT_A_TIME = 100_000;

/**
 * A program on which two kernels differ with the fewest calls that any program of the world needs, or undefined if they agree in all
 * of it. Besides those calls the program has what it needs of the world's setup.
 *
 * @param options `close` is on where absent: what only a question shows is seen after the first call that brings it about
 */
export async function shortestProgram(
  world: SmallWorld,
  left: KernelFactory,
  right: KernelFactory,
  options: Partial<ExplorationOptions> & { readonly signal?: AbortSignal } = {},
): Promise<Shrunk | undefined> {
  const pair = { left, right };
  const exploration = new Exploration(world, pair, { close: true, ...options });
  while (exploration.advance(AT_A_TIME) === "going on") {
    if (options.signal?.aborted === true) return undefined;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { suspect } = exploration;
  return suspect === undefined ? undefined : findingOf(world, pair, suspect, options.signal);
}
