import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { mismatch, TraceError } from "./error.js";
import { parseTrace } from "./parse.js";
/**
 * The traces in a `.json`, `.jsonl` or `.jsonl.gz` file, in order.
 *
 * @throws TraceError if the file cannot be read or anything in it is malformed: the place and the problem in one line
 */
export function readTraceFile(file) {
    return readTraces(file, fileBytes(file));
}
/** As {@link readTraceFile}, for the content of a file; its name says its form. */
export function readTraces(file, content) {
    if (file.endsWith(".json"))
        return [{ file, trace: parseTrace(decode(content, { file }), { file }) }];
    if (file.endsWith(".jsonl"))
        return readLines(file, content);
    if (file.endsWith(".jsonl.gz"))
        return readLines(file, unzip(file, content));
    throw new TraceError({ file }, "expected a file name that ends in .json, .jsonl or .jsonl.gz");
}
function readLines(file, content) {
    const sources = [];
    const lines = new Map();
    for (const [line, text] of textLines(file, content)) {
        const trace = parseTrace(text, { file, line });
        const earlier = lines.get(trace.name);
        if (earlier !== undefined) {
            const place = { file, line, trace: trace.name, field: "name" };
            throw new TraceError(place, mismatch(`a name that line ${earlier} does not have`, trace.name));
        }
        lines.set(trace.name, line);
        sources.push({ file, trace });
    }
    if (sources.length === 0)
        throw new TraceError({ file }, "expected a trace on each line, found no line");
    return sources;
}
const NEWLINE = 0x0a;
/** The lines that are not blank, with their numbers; decoded one by one, since a whole file may exceed the longest string. */
function* textLines(file, content) {
    let line = 1;
    for (let start = 0; start < content.length; line++) {
        const newline = content.indexOf(NEWLINE, start);
        const end = newline < 0 ? content.length : newline;
        const text = decode(content.subarray(start, end), { file, line });
        if (text.trim() !== "")
            yield [line, text];
        start = end + 1;
    }
}
function fileBytes(file) {
    try {
        if (!statSync(file).isFile())
            throw new TraceError({ file }, "expected a file, found something else");
        return readFileSync(file);
    }
    catch (error) {
        if (error instanceof TraceError)
            throw error;
        throw new TraceError({ file }, `cannot be read: ${causeOf(error)}`);
    }
}
function unzip(file, content) {
    try {
        return gunzipSync(content);
    }
    catch (error) {
        throw new TraceError({ file }, `expected gzip data: ${causeOf(error)}`);
    }
}
const UTF8 = new TextDecoder("utf-8", { fatal: true });
function decode(bytes, place) {
    try {
        return UTF8.decode(bytes);
    }
    catch {
        throw new TraceError(place, "expected UTF-8 text, found other bytes");
    }
}
function causeOf(error) {
    return error instanceof Error ? error.message : String(error);
}
//# sourceMappingURL=files.js.map