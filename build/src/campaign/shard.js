import { createReferenceKernel } from "../../models/reference/index.js";
import { runShard } from "../fuzz/fuzz.js";
import { findProfile } from "../fuzz/profile.js";
import { resolveKernel } from "./kernels.js";
/** Programs in a shard: about a tenth of a second of work. */
export const SHARD_RUNS = 250;
/**
 * The options of a shard of a campaign, whose seed comes of the campaign's and the shard's number alone.
 *
 * @throws KernelNameError
 */
export async function shardOptions(subject, shard) {
    const [left, right] = [await resolveKernel(subject.left), await resolveKernel(subject.right)];
    const profile = findProfile(subject.profile);
    if (profile === undefined)
        throw new Error(`no profile is called "${subject.profile}"`);
    return {
        seed: `${subject.seed}#${shard}`,
        maxOps: subject.maxOps,
        profile,
        guide: createReferenceKernel,
        left: left.factory,
        right: right.factory,
    };
}
/** Runs a shard; this is what a worker thread does. */
export async function runShardTask(task) {
    const { runs, coverage, failed } = runShard(await shardOptions(task, task.shard), task.runs);
    return { shard: task.shard, runs, coverage: coverage.toData(), failed };
}
export default runShardTask;
//# sourceMappingURL=shard.js.map