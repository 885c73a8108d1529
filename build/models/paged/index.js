/** The paged engine (docs/spec §2.4): a second kernel, written apart from the reference model. */
export { contractDecisions } from "./decisions.js";
export { createPagedKernel, PagedKernel } from "./kernel.js";
export { Region } from "./region.js";
//# sourceMappingURL=index.js.map