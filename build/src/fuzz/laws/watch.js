import { kernelConfig } from "../program.js";
import { Side } from "../side.js";
/** Runs a program on one kernel with the given laws watching, each after every operation; the first breach, or undefined. */
export function watch(program, kernel, laws) {
    const side = new Side(kernel(kernelConfig(program.world)), program.world, laws);
    for (const [step, op] of program.ops.entries()) {
        const outcome = side.make(op);
        if (typeof outcome === "string")
            return { law: "every call answers", what: outcome, step };
        const breach = side.broken(op, outcome, side.settle(op, outcome)) ?? side.unsound();
        if (breach !== undefined)
            return { ...breach, step };
    }
    return undefined;
}
//# sourceMappingURL=watch.js.map