/** Choices drawn from fast-check's generator. */
export class Draw {
    #random;
    constructor(random) {
        this.#random = random;
    }
    /** An integer in [low, high]. */
    int(low, high) {
        return low >= high ? low : this.#random.nextInt(low, high);
    }
    /** True in `percent` of 100 draws. */
    chance(percent) {
        return this.#random.nextInt(1, 100) <= percent;
    }
    pick(items) {
        const item = items[this.int(0, items.length - 1)];
        if (item === undefined)
            throw new RangeError("pick: nothing to pick from");
        return item;
    }
    /** An index drawn with the given weights; their sum must be positive. */
    weighted(weights) {
        let sum = 0;
        for (const weight of weights)
            sum += weight;
        let at = this.int(0, sum - 1);
        for (let i = 0; i < weights.length; i++) {
            at -= weights[i] ?? 0;
            if (at < 0)
                return i;
        }
        throw new RangeError("weighted: the weights sum to nothing");
    }
    /** A value of a table of choices with weights. */
    among(table) {
        const entry = table[this.weighted(table.map(([weight]) => weight))];
        if (entry === undefined)
            throw new RangeError("among: an empty table");
        return entry[1];
    }
    /** Some of the items, each with the given chance. */
    some(items, percent) {
        return items.filter(() => this.chance(percent));
    }
}
//# sourceMappingURL=draw.js.map