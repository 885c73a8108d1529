import { check, property } from "fast-check";
import { programs } from "./arbitrary.js";
import { seedOf } from "./fuzz.js";
/** Visits `runs` generated programs, the same for the same seed, one after the other. */
export function eachProgram(constraints, runs, visit) {
    const visited = property(programs(constraints), (program) => {
        visit(program);
    });
    check(visited, { seed: seedOf(constraints.seed), numRuns: runs, unbiased: true });
}
//# sourceMappingURL=sample.js.map