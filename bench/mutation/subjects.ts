/** What is mutated. The build of a sandbox makes one module of this file, and the instrumented models come with it. */
export { createPagedKernel } from "../../models/paged/index.ts";
export { createReferenceKernel } from "../../models/reference/index.ts";
