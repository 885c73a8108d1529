/** The ways to report a run. */
export const REPORTERS = ["text", "json", "junit", "github"];
//# sourceMappingURL=reporters.js.map