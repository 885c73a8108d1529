import { compareOutcomes, compareSpaces } from "../../compare.js";
import { kernelConfig } from "../../program.js";
import { questions } from "../../questions.js";
import { Side } from "../../side.js";
/**
 * Runs a program as it is and with operations rewritten, on two kernels of one kind. What stands for an operation must answer its status
 * each time and leave the same address space; in the end nothing that can be asked may tell the runs apart.
 */
export function compareRewritten(program, kernel, rewrite) {
    const { world, ops } = program;
    const plain = new Side(kernel(kernelConfig(world)), world, []);
    const other = new Side(kernel(kernelConfig(world)), world, []);
    for (const [step, op] of ops.entries()) {
        const outcome = plain.make(op);
        if (typeof outcome === "string")
            return `step ${step}: ${op.call} threw ${outcome}`;
        const instead = rewrite(op, outcome, plain.space, plain.session);
        plain.settle(op, outcome);
        for (const [index, one] of instead.entries()) {
            const isLast = index === instead.length - 1;
            const answer = other.make(one);
            // Only the last has the operation's outputs.
            const expected = isLast || typeof answer === "string" ? outcome : { ...answer, status: outcome.status };
            const parting = compareOutcomes(one, expected, answer);
            if ("field" in parting)
                return words(step, one, parting);
            other.settle(one, parting);
        }
        const parting = compareSpaces(plain.space, other.space);
        if (parting !== undefined)
            return words(step, op, parting);
    }
    for (const op of questions(program, plain.session, other.session, plain.space)) {
        const parting = compareOutcomes(op, plain.make(op), other.make(op));
        if ("field" in parting)
            return words(ops.length, op, parting);
    }
    return undefined;
}
function words(step, op, { field, left, right }) {
    return `step ${step}: ${op.call}: ${field} is ${left}, and rewritten ${right}`;
}
//# sourceMappingURL=rewritten.js.map