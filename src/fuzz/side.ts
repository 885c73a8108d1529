import type { LedgerEffects } from "../ledger/index.ts";
import type { AspaceConfig, Kernel } from "../zircon/index.ts";
import { type Outcome, Session, execute, settle } from "./execute.ts";
import type { Law, Watch } from "./laws/law.ts";
import type { Op, World } from "./program.ts";
import { SpaceLog } from "./space.ts";

/** A law that a kernel broke, and how. */
export interface Breach {
  readonly law: string;
  readonly what: string;
}

/** One kernel on its way through a program: what it answers, what its address space shows, and the laws that watch it. */
export class Side {
  readonly session: Session;
  readonly #aspace: AspaceConfig;
  readonly #watches: readonly { readonly law: Law; readonly watch: Watch }[];
  #before: SpaceLog;
  #space: SpaceLog;

  constructor(kernel: Kernel, world: World, laws: readonly Law[]) {
    this.session = new Session(kernel, world.aspace);
    this.#aspace = world.aspace;
    this.#watches = laws.map((law) => ({ law, watch: law.watch(world, this.session) }));
    this.#before = new SpaceLog(this.session);
    this.#space = new SpaceLog(this.session);
    this.#space.observe(world.aspace.base, world.aspace.size);
  }

  /** The address space after the last operation. */
  get space(): SpaceLog {
    return this.#space;
  }

  /** The address space before the last operation. */
  get before(): SpaceLog {
    return this.#before;
  }

  /** Makes an operation. A kernel that throws has answered with its exception: no call may throw, whatever it is given. */
  make(op: Op): Outcome | string {
    try {
      return execute(this.session, op);
    } catch (error) {
      return exceptionText(error);
    }
  }

  /** Looks at what the operation just made did: to the leases, which it tells, and to the address space. */
  settle(op: Op, outcome: Outcome): LedgerEffects {
    [this.#before, this.#space] = [this.#space, this.#before];
    this.#space.observe(this.#aspace.base, this.#aspace.size);
    return settle(this.session, op, outcome);
  }

  /** The first law that the operation just made broke. */
  broken(op: Op, outcome: Outcome, effects: LedgerEffects): Breach | undefined {
    if (this.#watches.length === 0) return undefined;
    const made = { op, outcome, effects, before: this.#before, space: this.#space };
    // Every watch is told, also after one has answered: each keeps a state of its own.
    let first: Breach | undefined;
    for (const { law, watch } of this.#watches) {
      let what: string | undefined;
      try {
        what = watch.after?.(made);
      } catch (error) {
        // A law asks the kernel, and that may not throw.
        what = exceptionText(error);
      }
      if (what !== undefined) first ??= { law: law.name, what };
    }
    return first;
  }

  /** The first law that does not hold in the state as it is. */
  unsound(): Breach | undefined {
    let first: Breach | undefined;
    for (const { law, watch } of this.#watches) {
      let what: string | undefined;
      try {
        what = watch.check?.(this.#space);
      } catch (error) {
        what = exceptionText(error);
      }
      if (what !== undefined) first ??= { law: law.name, what };
    }
    return first;
  }
}

/** What was thrown, in words. */
export function exceptionText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
