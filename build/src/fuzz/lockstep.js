import { compareEffects, compareOutcomes, compareSpaces } from "./compare.js";
import { kernelConfig } from "./program.js";
import { questions } from "./questions.js";
import { Side } from "./side.js";
const AGREEMENT_ONLY = { laws: [], checkEvery: Infinity };
/** Runs `program` on both kernels; undefined if they agree in everything and keep the laws. */
export function lockstep(program, pair, coverage, { laws, checkEvery } = AGREEMENT_ONLY) {
    const { world, ops } = program;
    /** What the left kernel applies while it is asked; what is only looked at applies rules, too. */
    const rules = [];
    let asking = false;
    const onRule = (rule) => {
        if (!asking)
            return;
        rules.push(rule);
        coverage?.rule(rule);
    };
    const left = new Side(pair.left(kernelConfig(world, onRule)), world, laws);
    const right = new Side(pair.right(kernelConfig(world)), world, laws);
    /** Makes `op` on both: what both answered, or how they parted. */
    const ask = (op) => {
        rules.length = 0;
        asking = true;
        const answer = left.make(op);
        asking = false;
        return compareOutcomes(op, answer, right.make(op));
    };
    /** Looks at what `op` did on both. */
    const settle = (op, outcome, isCheck) => {
        const effects = left.settle(op, outcome);
        const others = right.settle(op, outcome);
        return (compareEffects(effects, others) ??
            compareSpaces(left.space, right.space) ??
            brokenLaw(left.broken(op, outcome, effects), right.broken(op, outcome, others)) ??
            (isCheck ? brokenLaw(left.unsound(), right.unsound()) : undefined));
    };
    const differs = (step, op, parting) => ({
        step,
        op,
        ...parting,
        rules: [...new Set(rules)],
    });
    for (const [step, op] of ops.entries()) {
        const outcome = ask(op);
        if ("field" in outcome)
            return differs(step, op, outcome);
        // LEASE-03: what releases no live lease is no program; shrinking can come to one.
        if (op.call === "release" && outcome.outputs[0] !== "released")
            return undefined;
        coverage?.answered(op, outcome.status, left.session, left.space, rules);
        const isCheck = (step + 1) % checkEvery === 0 || step === ops.length - 1;
        const parting = settle(op, outcome, isCheck);
        if (parting !== undefined)
            return differs(step, op, parting);
    }
    for (const op of questions(program, left.session, right.session, left.space)) {
        const outcome = ask(op);
        if ("field" in outcome)
            return differs(ops.length, op, outcome);
    }
    return undefined;
}
function brokenLaw(left, right) {
    const law = (left ?? right)?.law;
    if (law === undefined)
        return undefined;
    const says = (breach) => (breach?.law === law ? breach.what : "kept");
    return { field: `law ${law}`, left: says(left), right: says(right) };
}
//# sourceMappingURL=lockstep.js.map