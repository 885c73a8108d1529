/** The vocabulary: what the models, the zx API and the harness share. Nothing here decides an answer. */
export * from "./flags.js";
export * from "./kernel.js";
export * from "./options.js";
export * from "./page.js";
export * from "./placement.js";
export * from "./records.js";
export * from "./rights.js";
export * from "./rules.js";
export * from "./semantics.js";
export * from "./status.js";
export * from "./typed.js";
export * from "./u64.js";
export * from "./vmo.js";
//# sourceMappingURL=index.js.map