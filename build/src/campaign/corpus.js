import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { readTraceFile } from "../trace/files.js";
import { replayTrace } from "../trace/replay.js";
/** The corpus that comes with the package. */
export function packagedCorpus() {
    return join(dirname(createRequire(import.meta.url).resolve("vmar-fuzz/package.json")), "corpus");
}
/** All trace files in a folder and its subfolders, in the order of their paths; none if there is no such folder. */
export function traceFiles(folder) {
    if (!existsSync(folder))
        return [];
    return readdirSync(folder)
        .toSorted()
        .flatMap((name) => {
        const path = join(folder, name);
        if (statSync(path).isDirectory())
            return traceFiles(path);
        return /\.(json|jsonl|jsonl\.gz)$/.test(name) ? [path] : [];
    });
}
/**
 * Replays every trace of the given files on both kernels.
 *
 * @throws TraceError for a malformed file, before anything is run
 */
export function replayCorpus(files, kernels) {
    const sources = files.flatMap((file) => readTraceFile(file));
    const failures = [];
    let steps = 0;
    for (const { file, trace } of sources) {
        steps += trace.steps.length;
        const first = replayTrace(trace, kernels, { stopAtFirst: true })[0];
        if (first === undefined)
            continue;
        failures.push({ file, trace: trace.name, step: first.step, field: first.field, kernel: first.kernel });
    }
    return { traces: sources.length, steps, failures };
}
//# sourceMappingURL=corpus.js.map