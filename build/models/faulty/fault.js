import { PagedKernel } from "../paged/index.js";
/** The engine with other versions of single decisions. */
export function deciding(decisions) {
    return (config) => new PagedKernel(config, decisions);
}
/** The engine with another version of one call or two. */
export function calling(Kernel) {
    return (config) => new Kernel(config);
}
/** The engine as if the switch were set so in every world. */
export function switching(semantics) {
    return (config) => new PagedKernel({ ...config, semantics: { ...config.semantics, ...semantics } });
}
//# sourceMappingURL=fault.js.map