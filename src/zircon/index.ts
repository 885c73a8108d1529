/** The vocabulary: what the models, the zx API and the harness share. Nothing here decides an answer. */
export * from "./flags.ts";
export * from "./kernel.ts";
export * from "./options.ts";
export * from "./page.ts";
export * from "./placement.ts";
export * from "./records.ts";
export * from "./rights.ts";
export * from "./rules.ts";
export * from "./semantics.ts";
export * from "./status.ts";
export * from "./typed.ts";
export * from "./u64.ts";
export * from "./vmo.ts";
