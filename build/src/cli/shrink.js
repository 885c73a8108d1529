import { kernelNames } from "../../models/index.js";
import { explained } from "../campaign/campaign.js";
import { CorpusFolder } from "../campaign/corpus-folder.js";
import { resolveKernel } from "../campaign/kernels.js";
import { failureTrace } from "../campaign/save.js";
import { fromTrace } from "../fuzz/from-trace.js";
import { shrinkProgram } from "../fuzz/fuzz.js";
import { replayCommand } from "../report/campaign-report.js";
import { findingText } from "../report/finding.js";
import { readTraceFile } from "../trace/files.js";
import { replayTrace } from "../trace/replay.js";
import { failureLine, stepWords } from "./failure-line.js";
import { interruptible } from "./interrupt.js";
import { EXIT_FOUND, EXIT_INTERRUPTED, EXIT_OK } from "./io.js";
import { triesLine } from "./progress.js";
import { DEFAULTS, count } from "./run-options.js";
import { usageErrors } from "./usage.js";
export function define(command, io, done) {
    const kernels = kernelNames().join(", ");
    command
        .argument("<file...>", "failing traces: .json, .jsonl or .jsonl.gz")
        .option("--left <kernel>", `the kernel that is believed: ${kernels}, or a module's path`, DEFAULTS.left)
        .option("--right <kernel>", "the kernel that is tried", DEFAULTS.right)
        .option("--kernel <name>", `a kernel that misses the trace's own expectations: tried against ${DEFAULTS.left}, whatever --left and --right say`)
        .option("--shrink-limit <n>", "the most programs to try for a trace", count, DEFAULTS.shrinkLimit)
        .option("--save <folder>", "where the shrunk program is written", DEFAULTS.save)
        .addHelpText("after", "\nExit code 0: no trace fails; 1: one does; 2: bad usage or a malformed trace; 130: interrupted, and none had failed.")
        .action(async (files, flags) => {
        done(await usageErrors(io, () => interruptible((signal) => shrink(files, flags, signal, io))));
    });
}
async function shrink(files, flags, signal, io) {
    const left = await resolveKernel(flags.kernel === undefined ? flags.left : DEFAULTS.left);
    const right = await resolveKernel(flags.kernel ?? flags.right);
    // Everything is read, and made a program, before anything runs.
    const cases = files
        .flatMap((file) => readTraceFile(file))
        .map((source) => ({ source, program: fromTrace(source.trace), left, right }));
    let code = EXIT_OK;
    for (const traced of cases) {
        if (await shrinkCase(traced, flags, signal, io))
            code = EXIT_FOUND;
        if (signal.aborted)
            return code === EXIT_OK ? EXIT_INTERRUPTED : code;
    }
    return code;
}
/** Shrinks one trace and tells how it fails; whether it does. */
async function shrinkCase({ source, program, left, right }, flags, signal, io) {
    const place = `${source.file}: trace "${source.trace.name}"`;
    const kernels = flags.kernel === undefined ? [left, right] : [right];
    const missed = replayTrace(source.trace, kernels, { stopAtFirst: true })[0];
    if (missed === undefined && flags.kernel !== undefined) {
        io.out(`${place}: every expectation holds on ${right.name}\n`);
        return false;
    }
    const pair = { left: left.factory, right: right.factory };
    const progress = triesLine(flags.shrinkLimit, io);
    let shrunk;
    try {
        shrunk = await shrinkProgram(program, pair, {
            limit: flags.shrinkLimit,
            onTry: progress.update,
            signal,
        });
    }
    finally {
        progress.stop();
    }
    if (shrunk === undefined) {
        io.out(`${place}: ${left.name} and ${right.name} agree in every call\n`);
        if (missed !== undefined)
            io.out(notShrunk(source.trace, missed));
        return missed !== undefined;
    }
    const failure = explained(shrunk, pair);
    const trace = failureTrace(failure, left, right.name, {
        source: `shrunk from trace "${source.trace.name}"`,
    });
    const saved = new CorpusFolder(flags.save, true).add(trace).path;
    const again = [replayCommand(saved, left.name, right.name)];
    io.out(`${[place, "", ...findingText({ failure, left, right, saved, again })].join("\n")}\n`);
    return true;
}
/** A trace that fails only by what it says itself: with fewer calls nobody could tell what it should expect. */
function notShrunk(trace, missed) {
    return [
        "  its replay fails only in what it expects or has adopted, which cannot be shrunk:",
        `  step ${missed.step}: ${stepWords(trace, missed.step)}`,
        `  ${failureLine(missed)}`,
        "",
    ].join("\n");
}
//# sourceMappingURL=shrink.js.map