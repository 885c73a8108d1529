import { Coverage } from "./coverage.js";
/**
 * Coverage that also knows what one program reached: features finer than the tables show, namely which rules decided a call together.
 * Guided campaigns keep the programs that reach a feature first.
 */
export class Novelty extends Coverage {
    #features = new Set();
    /** The features of the operations since the last {@link take}. */
    take() {
        const taken = this.#features;
        this.#features = new Set();
        return taken;
    }
    answered(op, status, session, before, rules = []) {
        super.answered(op, status, session, before, rules);
        this.#features.add(`${op.call} ${status} ${[...new Set(rules)].join(" ")}`);
    }
    shaped(shape) {
        super.shaped(shape);
        this.#features.add(shape);
    }
}
//# sourceMappingURL=novelty.js.map