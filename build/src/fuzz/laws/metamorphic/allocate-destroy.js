import { Status, VmOption } from "../../../zircon/index.js";
import { outOf } from "../../program.js";
import { compareRewritten } from "./rewritten.js";
/** A region that is allocated and destroyed at once leaves nothing: the same allocate then finds the same spot. */
export const allocateDestroy = {
    name: "allocate-destroy",
    rules: ["ALLOC-21", "DEST-05", "PLC-04"],
    relate(program, kernel) {
        const { aslrSeed } = program.world;
        let fresh = Math.max(0, ...program.ops.map(outOf)) + 1;
        return compareRewritten(program, kernel, (op, { status }) => {
            // Each random placement draws from the seed, so one more would shift those that follow.
            const draws = op.call === "allocate" && aslrSeed !== undefined && (op.options & VmOption.SPECIFIC) === 0;
            if (op.call !== "allocate" || status !== Status.OK || draws)
                return [op];
            const once = { ...op, out: fresh++ };
            return [once, { call: "destroy", vmar: once.out }, op];
        });
    },
};
//# sourceMappingURL=allocate-destroy.js.map