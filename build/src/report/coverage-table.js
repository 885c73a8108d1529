import { RANGE_CALLS, RELATIONS } from "../fuzz/coverage.js";
import { RULE_IDS, UNREACHABLE_RULES } from "../zircon/index.js";
import { table } from "./table.js";
/** Rules by family: how many of those that calls can reach were reached, and the rarest of them. */
export function coverageText(coverage) {
    const families = new Map();
    for (const rule of RULE_IDS) {
        if (UNREACHABLE_RULES[rule] !== undefined)
            continue;
        const family = rule.slice(0, rule.indexOf("-"));
        families.set(family, [...(families.get(family) ?? []), rule]);
    }
    const hits = new Map(coverage.rules);
    const rows = [...families].map(([family, rules]) => {
        const reached = rules
            .filter((rule) => hits.has(rule))
            .toSorted((a, b) => (hits.get(a) ?? 0) - (hits.get(b) ?? 0));
        const rarest = reached[0];
        const note = rarest === undefined ? "" : `${rarest} (${hits.get(rarest) ?? 0})`;
        return [family, `${reached.length}/${rules.length}`, note];
    });
    const unreached = coverage.unreachedRules();
    const shapes = unreachedShapes(coverage);
    return [
        ...table([["rules", "reached", "rarest"], ...rows], [false, true, false]),
        unreached.length === 0
            ? "every rule that calls can reach was reached"
            : `never reached: ${unreached.join(", ")}`,
        `shapes of overlap reached: ${coverage.shapes.size}${shapes.length === 0 ? "" : `, never: ${listed(shapes)}`}`,
    ];
}
function listed(items) {
    return items.length <= 12
        ? items.join(", ")
        : `${items.slice(0, 12).join(", ")} … (${items.length} in all)`;
}
/** Shapes that could have been reached: each call that has a range, each relation in which two things touch, depths 2 to 5. */
export function unreachedShapes(coverage) {
    const touching = RELATIONS.filter((relation) => relation !== "before" && relation !== "after");
    return RANGE_CALLS.flatMap((call) => touching.flatMap((relation) => ["region", "mapping"].flatMap((kind) => [2, 3, 4, 5]
        .map((depth) => `${call} ${relation} ${kind}@${depth}`)
        .filter((shape) => !coverage.shapes.has(shape)))));
}
//# sourceMappingURL=coverage-table.js.map