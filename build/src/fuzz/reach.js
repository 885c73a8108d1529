import { statusName } from "../zircon/index.js";
import { Coverage } from "./coverage.js";
import { Session, execute, settle } from "./execute.js";
import { kernelConfig } from "./program.js";
import { SpaceLog } from "./space.js";
/** What the operations of a program reach on a kernel. */
export function coverageOf(program, kernel) {
    const { world, ops } = program;
    const coverage = new Coverage();
    let asking = false;
    const config = kernelConfig(world, (rule) => {
        if (asking)
            coverage.rule(rule);
    });
    const session = new Session(kernel(config), world.aspace);
    const space = new SpaceLog(session);
    space.observe(world.aspace.base, world.aspace.size);
    for (const op of ops) {
        asking = true;
        const outcome = execute(session, op);
        asking = false;
        // LEASE-03: what releases no live lease is no program.
        if (op.call === "release" && outcome.outputs[0] !== "released")
            return new Coverage();
        settle(session, op, outcome);
        coverage.answered(op, outcome.status, session, space);
        space.observe(world.aspace.base, world.aspace.size);
    }
    return coverage;
}
/** Everything that coverage counts, each thing by its name: rules, calls with a status, shapes of overlap. */
export function thingsIn(coverage) {
    const things = new Set([...coverage.rules.keys(), ...coverage.shapes.keys()]);
    for (const [call, byStatus] of coverage.calls) {
        for (const status of byStatus.keys())
            things.add(`${call} ${statusName(status)}`);
    }
    return things;
}
//# sourceMappingURL=reach.js.map