/** Which unsafe call it is; undefined for one that the zx crate offers as safe. */
export function unsafeCall({ op, overwrite }) {
    if (op === "unmap" || op === "protect" || op === "destroy")
        return op;
    return op === "map" && overwrite === true ? "overwrite" : undefined;
}
//# sourceMappingURL=call.js.map