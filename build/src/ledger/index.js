/** The safety ledger: which references a program could hold, and which steps break them. */
export { unsafeCall } from "./call.js";
export { NO_EFFECTS, SafetyLedger, } from "./ledger.js";
//# sourceMappingURL=index.js.map