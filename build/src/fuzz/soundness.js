/**
 * Soundness findings: what calls that Rust's zx crate offers as safe do to references that a program holds.
 *
 * A kernel makes no mistake there; the crate's promise is what is examined. Each finding is a call, what it did to a lease, and the
 * smallest program that shows it.
 */
import { sample } from "fast-check";
import { unsafeCall } from "../ledger/index.js";
import { describeStep } from "../trace/describe.js";
import { VmOption, VmarOp, VmoOp, keysOf } from "../zircon/index.js";
import { programs } from "./arbitrary.js";
import { DEFAULT_PROFILE } from "./profile.js";
import { kernelConfig } from "./program.js";
import { candidates } from "./shrink.js";
import { Side } from "./side.js";
import { slotNames, toStep } from "./to-trace.js";
/** Programs with references in them all the time, and every call that is not unsafe and changes something. */
const LEASES_ONLY = {
    ...DEFAULT_PROFILE,
    name: "leases-only",
    about: "References, and the safe calls.",
    aspacePages: [[1, 12]],
    aslr: 0,
    switches: 0,
    bigPages: 0,
    oneViolation: 0,
    twoViolations: 0,
    calls: {
        ...DEFAULT_PROFILE.calls,
        unmap: 0,
        protect: 2,
        destroy: 0,
        borrow: 20,
        op_range: 14,
        vmo_op_range: 8,
        vmo_write: 16,
        vmo_set_size: 24,
        vmo_set_stream_size: 6,
        write_memory: 6,
    },
};
/** From how many programs each row is shrunk; the smallest result counts, since shrinking can end in a corner. */
const STARTS = 8;
/** Every finding of a search, by call and effect, each with the smallest program to which shrinking came. */
export function findUnsoundness({ kernel, seed, runs, maxOps }) {
    const rows = new Map();
    const generated = programs({ profile: LEASES_ONLY, maxOps, guide: kernel });
    for (const program of sample(generated, { seed, numRuns: runs })) {
        for (const finding of findings(program, kernel)) {
            const row = rows.get(key(finding)) ?? [];
            row.push(finding);
            rows.set(key(finding), row.toSorted(bySize).slice(0, STARTS));
        }
    }
    return [...rows.keys()].toSorted().flatMap((row) => {
        const shrunk = (rows.get(row) ?? []).map((finding) => smallest(finding, kernel));
        return shrunk.toSorted(bySize).slice(0, 1);
    });
}
/** Fewer operations first, then fewer that do something to leases, then the shorter and the smaller text. */
function bySize(a, b) {
    const operations = a.program.ops.length - b.program.ops.length || a.earlier - b.earlier;
    if (operations !== 0)
        return operations;
    const [left, right] = [a, b].map(({ program }) => programLines(program).join("\n"));
    if (left === undefined || right === undefined || left === right)
        return 0;
    return left.length - right.length || (left < right ? -1 : 1);
}
/** A program in the words of traces, a line for each operation. */
export function programLines(program) {
    const names = slotNames(program.ops);
    return program.ops.map((op) => describeStep(toStep(op, names)));
}
function key({ call, effect }) {
    return `${call} ${effect}`;
}
/** Every finding in a program, each with the program up to its step. */
function findings(program, kernel) {
    const side = new Side(kernel(kernelConfig(program.world)), program.world, []);
    const found = [];
    let earlier = 0;
    for (const [step, op] of program.ops.entries()) {
        const outcome = side.make(op);
        if (typeof outcome === "string")
            break;
        const { broken, changed } = side.settle(op, outcome);
        if (broken.length === 0 && changed.length === 0)
            continue;
        const effects = new Set(broken.map(({ reason }) => reason));
        if (changed.length > 0)
            effects.add("changed");
        const cut = { ...program, ops: program.ops.slice(0, step + 1) };
        if (!isUnsafe(op)) {
            for (const effect of effects)
                found.push({ call: callText(op), effect, program: cut, earlier });
        }
        earlier++;
    }
    return found;
}
function isUnsafe(op) {
    const overwrite = op.call === "map" && (op.options & VmOption.SPECIFIC_OVERWRITE) !== 0;
    return unsafeCall({ op: op.call, ok: true, overwrite }) !== undefined;
}
function callText(op) {
    if (op.call === "op_range")
        return `op_range ${nameIn(VmarOp, op.rangeOp)}`;
    if (op.call === "vmo_op_range")
        return `vmo_op_range ${nameIn(VmoOp, op.rangeOp)}`;
    return op.call === "access" ? `access ${op.kind}` : op.call;
}
function nameIn(table, value) {
    return keysOf(table).find((name) => table[name] === value) ?? String(value);
}
/** Goes from candidate to candidate while each shows the same, and no more besides. */
function smallest(finding, kernel) {
    const shows = (program, best) => findings(program, kernel).find((shown) => key(shown) === key(finding) &&
        shown.program.ops.length === program.ops.length &&
        shown.earlier <= best.earlier);
    let best = shows(borrowedLate(finding.program), finding) ?? finding;
    let pass = 0;
    for (;;) {
        let better;
        for (const candidate of candidates(best.program, pass)) {
            better = shows(candidate.program, best);
            if (better === undefined)
                continue;
            pass = candidate.pass;
            break;
        }
        if (better === undefined)
            return best;
        best = better;
    }
}
function isBorrow({ call }) {
    return call === "borrow";
}
/** The program with its references taken just before its last operation. */
function borrowedLate(program) {
    const before = program.ops.slice(0, -1);
    const ops = [...before.filter((op) => !isBorrow(op)), ...before.filter(isBorrow), ...program.ops.slice(-1)];
    return { ...program, ops };
}
//# sourceMappingURL=soundness.js.map