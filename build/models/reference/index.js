export { createReferenceKernel, ReferenceKernel } from "./kernel.js";
//# sourceMappingURL=index.js.map