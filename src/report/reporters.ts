/** The ways to report a run. */
export const REPORTERS = ["text", "json", "junit", "github"] as const;

export type ReporterName = (typeof REPORTERS)[number];
