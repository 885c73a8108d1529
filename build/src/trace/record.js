import { VmOption } from "../zircon/options.js";
import { Rights } from "../zircon/rights.js";
import { Status } from "../zircon/status.js";
import { answeredRuns, hexOf, statusWord, typeWord } from "./answers.js";
import { flagsWord, VM_OPTIONS, wordFlags } from "./flags.js";
import { firstDifference, joinRuns, runRow } from "./runs.js";
import { Session } from "./session.js";
/**
 * The trace with the kernel's own answers as its expectations, in place of any that it had: every status and output, and every
 * change of the address space (so `watch` is set). It replays clean on that kernel, and on every other that agrees with it.
 */
export function recordTrace(trace, kernel) {
    const { steps, ...head } = trace;
    const session = new Session(kernel, trace);
    let space = joinRuns(session.space());
    const recorded = steps.map((step) => {
        const { expect: _, ...asked } = step;
        const leased = session.ledger.liveLeases > 0;
        const execution = session.execute(asked);
        const answer = recordAnswer(asked, execution, session);
        const effects = session.settle(asked, execution);
        const before = space;
        space = joinRuns(session.space());
        const moved = firstDifference(before, space) !== undefined;
        const rows = moved ? { space: space.map((run) => runRow(run, session.names)) } : {};
        return { ...asked, expect: { ...answer, ...(leased ? recordEffects(effects) : {}), ...rows } };
    });
    return { ...head, watch: "space", steps: recorded };
}
function recordAnswer(step, execution, session) {
    const { outcome } = execution;
    if (step.op === "release")
        return {};
    if (step.op === "access")
        return recordAccess(step, outcome.status, session);
    const status = statusWord(outcome.status);
    return outcome.status === Status.OK ? { status, ...recordOutputs(step, execution, session) } : { status };
}
/** What a call that succeeded returned besides its status, as far as the format writes it. */
function recordOutputs(step, { outcome, entries = [] }, session) {
    const expect = {};
    if (outcome.at !== undefined)
        expect[isSpecific(step) ? "at" : "placed"] = outcome.at;
    if (outcome.info !== undefined)
        expect.info = outcome.info;
    if (outcome.actual !== undefined)
        expect.actual = outcome.actual;
    if (outcome.available !== undefined)
        expect.available = outcome.available;
    if (step.op === "info_maps") {
        const runs = joinRuns(answeredRuns(session, step.vmar, entries));
        expect.runs = runs.map((run) => runRow(run, session.names));
    }
    if (outcome.size !== undefined)
        expect.size = outcome.size;
    if (outcome.transferred !== undefined)
        expect.transferred = outcome.transferred;
    if (outcome.bytes !== undefined)
        expect.bytes = hexOf(outcome.bytes);
    if (outcome.vmoInfo !== undefined)
        expect.vmoInfo = recordVmoInfo(outcome.vmoInfo);
    const type = typeWord(outcome.type);
    if (type === "VMAR" || type === "VMO")
        expect.type = type;
    if (outcome.rights !== undefined)
        expect.rights = wordFlags(Rights, outcome.rights);
    if (outcome.name !== undefined)
        expect.name = outcome.name;
    if (outcome.observed !== undefined)
        expect.observed = outcome.observed;
    return expect;
}
/** Whether the step says where to place; of all others the kernel's choice is recorded, to be adopted. */
function isSpecific(step) {
    if (step.op !== "allocate" && step.op !== "map")
        return false;
    const options = flagsWord(VM_OPTIONS, step.options);
    return (options & (VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE)) !== 0;
}
function recordVmoInfo(info) {
    const { sizeBytes, committedBytes, populatedBytes, numMappings, shareCount } = info;
    return { sizeBytes, committedBytes, populatedBytes, numMappings, shareCount };
}
/** How an access ends; of a read the 8 bytes there, where they can be loaded and the format can write them. */
function recordAccess(step, status, session) {
    if (status !== Status.OK)
        return { fault: statusWord(status) };
    if (step.kind !== "read")
        return { fault: "none" };
    const word = session.kernel.access(session.bindings.address(step.addr), "read", 8);
    const isExact = word.status === Status.OK && typeof word.value === "number";
    return isExact ? { fault: "none", value: word.value } : { fault: "none" };
}
function recordEffects({ broken, changed }) {
    return { dangling: broken.map(({ lease, page, reason }) => ({ lease, page, reason })), changed };
}
//# sourceMappingURL=record.js.map