import type { LedgerLaw } from "../../ledger/index.ts";
import type { Law } from "./law.ts";

/** Which steps may break a reference that the program holds; the ledger says by which law a break should not have been. */
function leaseLaw(name: string, law: LedgerLaw): Law {
  return {
    name,
    rules: [law],
    watch: () => ({
      after({ op, effects }) {
        if (effects.broken.length === 0) return undefined;
        const found = effects.broken.find((broken) => broken.law === law);
        return found && `${op.call} broke lease ${found.lease} as ${found.reason} (${law})`;
      },
    }),
  };
}

/** LEASE-20: a call that the zx crate offers as safe takes no page, no permission and no object away from a reference. */
export const safeCallsKeepLeases: Law = leaseLaw("safe-calls-keep-leases", "LEASE-20");

/** LEASE-21: a call that fails breaks no lease. */
export const failuresKeepLeases: Law = leaseLaw("failures-keep-leases", "LEASE-21");

/** LEASE-22: a step breaks only leases with a page in what it covers. */
export const onlyCoveredLeasesBreak: Law = leaseLaw("only-covered-leases-break", "LEASE-22");
