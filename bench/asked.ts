import { type Fault, FAULTS, findFault } from "../models/faulty/index.ts";

/** The faults of `--fault ID …`, or all; ends the process with exit code 2 where there is none of an id. */
export function askedFaults(ids: readonly string[] | undefined): readonly Fault[] {
  if (ids === undefined) return FAULTS;
  return ids.map((id) => {
    const fault = findFault(id);
    if (fault !== undefined) return fault;
    console.error(`error: no fault is called "${id}"; \`vmar-fuzz faults\` lists them`);
    process.exit(2);
  });
}
