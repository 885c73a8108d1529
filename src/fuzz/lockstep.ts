/**
 * One program on two kernels, step by step: after each operation the answers, the address space and what became of leases must agree,
 * and at the end everything that can be asked.
 */
import { type LedgerEffects, NO_EFFECTS } from "../ledger/index.ts";
import { type KernelFactory, type RuleId, Status } from "../zircon/index.ts";
import {
  type Parting,
  compareEffects,
  compareExceptions,
  compareOutcomes,
  compareSpaces,
} from "./compare.ts";
import type { Coverage } from "./coverage.ts";
import type { Outcome, Session } from "./execute.ts";
import { type Guide, LoneGuide, type Ran, answered } from "./guide.ts";
import type { Law } from "./laws/law.ts";
import { type Op, type Program, type World, kernelConfig } from "./program.ts";
import { interrogate, pageQuestions } from "./questions.ts";
import { RuleLog } from "./rule-log.ts";
import { type Breach, Side, exceptionText } from "./side.ts";
import type { SpaceLog } from "./space.ts";

export interface Pair {
  readonly left: KernelFactory;
  readonly right: KernelFactory;
}

/** What is watched besides agreement. */
export interface Checks {
  /** Laws that each kernel must keep by itself. */
  readonly laws: readonly Law[];
  /** After how many operations everything is asked, and held against the laws, from 1; it always is after the last. */
  readonly checkEvery: number;
}

/** Where and how two kernels parted. */
export interface Difference extends Parting {
  /** The index of the operation; of a question, the number of operations before it. */
  readonly step: number;
  /** The operation, or the question. */
  readonly op: Op;
  /** The rules that the left kernel applied in the step. */
  readonly rules: readonly RuleId[];
}

const AGREEMENT_ONLY: Checks = { laws: [], checkEvery: Infinity };

/** Runs `program` on both kernels; undefined if they agree in everything and keep the laws. */
export function lockstep(
  { world, ops }: Program,
  pair: Pair,
  coverage?: Coverage,
  checks: Checks = AGREEMENT_ONLY,
): Difference | undefined {
  return inLockstep({ world, ops }, pair, coverage, checks).difference;
}

/** As {@link lockstep}, with what else can be said of the run. */
export function inLockstep(
  { world, ops }: Program,
  pair: Pair,
  coverage?: Coverage,
  checks: Checks = AGREEMENT_ONLY,
): Lockstep {
  const run = new Lockstep(world, pair, coverage, checks);
  if (ops.length === 0) run.interrogate();
  for (let i = 0; i < ops.length && !run.isOver; i++) {
    const op = ops[i];
    if (op !== undefined) run.step(op, i === ops.length - 1);
  }
  return run;
}

/**
 * Two kernels on their way through one program. It is over at their first difference; as a guide of generation it goes on with the
 * left kernel alone.
 */
export class Lockstep implements Guide {
  readonly #world: World;
  readonly #pair: Pair;
  readonly #coverage: Coverage | undefined;
  readonly #checks: Checks;
  readonly #left: Side;
  readonly #right: Side;
  /** What generation has in view once the left side was asked for more than the operations of the program. */
  #guide: LoneGuide | undefined;
  readonly #ops: Op[] = [];
  /** What the left kernel applies while it is asked; what is only looked at applies rules, too. */
  readonly #rules = new RuleLog();
  #asking = false;
  #difference: Difference | undefined;
  #isOver = false;
  #firstRefused = Infinity;
  /** What the left side said last. */
  #said: Outcome | string = "";
  /** What the last operation did on the left side, as far as it has been looked at. */
  #answer: Outcome | string = "";
  #effects: LedgerEffects | undefined;

  constructor(world: World, pair: Pair, coverage: Coverage | undefined, checks: Checks) {
    this.#world = world;
    this.#pair = pair;
    this.#coverage = coverage;
    this.#checks = checks;
    const onRule = (rule: RuleId): void => {
      if (!this.#asking) return;
      this.#rules.add(rule);
      coverage?.rule(rule);
    };
    this.#left = new Side(pair.left(kernelConfig(world, onRule)), world, checks.laws);
    this.#right = new Side(pair.right(kernelConfig(world)), world, checks.laws);
  }

  /** Where and how the kernels parted, if they did. */
  get difference(): Difference | undefined {
    return this.#difference;
  }

  /** Whether nothing is compared any more: after a difference, or an operation that makes the program none. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The index of the first operation that both refused, Infinity if there is none: as far as can be seen it changed nothing. */
  get firstRefused(): number {
    return this.#firstRefused;
  }

  get session(): Session {
    return (this.#guide ?? this.#left).session;
  }

  get space(): SpaceLog {
    return (this.#guide ?? this.#left).space;
  }

  get before(): SpaceLog {
    return (this.#guide ?? this.#left).before;
  }

  run(op: Op, isLast: boolean): Ran {
    const guide = this.#guide;
    if (!this.#isOver) this.step(op, isLast);
    else if (guide === undefined) {
      this.#answer = this.#left.make(op);
      this.#effects = undefined;
    }
    if (guide !== undefined) return guide.run(op);
    const outcome = answered(op, this.#answer);
    return { outcome, effects: this.#effects ?? this.#left.settle(op, outcome) };
  }

  /** Makes the next operation on both kernels, and compares; at the last, all that there is to ask. */
  step(op: Op, isLast: boolean): void {
    const step = this.#ops.length;
    this.#ops.push(op);
    this.#effects = undefined;
    const outcome = this.#ask(op);
    this.#answer = this.#said;
    if ("field" in outcome) return this.#part(step, op, outcome);
    // LEASE-03: what releases no live lease is no program; shrinking can come to one.
    if (op.call === "release" && outcome.first !== "released") {
      this.#isOver = true;
      return;
    }
    if (outcome.status !== Status.OK && this.#firstRefused > step) this.#firstRefused = step;
    const { session, space } = this.#left;
    this.#coverage?.answered(op, outcome.status, session, space, this.#rules);
    const isCheck = isLast || (step + 1) % this.#checks.checkEvery === 0;
    const parting = this.#settle(op, outcome, isCheck);
    if (parting !== undefined) return this.#part(step, op, parting);
    const accesses = pageQuestions(op, outcome, session, this.#right.session);
    if ("field" in accesses) return this.#part(step, op, accesses);
    if (accesses.length > 0) this.#detachGuide();
    for (const access of accesses) {
      const seen = this.#ask(access);
      if ("field" in seen) return this.#part(step + 1, access, seen);
    }
    if (isCheck) this.interrogate();
  }

  /** Asks all that there is to ask in the present state. */
  interrogate(): void {
    const made = { world: this.#world, ops: this.#ops };
    interrogate(made, this.#left.session, this.#right.session, this.#left.space, (op) => {
      const outcome = this.#ask(op);
      if (!("field" in outcome)) return false;
      this.#part(this.#ops.length, op, outcome);
      return true;
    });
  }

  /** Makes `op` on both: what both answered, or how they parted. */
  #ask(op: Op): Outcome | Parting {
    this.#rules.clear();
    this.#asking = true;
    this.#said = this.#left.make(op);
    this.#asking = false;
    return compareOutcomes(op, this.#said, this.#right.make(op));
  }

  /** Looks at what `op` did on both. */
  #settle(op: Op, outcome: Outcome, isCheck: boolean): Parting | undefined {
    const [left, right] = [this.#left, this.#right];
    const effects = settled(left, op, outcome);
    this.#effects = typeof effects === "string" ? NO_EFFECTS : effects;
    const others = settled(right, op, outcome);
    if (typeof effects === "string" || typeof others === "string") return compareExceptions(effects, others);
    return (
      compareEffects(effects, others) ??
      compareSpaces(left.space, right.space) ??
      brokenLaw(left.broken(op, outcome, effects), right.broken(op, outcome, others)) ??
      (isCheck ? brokenLaw(left.unsound(), right.unsound()) : undefined)
    );
  }

  #part(step: number, op: Op, parting: Parting): void {
    this.#difference = { step, op, ...parting, rules: this.#rules.distinct };
    this.#isOver = true;
  }

  /** Gives generation a run of its own, in the same state: what it sees must come of the program's operations alone. */
  #detachGuide(): void {
    if (this.#guide !== undefined) return;
    this.#guide = new LoneGuide(this.#pair.left, this.#world);
    for (const op of this.#ops) this.#guide.run(op);
  }
}

/** What an operation did on one side, or what the kernel threw when that was looked at. */
function settled(side: Side, op: Op, outcome: Outcome): LedgerEffects | string {
  try {
    return side.settle(op, outcome);
  } catch (error) {
    return exceptionText(error);
  }
}

function brokenLaw(left: Breach | undefined, right: Breach | undefined): Parting | undefined {
  const law = (left ?? right)?.law;
  if (law === undefined) return undefined;
  const says = (breach: Breach | undefined): string => (breach?.law === law ? breach.what : "kept");
  return { field: `law ${law}`, left: says(left), right: says(right) };
}
