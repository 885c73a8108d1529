import { createPagedKernel } from "./paged/index.js";
import { createReferenceKernel } from "./reference/index.js";
/** Every kernel that can be asked for by name. */
const KERNELS = new Map([
    ["reference", createReferenceKernel],
    ["paged", createPagedKernel],
]);
export function kernelNames() {
    return [...KERNELS.keys()];
}
export function findKernel(name) {
    return KERNELS.get(name);
}
//# sourceMappingURL=index.js.map