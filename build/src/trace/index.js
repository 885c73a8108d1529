/** The trace format: read, print, replay, record. */
export { describeStep } from "./describe.js";
export { TraceError } from "./error.js";
export { readTraceFile, readTraces } from "./files.js";
export { checkTrace, parseTrace } from "./parse.js";
export { printJson, printTrace, printTraceLine } from "./print.js";
export { recordTrace } from "./record.js";
export { replayTrace } from "./replay.js";
//# sourceMappingURL=index.js.map