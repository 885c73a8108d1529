import { kernelConfig, outOf, ROOT } from "../../program.js";
import { compareSpaces } from "../../compare.js";
import { Side } from "../../side.js";
/** How much of each mapping is read. */
const READ_PAGES = 2;
/** A program that ends with closing every handle has mapped what it had mapped, with the same bytes. */
export const closedHandles = {
    name: "closed-handles",
    rules: ["§2.3", "HND-01", "MAP-38", "VMO-10"],
    relate({ world, ops }, kernel) {
        const [kept, closed] = [0, 0].map(() => new Side(kernel(kernelConfig(world)), world, []));
        if (kept === undefined || closed === undefined)
            return undefined;
        for (const op of ops) {
            for (const side of [kept, closed]) {
                const outcome = side.make(op);
                if (typeof outcome === "string")
                    return `${op.call} threw ${outcome}`;
                side.settle(op, outcome);
            }
        }
        for (const slot of [ROOT, ...ops.map(outOf).filter((out) => out > 0)]) {
            const close = { call: "handle_close", handle: slot };
            const outcome = closed.make(close);
            if (typeof outcome === "string")
                return `handle_close threw ${outcome}`;
            closed.settle(close, outcome);
            const parting = compareSpaces(kept.space, closed.space);
            if (parting !== undefined) {
                return `closing #${slot} turned ${parting.left} into ${parting.right}`;
            }
        }
        return differentMemory(kept, closed, READ_PAGES * world.aspace.pageSize);
    },
};
function differentMemory(kept, closed, len) {
    let found;
    kept.space.forEach(({ isRegion, base }) => {
        if (isRegion || found !== undefined)
            return;
        const [was, is] = [kept, closed].map(({ session: { kernel } }) => kernel.processReadMemory(kernel.process, base, len));
        if (was === undefined || is === undefined)
            return;
        const same = was.status === is.status && Buffer.compare(was.bytes, is.bytes) === 0;
        if (!same)
            found = `the memory at ${base} is another after closing all handles`;
    });
    return found;
}
//# sourceMappingURL=closed-handles.js.map