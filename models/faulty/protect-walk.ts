import { Rights, Status } from "../../src/zircon/index.ts";
import type { Decisions, Region, World } from "../paged/index.ts";
import { mappedRuns, type Run } from "./runs.ts";

/** One step of the validation walk of protect (PROT-10). */
interface Step {
  readonly world: World;
  readonly region: Region;
  readonly perms: number;
  readonly rights: number;
  readonly run: Run;
  /** The region that the run lies in. */
  readonly owner: Region;
  /** How far the walk has come. */
  readonly at: number;
}

type StepCheck = (step: Step) => Status;

const whether = (fails: boolean, status: Status): Status => (fails ? status : Status.OK);

/** PROT-10a. */
export const gap: StepCheck = ({ run, at }) => whether(run.start > at, Status.NOT_FOUND);
/** PROT-10b. */
export const maximum: StepCheck = ({ world, run, perms }) =>
  whether((perms & ~world.identities.of(run.code).maxPerm) !== 0, Status.ACCESS_DENIED);
/** PROT-10d. */
export const opChildren: StepCheck = ({ region, owner, rights }) =>
  whether(owner !== region && (rights & Rights.OP_CHILDREN) === 0, Status.INVALID_ARGS);
/** PROT-10e. */
export const growth: StepCheck = ({ region, owner, run, perms }) =>
  whether(owner !== region && (perms & ~run.code) !== 0, Status.ACCESS_DENIED);

/** The validation walk with these checks in this order; the contract's are gap, maximum, opChildren, growth. */
export function protectWalk(...checks: readonly StepCheck[]): Decisions["protectRefusal"] {
  return (world, region, perms, start, end, rights) => {
    let at = start;
    for (const { run, owner } of mappedRuns(world, region, start, end)) {
      for (const check of checks) {
        const status = check({ world, region, perms, rights, run, owner, at });
        if (status !== Status.OK) return status;
      }
      at = run.end;
    }
    return at < end ? Status.NOT_FOUND : Status.OK;
  };
}
