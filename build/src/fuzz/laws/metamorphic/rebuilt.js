import { VmOption, addU64, subU64, formatU64 } from "../../../zircon/index.js";
import { kernelConfig, ROOT } from "../../program.js";
import { NAMELESS } from "../../execute.js";
import { Side } from "../../side.js";
/** A page map that is read back and rebuilt in an empty space, entry by entry at its address, reads the same. */
export const rebuilt = {
    name: "rebuilt",
    rules: ["MAP-38", "ALLOC-21", "INFO-13", "INFO-15"],
    relate(program, kernel) {
        const { world, ops } = program;
        const first = new Side(kernel(kernelConfig(world)), world, []);
        for (const op of ops) {
            const outcome = first.make(op);
            if (typeof outcome === "string")
                return `${op.call} threw ${outcome}`;
            first.settle(op, outcome);
        }
        const builder = rebuilding(program, first.space);
        const second = new Side(kernel(kernelConfig(builder.world)), builder.world, []);
        for (const op of builder.ops) {
            const outcome = second.make(op);
            if (typeof outcome === "string")
                return `rebuilding: ${op.call} threw ${outcome}`;
            second.settle(op, outcome);
        }
        const [was, is] = [first.space, second.space].map(pageMap);
        const at = was?.findIndex((row, i) => row !== is?.[i]) ?? -1;
        if (at >= 0)
            return `${was?.[at]} was rebuilt as ${is?.[at] ?? "nothing"}`;
        return was?.length === is?.length ? undefined : `rebuilding made ${is?.at(-1)} besides`;
    },
};
const CAN_MAP_ALL = VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE;
const EXECUTE_ONLY = VmOption.PERM_EXECUTE | VmOption.PERM_READ_IF_XOM_UNSUPPORTED;
/** The program that makes a space: a region for each region, a mapping for each entry, with VMOs of one page each. */
function rebuilding({ world }, space) {
    const ops = [];
    const vmos = new Map();
    const regions = [];
    let next = 1;
    const vmoOf = (object) => {
        const known = vmos.get(object);
        if (known !== undefined && object !== NAMELESS)
            return known;
        const [vmo, executable] = [next++, next++];
        ops.push({ call: "vmo_create", size: world.aspace.pageSize, options: 0, out: vmo });
        ops.push({ call: "vmo_replace_as_executable", vmo, out: executable });
        vmos.set(object, executable);
        return executable;
    };
    space.forEach(({ isRegion, object, base, size, depth, perms, vmoOffset }) => {
        const parent = regions[depth - 1];
        if (parent === undefined) {
            regions[depth] = { slot: ROOT, base };
            return;
        }
        const offset = subU64(base, parent.base);
        if (isRegion) {
            const out = next++;
            ops.push({
                call: "allocate",
                vmar: parent.slot,
                options: VmOption.SPECIFIC | CAN_MAP_ALL,
                offset,
                size,
                out,
            });
            regions[depth] = { slot: out, base };
            return;
        }
        const vmo = vmoOf(object);
        const options = VmOption.SPECIFIC | (perms === VmOption.PERM_EXECUTE ? EXECUTE_ONLY : perms);
        ops.push({ call: "map", vmar: parent.slot, options, offset, vmo, vmoOffset, len: size, out: next++ });
    });
    return { world: { ...world, aslrSeed: undefined }, ops };
}
/** What each stretch of pages shows, in rows: objects by the order in which they come, neighbours that continue one another joined. */
function pageMap(space) {
    const numbers = new Map();
    let count = 0;
    const numberOf = (object) => {
        // A clone that the kernel made is like no other entry's.
        if (object === NAMELESS)
            return ++count;
        const number = numbers.get(object) ?? ++count;
        numbers.set(object, number);
        return number;
    };
    const rows = [];
    space.forEach((entry) => {
        const number = numberOf(entry.object);
        const last = rows.at(-1);
        if (last !== undefined && continues(last, { entry, number })) {
            rows[rows.length - 1] = { number, entry: { ...last.entry, size: addU64(last.entry.size, entry.size) } };
        }
        else
            rows.push({ entry, number });
    });
    return rows.map(({ entry, number }) => {
        const { isRegion, base, size, depth, perms, vmoOffset } = entry;
        const where = `[${formatU64(base)}, +${formatU64(size)}) at depth ${depth}`;
        return isRegion
            ? `region ${number} ${where}`
            : `${perms} of VMO ${number} at ${formatU64(vmoOffset)} ${where}`;
    });
}
function continues(a, b) {
    return (!a.entry.isRegion &&
        !b.entry.isRegion &&
        a.number === b.number &&
        a.entry.depth === b.entry.depth &&
        a.entry.perms === b.entry.perms &&
        addU64(a.entry.base, a.entry.size) === b.entry.base &&
        addU64(a.entry.vmoOffset, a.entry.size) === b.entry.vmoOffset);
}
//# sourceMappingURL=rebuilt.js.map