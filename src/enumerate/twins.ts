import { execute } from "../fuzz/execute.ts";
import type { Pair } from "../fuzz/lockstep.ts";
import { type Op, kernelConfig, outOf } from "../fuzz/program.ts";
import { questions } from "../fuzz/questions.ts";
import { SpaceLog } from "../fuzz/space.ts";
import { Status } from "../zircon/index.ts";
import { answerOf } from "./session-inhabitant.ts";
import type { CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";

/** Thrown where two kernels, or what they show, part. Programs that are run in lockstep tell how. */
class Parted extends Error {
  override readonly name = "Parted";
}

/** Two kernels in one world that make the same calls. What they answer and show must be the same, or {@link Parted} is thrown. */
export class Twins {
  /** Every call made since the kernels were new, those that failed as `~call`. */
  readonly history: CallIndex[] = [];
  readonly #world: SmallWorld;
  readonly #left: Inhabitant;
  readonly #right: Inhabitant;
  readonly #leftSpace: SpaceLog;
  readonly #rightSpace: SpaceLog;
  /** A call for each handle that the world can have: what {@link questions} asks about. */
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

  /** Makes a call on both; the status. */
  make(call: CallIndex): number {
    const at = this.history.push(call) - 1;
    if (this.#left.make(call) !== this.#right.make(call)) throw new Parted("answers");
    const { status } = this.#left;
    if (status !== Status.OK) this.history[at] = ~call;
    return status;
  }

  /** What both show. */
  observe(): State {
    const state = this.#left.observe();
    if (state !== this.#right.observe()) throw new Parted("states");
    return state;
  }

  /** Asks both everything that can be asked of them. */
  question(): void {
    const { base, size } = this.#world.world.aspace;
    this.#leftSpace.observe(base, size);
    this.#rightSpace.observe(base, size);
    if (this.#leftSpace.firstDifference(this.#rightSpace) >= 0) throw new Parted("spaces");
    const [left, right] = [this.#left.session, this.#right.session];
    const program = { world: this.#world.world, ops: this.#makers };
    for (const op of questions(program, left, right, this.#leftSpace)) {
      if (answerOf(execute(left, op)) !== answerOf(execute(right, op))) throw new Parted("questions");
    }
  }
}
