/** What ran elsewhere as a trace. */
export { importZxLog, type ImportOptions } from "./zx-log.ts";
