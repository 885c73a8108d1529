import { Outcome, Session, execute } from "../fuzz/execute.ts";
import type { Op, World } from "../fuzz/program.ts";
import { type Kernel, Status } from "../zircon/index.ts";
import type { Answer, CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";

/** A kernel that was set up for a world. */
export function settledSession(kernel: Kernel, world: World, setup: readonly Op[]): Session {
  const session = new Session(kernel, world.aspace);
  for (const op of setup) {
    const { status } = execute(session, op);
    if (status !== Status.OK) throw new SetupError(op.call, status);
  }
  return session;
}

/** A kernel does not even make the first state of a world. */
class SetupError extends Error {
  override readonly name = "SetupError";

  constructor(call: string, status: Status) {
    super(`the world cannot be set up: ${call} answers ${status}`);
  }
}

/** An inhabitant that makes its calls as programs do. */
export class SessionInhabitant implements Inhabitant {
  readonly session: Session;
  status: Status = Status.OK;
  readonly #calls: readonly Op[];
  readonly #look: (session: Session) => State;

  /** @param look what the session's kernel shows */
  constructor(
    kernel: Kernel,
    { world, setup, calls }: Pick<SmallWorld, "world" | "setup" | "calls">,
    look: (session: Session) => State,
  ) {
    this.session = settledSession(kernel, world, setup);
    this.#calls = calls;
    this.#look = look;
  }

  make(call: CallIndex): Answer {
    const op = this.#calls[call];
    if (op === undefined) throw new RangeError(`there is no call ${call}`);
    const outcome = op.call === "allocate" ? this.#allocate(op) : execute(this.session, op);
    this.status = outcome.status;
    return answerOf(outcome);
  }

  /** As a program would, but that a call that fails leaves the slot to the region that has it. */
  #allocate({ vmar, options, offset, size, out }: Extract<Op, { call: "allocate" }>): Outcome {
    const { session } = this;
    const { status, addr, handle } = session.kernel.vmarAllocate(
      session.handle(vmar),
      options,
      session.offset(offset),
      size,
    );
    if (status !== Status.OK) return new Outcome(status);
    session.bindAddr(out, addr);
    session.bindRegion(out);
    return new Outcome(status, addr, [session.bindHandle(out, handle)]);
  }

  observe(): State {
    return this.#look(this.session);
  }
}

export function answerOf({ status, outputs }: Outcome): Answer {
  return outputs.length === 0 ? status : `${status} ${outputs.join(" ")}`;
}
