/**
 * One shard of a campaign: programs from one seed on two kernels, up to the first difference; and the shrinking of what it found.
 *
 * A shard is a function of its options alone, so a campaign gives the same answer whoever runs its shards, and in whatever order.
 */
import { asyncProperty, check, property } from "fast-check";
import seedrandom from "seedrandom";
import { programs } from "./arbitrary.js";
import { Coverage } from "./coverage.js";
import { lockstep } from "./lockstep.js";
import { candidates } from "./shrink.js";
/** fast-check's seed for a text. */
export function seedOf(text) {
    return seedrandom.alea(`campaign/${text}`).int32();
}
/** Runs up to `runs` programs, until one shows a difference. */
export function runShard(options, runs) {
    const coverage = new Coverage();
    const agree = property(programs(options), (program) => lockstep(program, options, coverage) === undefined);
    // The programs are drawn with odds of their own; fast-check's bias would only add work.
    const details = check(agree, {
        seed: seedOf(options.seed),
        numRuns: runs,
        unbiased: true,
        endOnFailure: true,
    });
    return { runs: details.numRuns, coverage, failed: details.failed };
}
/** How many programs are tried between two looks at what else goes on, such as an interrupt. */
const TRIES_AT_A_TIME = 64;
/**
 * Shrinks the program at a path of a shard: run `path` (a number), or what a failure's whole path leads to.
 * Undefined if that program shows no difference.
 */
export async function shrinkRun(options, path, shrinking) {
    const attempt = new Attempt(options, shrinking);
    const agree = asyncProperty(programs(options), (program) => attempt.agreesInTurn(program));
    const details = await check(agree, { seed: seedOf(options.seed), path, numRuns: 1, unbiased: true });
    return attempt.failure(details.counterexamplePath ?? path);
}
/** Shrinks a program that nobody generated, such as one that was read. Undefined if it shows no difference. */
export async function shrinkProgram(program, pair, shrinking) {
    const attempt = new Attempt(pair, shrinking);
    let smallest = await firstToFail([{ program, pass: 0 }], attempt);
    while (smallest !== undefined) {
        smallest = await firstToFail(candidates(smallest.program, smallest.pass), attempt);
    }
    return attempt.shrunk();
}
async function firstToFail(tried, attempt) {
    for (const candidate of tried) {
        if (!(await attempt.agreesInTurn(candidate.program)))
            return candidate;
    }
    return undefined;
}
/** A shard and the shrinking of what it found, in one go. */
export function fuzz(options) {
    const { runs, coverage, failed } = runShard(options, options.runs);
    if (!failed)
        return { runs, coverage, failure: undefined };
    const attempt = new Attempt(options, { limit: options.shrinkLimit });
    const agree = property(programs(options), (program) => attempt.agrees(program));
    const path = String(runs - 1);
    const details = check(agree, { seed: seedOf(options.seed), path, numRuns: 1, unbiased: true });
    return { runs, coverage, failure: attempt.failure(details.counterexamplePath ?? path) };
}
/** Runs the programs that shrinking proposes, and keeps the last that failed: fast-check goes on from that one. */
class Attempt {
    tries = 0;
    #pair;
    #shrinking;
    #original;
    #best;
    constructor(pair, shrinking) {
        this.#pair = pair;
        this.#shrinking = shrinking;
    }
    /** Whether the kernels agree on a program; beyond the limit, or after an interrupt, nothing is tried any more. */
    agrees(program) {
        if (this.#original !== undefined) {
            if (this.#stopped() !== undefined)
                return true;
            this.#shrinking.onTry?.(++this.tries);
        }
        const difference = lockstep(program, this.#pair);
        if (difference === undefined)
            return true;
        this.#original ??= program;
        this.#best = { program, difference };
        return false;
    }
    /** As {@link agrees}, giving way now and then to what else goes on, such as an interrupt. */
    async agreesInTurn(program) {
        if (this.tries % TRIES_AT_A_TIME === 1)
            await new Promise((resolve) => setImmediate(resolve));
        return this.agrees(program);
    }
    failure(path) {
        const shrunk = this.shrunk();
        return shrunk === undefined ? undefined : { ...shrunk, path };
    }
    shrunk() {
        if (this.#best === undefined || this.#original === undefined)
            return undefined;
        const { program, difference } = this.#best;
        return {
            program: upTo(program, difference),
            difference,
            original: this.#original,
            tries: this.tries,
            stopped: this.#stopped(),
        };
    }
    #stopped() {
        if (this.#shrinking.signal?.aborted === true)
            return "interrupt";
        return this.tries >= this.#shrinking.limit ? "limit" : undefined;
    }
}
/** The program up to the operation, or question, that showed the difference. */
function upTo(program, { step, op }) {
    return { ...program, ops: [...program.ops.slice(0, step), op] };
}
//# sourceMappingURL=fuzz.js.map