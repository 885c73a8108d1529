import { dirname } from "node:path";
import { TraceError } from "../trace/error.js";
import { readTraceFile } from "../trace/files.js";
import { replayTrace } from "../trace/replay.js";
import { contentHash } from "./content.js";
import { traceFiles } from "./corpus.js";
/**
 * Whether a folder is a sound corpus: every file can be read, a name stands for one trace in its folder, no two traces have the same
 * content, and every trace passes on the kernels.
 */
export function checkCorpus(folder, kernels) {
    const problems = [];
    const sources = traceFiles(folder).flatMap((file) => {
        try {
            return readTraceFile(file);
        }
        catch (error) {
            if (!(error instanceof TraceError))
                throw error;
            problems.push({ kind: "form", message: error.message });
            return [];
        }
    });
    problems.push(...repeated(sources, ({ file, trace }) => `${dirname(file)}\n${trace.name}`, "name"));
    problems.push(...repeated(sources, ({ trace }) => contentHash(trace), "content"));
    for (const source of sources) {
        const failure = replayTrace(source.trace, kernels, { stopAtFirst: true })[0];
        if (failure !== undefined)
            problems.push({ kind: "failure", source, failure });
    }
    const steps = sources.reduce((sum, { trace }) => sum + trace.steps.length, 0);
    return { traces: sources.length, steps, problems };
}
function* repeated(sources, keyOf, what) {
    const firsts = new Map();
    for (const source of sources) {
        const key = keyOf(source);
        const first = firsts.get(key);
        if (first === undefined)
            firsts.set(key, source);
        else {
            const message = `${placeOf(source)}: the same ${what} as ${placeOf(first)}`;
            yield { kind: "form", message };
        }
    }
}
function placeOf({ file, trace }) {
    return `${file}: trace "${trace.name}"`;
}
//# sourceMappingURL=corpus-check.js.map