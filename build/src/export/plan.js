import { findKernel } from "../../models/index.js";
import { statusWord } from "../trace/answers.js";
import { aspaceOf } from "../trace/aspace.js";
import { flagsWord, VM_OPTIONS } from "../trace/flags.js";
import { Session } from "../trace/session.js";
import { DEFAULT_ASPACE } from "../zircon/kernel.js";
import { VmOption } from "../zircon/options.js";
import { Status } from "../zircon/status.js";
import { Identifiers } from "./identifiers.js";
import { Naming } from "./naming.js";
/** Runs the trace once on the reference model, to know which names are bound to what, and where kernels choose. */
export function planTrace(trace) {
    const factory = findKernel("reference");
    if (factory === undefined)
        throw new Error("the reference model is part of the package");
    const session = new Session({ name: "reference", factory }, trace);
    const naming = new Naming(session, new Identifiers());
    const steps = trace.steps.map((step, index) => planStep(step, index, session, naming));
    const aspace = aspaceOf(trace.aspace);
    const isWholeProcess = aspace.base === DEFAULT_ASPACE.base && aspace.size === DEFAULT_ASPACE.size;
    return { trace, aspace, isWholeProcess, steps };
}
function planStep(step, index, session, naming) {
    const sum = (expression, isOffset = false) => naming.sum(expression, isOffset);
    const planned = { index, step, verdict: verdictOf(step), atIsKernels: false };
    if ("vmar" in step)
        planned.vmar = naming.use(step.vmar, "vmar");
    if ("vmo" in step)
        planned.vmo = naming.use(step.vmo, "vmo");
    if ("handle" in step)
        planned.handle = naming.use(step.handle, "any");
    if ("addr" in step)
        planned.place = sum(step.addr);
    if (step.op === "allocate" || step.op === "map")
        planned.place = sum(step.offset, true);
    const { at, within, info, maps, runs, space, pages } = step.expect ?? {};
    if (at !== undefined && isPlacedByCaller(step))
        planned.at = sum(at);
    else if (at !== undefined)
        planned.atIsKernels = true;
    if (within !== undefined)
        planned.within = sum(within.base);
    if (info !== undefined)
        planned.infoBase = sum(info.base);
    if (maps !== undefined)
        planned.maps = maps.map(({ base, vmo }) => {
            const binding = vmo === undefined ? undefined : naming.object(vmo);
            return { base: sum(base), ...(binding === undefined ? {} : { vmo: binding }) };
        });
    if (runs !== undefined)
        planned.runs = planRuns(runs, 0, naming);
    const execution = session.execute(step);
    session.settle(step, execution);
    const made = naming.bind(step, index, execution, isPlacedByCaller(step));
    if (made !== undefined)
        planned.made = made;
    if (space !== undefined)
        planned.space = planRuns(space, 1, naming);
    if (pages !== undefined)
        planned.pages = { base: sum(pages.base), perms: pages.perms };
    return planned;
}
function verdictOf(step) {
    const expect = step.expect ?? {};
    const { status, fault } = expect;
    if (step.op === "release")
        return { kind: "ok" };
    if (step.op === "access") {
        if (fault === undefined)
            return expect.value === undefined ? { kind: "any" } : { kind: "ok" };
        return fault === "none" ? { kind: "ok" } : { kind: "error", status: fault };
    }
    if (typeof status === "string")
        return status === statusWord(Status.OK) ? { kind: "ok" } : { kind: "error", status };
    if (status !== undefined)
        return { kind: "any", statuses: status };
    const outputs = Object.keys(expect).filter((field) => !AFTER.has(field));
    return outputs.length > 0 ? { kind: "ok" } : { kind: "any" };
}
/** Expectations that do not say how the call ended. */
const AFTER = new Set(["dangling", "changed", "space", "pages"]);
function isPlacedByCaller(step) {
    if (step.op !== "allocate" && step.op !== "map")
        return false;
    return (flagsWord(VM_OPTIONS, step.options) & (VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE)) !== 0;
}
/** Rows joined as far as the format lets a checker join them; "unnamed" if a VMO in them has no name to ask for. */
function planRuns(rows, rootDepth, naming) {
    const runs = [];
    for (const row of rows) {
        const [kind, depth, base, size] = row;
        const run = { depth: depth - rootDepth, base: naming.sum(base), size };
        if (kind === "vmar") {
            runs.push(run);
            continue;
        }
        const vmo = naming.object(row[5]);
        if (vmo === undefined)
            return "unnamed";
        const mapping = { perms: row[4], vmo, offset: row[6] };
        const last = runs.at(-1);
        if (last !== undefined && joins(last, { ...run, mapping }))
            runs[runs.length - 1] = { ...last, size: naming.add(last.size, size) };
        else
            runs.push({ ...run, mapping });
    }
    return runs;
}
function joins(left, right) {
    return (left.mapping !== undefined &&
        right.mapping !== undefined &&
        left.depth === right.depth &&
        left.mapping.perms === right.mapping.perms &&
        left.mapping.vmo === right.mapping.vmo &&
        BigInt(left.base.value) + BigInt(left.size) === BigInt(right.base.value) &&
        BigInt(left.mapping.offset) + BigInt(left.size) === BigInt(right.mapping.offset));
}
//# sourceMappingURL=plan.js.map