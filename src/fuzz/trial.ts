import { Arbitrary, type Random, Stream, Value } from "fast-check";
import { programs } from "./arbitrary.ts";
import type { Coverage } from "./coverage.ts";
import { Draw } from "./draw.ts";
import type { ShardOptions } from "./fuzz.ts";
import { generate } from "./generate.ts";
import { type Checks, type Difference, Lockstep, lockstep } from "./lockstep.ts";
import type { Program } from "./program.ts";

/** A program and what became of it on two kernels. */
export interface Trial {
  readonly program: Program;
  readonly difference: Difference | undefined;
}

/**
 * Programs that have run, as a fast-check arbitrary that does not shrink.
 *
 * They are those of {@link programs}. Where the left kernel is the one that generation looks at, and nothing but a program's operations
 * is asked before its end, one run of it serves both: the program runs while it comes to be.
 */
export function trials(options: ShardOptions, coverage: Coverage, checks: () => Checks): Arbitrary<Trial> {
  if (options.left === options.guide && options.pool === undefined && options.checkEvery === undefined) {
    return new TrialArbitrary(options, coverage, checks);
  }
  return programs(options).map((program) => ({
    program,
    difference: lockstep(program, options, coverage, checks()),
  }));
}

class TrialArbitrary extends Arbitrary<Trial> {
  readonly #options: ShardOptions;
  readonly #coverage: Coverage;
  readonly #checks: () => Checks;

  constructor(options: ShardOptions, coverage: Coverage, checks: () => Checks) {
    super();
    this.#options = options;
    this.#coverage = coverage;
    this.#checks = checks;
  }

  override generate(random: Random): Value<Trial> {
    const { profile, maxOps } = this.#options;
    let run: Lockstep | undefined;
    const program = generate(new Draw(random), profile, maxOps, (world) => {
      run = new Lockstep(world, this.#options, this.#coverage, this.#checks());
      return run;
    });
    return new Value({ program, difference: run?.difference }, undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Trial {
    return false;
  }

  override shrink(): Stream<Value<Trial>> {
    return Stream.nil();
  }
}
