import { Arbitrary, type Random, Stream, Value, stream } from "fast-check";
import type { KernelFactory } from "../zircon/index.ts";
import { Draw } from "./draw.ts";
import { generate } from "./generate.ts";
import { LoneGuide } from "./guide.ts";
import { mutate } from "./mutate.ts";
import type { Pool } from "./pool.ts";
import type { Profile } from "./profile.ts";
import type { Program } from "./program.ts";
import { candidates } from "./shrink.ts";

export interface ProgramConstraints {
  readonly profile: Profile;
  /** The most operations that a program may have. */
  readonly maxOps: number;
  /** The kernel that generation looks at; the reference model. */
  readonly guide: KernelFactory;
  /** What a guided campaign has kept: half of the programs are made of these. */
  readonly pool?: Pool;
}

/** Programs as a fast-check arbitrary: state-aware generation, and shrinking that repairs references. */
export function programs(constraints: ProgramConstraints): Arbitrary<Program> {
  return new ProgramArbitrary(constraints);
}

class ProgramArbitrary extends Arbitrary<Program> {
  readonly #constraints: ProgramConstraints;

  constructor(constraints: ProgramConstraints) {
    super();
    this.#constraints = constraints;
  }

  override generate(random: Random): Value<Program> {
    const { profile, maxOps, guide, pool } = this.#constraints;
    const draw = new Draw(random);
    const isMutated = pool !== undefined && pool.size > 0 && draw.chance(50);
    const program = isMutated
      ? mutate(draw, profile, maxOps, guide, [pool.pick(draw), pool.pick(draw)])
      : generate(draw, profile, maxOps, (world) => new LoneGuide(guide, world));
    return new Value(program, 0);
  }

  override canShrinkWithoutContext(value: unknown): value is Program {
    return typeof value === "object" && value !== null && "ops" in value && "world" in value;
  }

  /** The context is the pass that shrank last: the next round begins there. */
  override shrink(value: Program, context: unknown): Stream<Value<Program>> {
    const pass = typeof context === "number" ? context : 0;
    return stream(candidates(value, pass)).map(({ program, pass: next }) => new Value(program, next));
  }
}
