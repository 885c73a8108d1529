import { createReferenceKernel } from "../../../models/reference/index.ts";
import { DEFAULT_ASPACE, type Kernel } from "../../zircon/kernel.ts";
import { randomPlacement } from "../../zircon/placement.ts";
import { DEFAULT_SEMANTICS } from "../../zircon/semantics.ts";
import { Process } from "../process.ts";
import { Vmar } from "../vmar.ts";

/**
 * What a program of the crate finds when it starts: its process and its root VMAR, over the reference model.
 */
export interface System {
  readonly kernel: Kernel;
  readonly process: Process;
  readonly root: Vmar;
}

export const PAGE_SIZE: number = DEFAULT_ASPACE.pageSize;

export function referenceSystem(): System {
  const kernel = createReferenceKernel({
    aspace: DEFAULT_ASPACE,
    placement: randomPlacement("zx"),
    semantics: DEFAULT_SEMANTICS,
  });
  return { kernel, process: Process.self(kernel), root: Vmar.rootSelf(kernel) };
}
