import { checkAfter, checkAnswer } from "./check.js";
import { compareKernels } from "./compare.js";
import { firstDifference, joinRuns, runJson } from "./runs.js";
import { Session } from "./session.js";
/**
 * Runs a trace on one or several kernels and tells every step that differs from its expectation. Several kernels are also compared
 * with each other after each step, in all that the call returned, in what it did to leases and in the whole address space, up to the
 * first step in which they disagree: from then on they are not in the same state.
 */
export function replayTrace(trace, kernels, { stopAtFirst = false } = {}) {
    const failures = [];
    const lanes = kernels.map((kernel) => new Lane(kernel, trace, kernels.length > 1));
    for (const [index, step] of trace.steps.entries()) {
        const found = lanes.flatMap((lane) => lane.step(step, index));
        found.push(...compareLanes(lanes, index));
        failures.push(...found.map((failure) => withRule(failure, lanes)));
        if (stopAtFirst && failures.length > 0)
            break;
    }
    return failures;
}
/** A kernel that tells no rules has the one that another told for the same step. */
function withRule(failure, lanes) {
    const rule = lanes.find((lane) => lane.name === failure.kernel)?.rule ?? lanes.find((lane) => lane.rule)?.rule;
    return rule === undefined ? failure : { ...failure, rule };
}
function compareLanes([first, ...others], step) {
    const failures = [];
    for (const other of others) {
        if (first?.standing === undefined || other.standing === undefined || other.strayed)
            continue;
        const differences = [...compareKernels(first.standing, other.standing)];
        other.strayed = differences.length > 0;
        for (const difference of differences)
            failures.push({ ...other.failure(step, difference), against: first.name });
    }
    return failures;
}
/** One kernel's way through a trace. */
class Lane {
    name;
    /** Whether the kernel disagreed with the first one before. */
    strayed = false;
    /** What there is to see after the last step; undefined once the kernel threw. */
    standing;
    #session;
    #trace;
    /** Whether the space is looked at after each step. */
    #observed;
    #space;
    #threw = false;
    constructor(kernel, trace, compared) {
        this.name = kernel.name;
        this.#session = new Session(kernel, trace);
        this.#trace = trace;
        this.#observed = compared || trace.watch === "space";
        this.#space = this.#observed ? this.#session.space() : [];
    }
    /** Makes a step and tells what differs from its expectation. */
    step(step, index) {
        if (this.#threw)
            return [];
        try {
            return this.#make(step).map((difference) => this.failure(index, difference));
        }
        catch (error) {
            // A kernel answers every call; one that throws has no state to go on from.
            this.#threw = true;
            this.standing = undefined;
            return [this.failure(index, { field: "call", expected: "an answer", actual: String(error) })];
        }
    }
    failure(step, { field, expected, actual }) {
        return { trace: this.#trace.name, kernel: this.name, step, field, expected, actual };
    }
    /** The rule that decided the last answer, if the kernel told it. */
    get rule() {
        return this.#session.rule;
    }
    #make(step) {
        const session = this.#session;
        const execution = session.execute(step);
        const differences = checkAnswer(step, execution, session);
        const effects = session.settle(step, execution);
        const before = this.#space;
        if (this.#observed || step.expect?.space !== undefined)
            this.#space = session.space();
        const standing = { session, outcome: execution.outcome, effects, space: this.#space };
        this.standing = standing;
        differences.push(...checkAfter(step, standing, session));
        if (this.#trace.watch === "space" && step.expect?.space === undefined)
            differences.push(...this.#unchanged(before));
        return differences;
    }
    /** A watched space that no expectation tells of must be as it was, in runs. */
    #unchanged(before) {
        if (firstDifference(before, this.#space) === undefined)
            return [];
        const [was, is] = [joinRuns(before), joinRuns(this.#space)];
        const row = firstDifference(was, is);
        if (row === undefined)
            return [];
        const { names } = this.#session;
        const [expected, actual] = [runJson(was[row], names), runJson(is[row], names)];
        return [{ field: `space[${row}]`, expected, actual }];
    }
}
//# sourceMappingURL=replay.js.map