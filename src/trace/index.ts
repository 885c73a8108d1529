/** The trace format: read, print, replay, record. */
export { describeStep } from "./describe.ts";
export { TraceError, type TracePlace } from "./error.ts";
export { readTraceFile, readTraces, type TraceSource } from "./files.ts";
export { checkTrace, parseTrace } from "./parse.ts";
export { printJson, printTrace, printTraceLine } from "./print.ts";
export { recordTrace } from "./record.ts";
export { type Failure, type ReplayOptions, replayTrace } from "./replay.ts";
export type { NamedKernel } from "./session.ts";
export type * from "./types.ts";
