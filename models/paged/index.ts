/** The paged engine (docs/spec §2.4): a second kernel, written apart from the reference model. */
export { contractDecisions, type Decisions } from "./decisions.ts";
export { createPagedKernel, PagedKernel } from "./kernel.ts";
export { Region } from "./region.ts";
export type { World } from "./world.ts";
