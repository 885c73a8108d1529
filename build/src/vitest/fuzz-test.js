import { test } from "vitest";
import { campaign, revisit } from "../campaign/campaign.js";
import { CorpusFolder } from "../campaign/corpus-folder.js";
import { resolveKernel } from "../campaign/kernels.js";
import { failureTrace } from "../campaign/save.js";
import { DEFAULT_PROFILE } from "../fuzz/profile.js";
import { findingText } from "../report/finding.js";
/**
 * Registers a vitest test: two kernels must answer generated programs alike. It fails with what `vmar-fuzz run` prints: the
 * shortest program, who answered what, the address space before and after, and how to see it again.
 *
 *     fuzzTest("my kernel does what the reference does", { right: createMyKernel, runs: 5000 });
 */
export function fuzzTest(name, options) {
    test(name, () => mustAgree(options), options.timeout);
}
/**
 * What a fuzz test does.
 *
 * @throws Error if the kernels differ; its message is the failure report
 * @throws KernelNameError for a kernel's name that means none
 */
export async function mustAgree(options) {
    const { seed = "1", runs = 1000, maxOps = 50, shrinkLimit = 5000, path } = options;
    const left = await resolveKernel(chosen(options.left ?? "reference", "left"));
    const right = await resolveKernel(chosen(options.right, "right"));
    const subject = { seed, left, right, maxOps, profile: options.profile ?? DEFAULT_PROFILE.name };
    const failure = path === undefined
        ? (await campaign({ ...subject, shrinkLimit, workers: 1, budget: { ...UNBOUNDED, runs } })).failure
        : await revisit(subject, path);
    if (failure !== undefined)
        throw new Error(failureMessage(failure, { seed, left, right }, options.save));
}
const UNBOUNDED = { operations: Infinity, seconds: Infinity };
/** A kernel that was given as itself goes by its function's name. */
function chosen(kernel, side) {
    return typeof kernel === "string" ? kernel : { name: kernel.name || side, factory: kernel };
}
function failureMessage(failure, { seed, left, right }, folder) {
    const { place } = failure;
    const saved = folder === undefined
        ? undefined
        : new CorpusFolder(folder, true).add(failureTrace(failure, left, right.name, { seed, place })).path;
    const again = [`fuzzTest with { seed: ${JSON.stringify(seed)}, path: ${JSON.stringify(place)} }`];
    return findingText({ failure, left, right, saved, again }).join("\n");
}
//# sourceMappingURL=fuzz-test.js.map