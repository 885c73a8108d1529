import { compareOutcomes } from "../fuzz/compare.ts";
import { execute } from "../fuzz/execute.ts";
import type { Pair } from "../fuzz/lockstep.ts";
import { type Op, kernelConfig, outOf } from "../fuzz/program.ts";
import { interrogate } from "../fuzz/questions.ts";
import { SpaceLog } from "../fuzz/space.ts";
import { Status } from "../zircon/index.ts";
import type { Answer, CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";

/** Thrown where two kernels, or what they show, part. Programs that are run in lockstep tell how. */
class Parted extends Error {
  override readonly name = "Parted";
}

/** In the log: a look at what a kernel shows. */
const LOOK = -1;

/**
 * Two kernels in one world that make the same calls. The left goes ahead, and what it answers and shows is taken down; the right does
 * the same in {@link catchUp}, and must answer and show the same. Long runs of one kernel go faster than two that take turns.
 */
export class Twins {
  /** Every call made since the kernels were new, those that failed as `~call`. */
  readonly history: CallIndex[] = [];
  readonly #world: SmallWorld;
  readonly #left: Inhabitant;
  readonly #right: Inhabitant;
  readonly #leftSpace: SpaceLog;
  readonly #rightSpace: SpaceLog;
  /** The calls, and looks, that the right kernel has not made yet, and what the left answered and showed. Their first {@link #logged} elements count. */
  readonly #log: number[] = [];
  readonly #answers: Answer[] = [];
  #logged = 0;
  /** A call for each handle that the world can have: what {@link interrogate} asks about. */
  readonly #makers: readonly Op[];

  constructor(world: SmallWorld, pair: Pair) {
    this.#world = world;
    this.#left = world.inhabit(pair.left(kernelConfig(world.world)));
    this.#right = world.inhabit(pair.right(kernelConfig(world.world)));
    this.#leftSpace = new SpaceLog(this.#left.session);
    this.#rightSpace = new SpaceLog(this.#right.session);
    const makers = new Map([...world.setup, ...world.calls].map((op) => [outOf(op), op]));
    this.#makers = [...makers.values()].filter((op) => op.call !== "map");
  }

  /** Makes a call; the status. */
  make(call: CallIndex): Status {
    const at = this.history.push(call) - 1;
    const answer = this.#left.make(call);
    this.#takeDown(call, answer);
    const { status } = this.#left;
    if (status !== Status.OK) this.history[at] = ~call;
    return status;
  }

  /** What the kernel that is ahead shows. */
  observe(): State {
    const state = this.#left.observe();
    this.#takeDown(LOOK, state);
    return state;
  }

  /** Lets the right kernel do what the left has done since. Throws {@link Parted} where it answers or shows something else. */
  catchUp(): void {
    const right = this.#right;
    const end = this.#logged;
    this.#logged = 0;
    for (let i = 0; i < end; i++) {
      const call = this.#log[i] ?? LOOK;
      const answer = call === LOOK ? right.observe() : right.make(call);
      if (answer !== this.#answers[i]) throw new Parted(call === LOOK ? "states" : "answers");
    }
  }

  #takeDown(what: number, answer: Answer): void {
    this.#log[this.#logged] = what;
    this.#answers[this.#logged++] = answer;
  }

  /** Asks both everything that can be asked of them, once they have come as far as each other. */
  question(): void {
    this.catchUp();
    const { base, size } = this.#world.world.aspace;
    this.#leftSpace.observe(base, size);
    this.#rightSpace.observe(base, size);
    if (this.#leftSpace.firstDifference(this.#rightSpace) >= 0) throw new Parted("spaces");
    const [left, right] = [this.#left.session, this.#right.session];
    const program = { world: this.#world.world, ops: this.#makers };
    const ask = (op: Op): boolean => "field" in compareOutcomes(op, execute(left, op), execute(right, op));
    if (interrogate(program, left, right, this.#leftSpace, ask)) throw new Parted("questions");
  }
}
