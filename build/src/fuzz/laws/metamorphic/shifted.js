import { addU64 } from "../../../zircon/index.js";
import { compareImage } from "./correspond.js";
/** Keeps every alignment that options can ask for, and moves addresses out of 32 bits. */
const SHIFT = 2 ** 32;
/** Addresses from here on lie above every space, shifted or not. */
const ABOVE_ALL = 2 ** 48;
/** A space that begins 4 GiB further up answers the same with every address 4 GiB further up. */
export const shifted = {
    name: "shifted",
    rules: ["§1.8", "PLC-01", "PLC-03", "ALLOC-17", "MAP-32"],
    relate(program, kernel) {
        const { world } = program;
        const { base, size, pageSize } = world.aspace;
        const address = (value) => value < ABOVE_ALL ? addU64(value, SHIFT) : value;
        return compareImage(program, kernel, {
            world: { ...world, aspace: { base: addU64(base, SHIFT), size, pageSize } },
            op: (op) => ("addr" in op ? { ...op, addr: { ...op.addr, delta: address(op.addr.delta) } } : op),
            output: (name, value) => (/^address$|^base$|\.base$/.test(name) ? address(value) : value),
            address,
            length: (length) => length,
            bytes: (bytes) => bytes,
        });
    },
};
//# sourceMappingURL=shifted.js.map