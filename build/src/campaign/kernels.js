var __rewriteRelativeImportExtension = (this && this.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { findKernel, kernelNames } from "../../models/index.js";
/** A kernel name that cannot be used; the message says what would. */
export class KernelNameError extends Error {
    name = "KernelNameError";
}
/**
 * A kernel by what a user calls it: one that comes with the package, or the path of a module (beginning with `.` or `/`) whose
 * default export is a `KernelFactory`.
 *
 * @throws KernelNameError
 */
export async function resolveKernel(name) {
    if (typeof name === "object")
        return name;
    if (/^[./]/.test(name))
        return { name, factory: await loadKernel(name) };
    const factory = findKernel(name);
    if (factory !== undefined)
        return { name, factory };
    throw new KernelNameError(`no kernel is called "${name}"; there are ${kernelNames().join(", ")}, and modules by their path (./my-kernel.js)`);
}
async function loadKernel(path) {
    let module;
    try {
        module = await import(__rewriteRelativeImportExtension(pathToFileURL(resolve(path)).href));
    }
    catch (error) {
        throw new KernelNameError(`cannot load a kernel from ${path}: ${String(error)}`);
    }
    if (typeof module === "object" && module !== null && "default" in module && isFactory(module.default)) {
        return module.default;
    }
    throw new KernelNameError(`${path} has no default export that is a function (config) => Kernel`);
}
function isFactory(value) {
    return typeof value === "function";
}
//# sourceMappingURL=kernels.js.map