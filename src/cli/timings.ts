import type { Progress } from "../campaign/campaign.ts";
import type { TimingSample, TimingsFile } from "../report/results.ts";
import { writeOutput } from "./output.ts";

/** The most samples that a file holds; when there are more, every second is dropped. */
const MOST_SAMPLES = 1000;

/** How fast a campaign is, in a file of its own: the result itself holds nothing that a clock says. */
export class Timings {
  readonly #seconds: () => number;
  #samples: TimingSample[] = [];
  #last: TimingSample | undefined;
  #every = 1;
  #seen = 0;

  /** @param seconds since the first program began */
  constructor(seconds: () => number) {
    this.#seconds = seconds;
  }

  update({ phase, runs, operations }: Progress): void {
    if (phase !== "run") return;
    this.#last = [Number(this.#seconds().toFixed(4)), runs, operations];
    if (this.#seen++ % this.#every !== 0) return;
    this.#samples.push(this.#last);
    if (this.#samples.length < MOST_SAMPLES) return;
    this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }

  /** @throws TraceError if the file cannot be written */
  write(file: string, { seed, workers }: { readonly seed: string; readonly workers: number }): void {
    const samples = [...this.#samples];
    if (this.#last !== undefined && samples.at(-1) !== this.#last) samples.push(this.#last);
    const content: TimingsFile = { "vmar-fuzz": "timings", seed, workers, samples };
    writeOutput(file, `${JSON.stringify(content)}\n`);
  }
}
