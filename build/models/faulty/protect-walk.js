import { Rights, Status } from "../../src/zircon/index.js";
import { mappedRuns } from "./runs.js";
const whether = (fails, status) => (fails ? status : Status.OK);
/** PROT-10a. */
export const gap = ({ run, at }) => whether(run.start > at, Status.NOT_FOUND);
/** PROT-10b. */
export const maximum = ({ world, run, perms }) => whether((perms & ~world.identities.of(run.code).maxPerm) !== 0, Status.ACCESS_DENIED);
/** PROT-10d. */
export const opChildren = ({ region, owner, rights }) => whether(owner !== region && (rights & Rights.OP_CHILDREN) === 0, Status.INVALID_ARGS);
/** PROT-10e. */
export const growth = ({ region, owner, run, perms }) => whether(owner !== region && (perms & ~run.code) !== 0, Status.ACCESS_DENIED);
/** The validation walk with these checks in this order; the contract's are gap, maximum, opChildren, growth. */
export function protectWalk(...checks) {
    return (world, region, perms, start, end, rights) => {
        let at = start;
        for (const { run, owner } of mappedRuns(world, region, start, end)) {
            for (const check of checks) {
                const status = check({ world, region, perms, rights, run, owner, at });
                if (status !== Status.OK)
                    return status;
            }
            at = run.end;
        }
        return at < end ? Status.NOT_FOUND : Status.OK;
    };
}
//# sourceMappingURL=protect-walk.js.map