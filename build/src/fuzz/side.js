import { Session, execute, settle } from "./execute.js";
import { SpaceLog } from "./space.js";
/** One kernel on its way through a program: what it answers, what its address space shows, and the laws that watch it. */
export class Side {
    session;
    #aspace;
    #watches;
    #before;
    #space;
    constructor(kernel, world, laws) {
        this.session = new Session(kernel, world.aspace);
        this.#aspace = world.aspace;
        this.#watches = laws.map((law) => [law, law.watch(world, this.session)]);
        this.#before = new SpaceLog(this.session);
        this.#space = new SpaceLog(this.session);
        this.#space.observe(world.aspace.base, world.aspace.size);
    }
    /** The address space after the last operation. */
    get space() {
        return this.#space;
    }
    /** Makes an operation. A kernel that throws has answered with its exception: no call may throw, whatever it is given. */
    make(op) {
        try {
            return execute(this.session, op);
        }
        catch (error) {
            return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        }
    }
    /** Looks at what the operation just made did: to the leases, which it tells, and to the address space. */
    settle(op, outcome) {
        [this.#before, this.#space] = [this.#space, this.#before];
        this.#space.observe(this.#aspace.base, this.#aspace.size);
        return settle(this.session, op, outcome);
    }
    /** The first law that the operation just made broke. */
    broken(op, outcome, effects) {
        if (this.#watches.length === 0)
            return undefined;
        const made = { op, outcome, effects, before: this.#before, space: this.#space };
        return this.#first((watch) => watch.after?.(made));
    }
    /** The first law that does not hold in the state as it is. */
    unsound() {
        return this.#first((watch) => watch.check?.(this.#space));
    }
    #first(ask) {
        // Every watch is told, also after one has answered: each keeps a state of its own.
        let first;
        for (const [law, watch] of this.#watches) {
            const what = ask(watch);
            if (what !== undefined)
                first ??= { law: law.name, what };
        }
        return first;
    }
}
//# sourceMappingURL=side.js.map