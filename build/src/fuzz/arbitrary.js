import { Arbitrary, Stream, Value, stream } from "fast-check";
import { Draw } from "./draw.js";
import { generate } from "./generate.js";
import { candidates } from "./shrink.js";
/** Programs as a fast-check arbitrary: state-aware generation, and shrinking that repairs references. */
export function programs(constraints) {
    return new ProgramArbitrary(constraints);
}
class ProgramArbitrary extends Arbitrary {
    #constraints;
    constructor(constraints) {
        super();
        this.#constraints = constraints;
    }
    generate(random) {
        const { profile, maxOps, guide } = this.#constraints;
        return new Value(generate(new Draw(random), profile, maxOps, guide), 0);
    }
    canShrinkWithoutContext(value) {
        return typeof value === "object" && value !== null && "ops" in value && "world" in value;
    }
    /** The context is the pass that shrank last: the next round begins there. */
    shrink(value, context) {
        const pass = typeof context === "number" ? context : 0;
        return stream(candidates(value, pass)).map(({ program, pass: next }) => new Value(program, next));
    }
}
//# sourceMappingURL=arbitrary.js.map