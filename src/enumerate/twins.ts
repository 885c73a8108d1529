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

/** Kernels are worn after about so many calls, so that what led to a difference can always be run, and shrunk. */
const MOST_CALLS = 16_384;

/**
 * Two kernels in one world that make the same calls. The left goes ahead, and what it answers and shows is taken down; the right does
 * the same in {@link catchUp}, and must answer and show the same. Long runs of one kernel go faster than two that take turns.
 */
export class Twins {
  /** Every call that the right kernel has made, those that failed as `~call`: the first {@link #calls} elements. */
  #made = new Int32Array(1024);
  #calls = 0;
  readonly #world: SmallWorld;
  readonly #left: Inhabitant;
  readonly #right: Inhabitant;
  readonly #leftSpace: SpaceLog;
  readonly #rightSpace: SpaceLog;
  /** The calls and looks that the right kernel has not made yet, and what the left answered and showed: the first {@link #ahead} of each. */
  #log = new Int32Array(1024);
  readonly #answers: Answer[] = [];
  #ahead = 0;
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

  /** Every call since the kernels were new; of those that both have made, the ones that failed as `~call`. */
  get history(): CallIndex[] {
    const ahead = this.#log.subarray(0, this.#ahead);
    return [...this.#made.subarray(0, this.#calls), ...ahead.filter((call) => call !== LOOK)];
  }

  /** Whether the kernels have been asked so much that they should be replaced. */
  get isWorn(): boolean {
    return this.#calls + this.#ahead >= MOST_CALLS;
  }

  /** Makes a call; the status. */
  make(call: CallIndex): Status {
    const at = this.#takeDown(call);
    this.#answers[at] = this.#left.make(call);
    return this.#left.status;
  }

  /** What the kernel that is ahead shows. */
  observe(): State {
    const state = this.#left.observe();
    this.#answers[this.#takeDown(LOOK)] = state;
    return state;
  }

  /** Lets the right kernel do what the left has done since. Throws {@link Parted} where it answers or shows something else. */
  catchUp(): void {
    const end = this.#ahead;
    this.#ahead = 0;
    for (let i = 0; i < end; i++) {
      const call = this.#log[i] ?? LOOK;
      if ((call === LOOK ? this.#right.observe() : this.#follow(call)) === this.#answers[i]) continue;
      throw new Parted(call === LOOK ? "states" : "answers");
    }
  }

  #follow(call: CallIndex): Answer {
    const at = this.#calls++;
    if (at === this.#made.length) this.#made = twiceAsLong(this.#made);
    this.#made[at] = call;
    const answer = this.#right.make(call);
    if (this.#right.status !== Status.OK) this.#made[at] = ~call;
    return answer;
  }

  /** Where the answer of what the left kernel does now belongs. */
  #takeDown(what: number): number {
    const at = this.#ahead++;
    if (at === this.#log.length) this.#log = twiceAsLong(this.#log);
    this.#log[at] = what;
    return at;
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

/** Arrays of plain integers: a long history in an ordinary array costs a twentieth of the time, in what it drives out of the cache. */
function twiceAsLong(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * numbers.length);
  longer.set(numbers);
  return longer;
}
