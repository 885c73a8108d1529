/**
 * Which of a killer's programs come to a mutant's place, as seen where the models ran intact: on the others the mutant cannot show, so
 * they are not run on it. Kept in a file, as each process that runs mutants needs it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { CoverageData, MutantCoverage } from "@stryker-mutator/api/core";

/** By killer and mutant: a bit for each program. */
export class Reached {
  readonly #killers: Map<string, Map<string, Uint8Array>>;

  constructor(killers: Map<string, Map<string, Uint8Array>> = new Map()) {
    this.#killers = killers;
  }

  /**
   * Takes over what was noted of the first `programs` programs of a killer, each under the name that {@link programName} gives it, and
   * leaves what Stryker wants to know in its place: what the killer as a whole comes to.
   */
  take(killer: string, programs: number, { perTest }: MutantCoverage): void {
    const mutants = new Map<string, Uint8Array>();
    const whole: CoverageData = {};
    for (let program = 0; program < programs; program++) {
      const name = programName(killer, program);
      for (const [mutant, times] of Object.entries(perTest[name] ?? {})) {
        let bits = mutants.get(mutant);
        if (bits === undefined) mutants.set(mutant, (bits = new Uint8Array(Math.ceil(programs / 8))));
        bits[program >> 3] = (bits[program >> 3] ?? 0) | (1 << (program & 7));
        whole[mutant] = (whole[mutant] ?? 0) + times;
      }
      delete perTest[name];
    }
    perTest[killer] = whole;
    this.#killers.set(killer, mutants);
  }

  /** Whether a program comes to a mutant. */
  has(killer: string, mutant: string, program: number): boolean {
    const bits = this.#killers.get(killer)?.get(mutant);
    return ((bits?.[program >> 3] ?? 0) & (1 << (program & 7))) !== 0;
  }

  write(file: string): void {
    const killers = [...this.#killers].map(([killer, mutants]) => [
      killer,
      [...mutants].map(([mutant, bits]) => [mutant, Buffer.from(bits).toString("base64")]),
    ]);
    writeFileSync(file, JSON.stringify(killers));
  }

  static read(file: string): Reached {
    const killers: [string, [string, string][]][] = JSON.parse(readFileSync(file, "utf8"));
    return new Reached(
      new Map(
        killers.map(([killer, mutants]) => [
          killer,
          new Map(mutants.map(([mutant, bits]) => [mutant, Buffer.from(bits, "base64")])),
        ]),
      ),
    );
  }
}

/** What coverage of one program of a killer is noted under. */
export function programName(killer: string, program: number): string {
  return `${killer} #${program}`;
}
