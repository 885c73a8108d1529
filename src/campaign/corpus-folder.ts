import { existsSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { TraceError } from "../trace/error.ts";
import { readTraceFile } from "../trace/files.ts";
import { printTrace } from "../trace/print.ts";
import type { Trace } from "../trace/types.ts";
import { removeLeftovers, writeAtomically } from "./atomic-file.ts";
import { contentHash, foundName, savedBucket } from "./content.ts";
import { traceFiles } from "./corpus.ts";

/** Where a trace is after it was added, and how it came there. */
export interface Added {
  readonly path: string;
  /**
   * `added`; `known`: the folder has the same content; `kept`: its bucket has an entry that is no longer; `replaced`: it took the
   * place of its bucket's longer entry.
   */
  readonly how: "added" | "known" | "kept" | "replaced";
}

interface Entry {
  readonly trace: Trace;
  readonly path: string;
}

/** The name of the folder of new failures. */
export const FOUND = "found";

/**
 * A folder of the corpus, a trace a file, to which traces are added.
 *
 * A file is named by its content: in a folder called `found` `found-<call>-<hash>`, elsewhere `<name of the trace>-<hash>`. The
 * same content is there once. In a folder of found traces there is also but one for each bucket ({@link savedBucket}), the shortest:
 * one bug makes one entry, however often it is found.
 */
export class CorpusFolder {
  readonly #folder: string;
  readonly #isFound: boolean;
  readonly #byContent = new Map<string, string>();
  readonly #byBucket = new Map<string, Entry[]>();

  /** @param isFound whether the folder holds found traces, whatever it is called */
  constructor(folder: string, isFound: boolean = basename(folder) === FOUND) {
    this.#folder = folder;
    this.#isFound = isFound;
    if (existsSync(folder)) removeLeftovers(folder);
    for (const file of traceFiles(folder)) this.#takeIn(file);
  }

  add(trace: Trace): Added {
    const hash = contentHash(trace);
    const known = this.#byContent.get(hash);
    if (known !== undefined) return { path: known, how: "known" };
    const name = this.#nameOf(trace, hash);
    const entry = { trace: { ...trace, name }, path: join(this.#folder, `${name}.json`) };
    const bucket = this.#bucketOf(trace);
    const others = bucket === undefined ? [] : (this.#byBucket.get(bucket) ?? []);
    const shortest = others.toSorted(byLength)[0];
    if (shortest !== undefined && byLength(shortest, entry) <= 0) return { path: shortest.path, how: "kept" };
    writeAtomically(entry.path, printTrace(entry.trace));
    // Only now that the new one is safe. A file of several traces is nobody's entry alone.
    for (const { path } of others) if (path.endsWith(".json")) rmSync(path, { force: true });
    this.#remember(entry, hash);
    return { path: entry.path, how: shortest === undefined ? "added" : "replaced" };
  }

  #takeIn(file: string): void {
    try {
      for (const { trace } of readTraceFile(file)) this.#remember({ trace, path: file }, contentHash(trace));
    } catch (error) {
      // A broken file is what `corpus check` tells; it must not keep a new failure from being saved.
      if (!(error instanceof TraceError)) throw error;
    }
  }

  #remember(entry: Entry, hash: string): void {
    this.#byContent.set(hash, entry.path);
    const bucket = this.#bucketOf(entry.trace);
    if (bucket !== undefined) this.#byBucket.set(bucket, [...(this.#byBucket.get(bucket) ?? []), entry]);
  }

  #bucketOf(trace: Trace): string | undefined {
    return this.#isFound ? savedBucket(trace) : undefined;
  }

  #nameOf(trace: Trace, hash: string): string {
    if (this.#isFound) return foundName(trace, hash);
    const given = trace.name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(0, MOST_LETTERS);
    return given.endsWith(`-${hash}`) ? given : `${given}-${hash}`;
  }
}

/** The most letters of a given name that go into a file's name. */
const MOST_LETTERS = 80;

/** By steps, then by length of the text, then by the text itself: the same order whatever was found first. */
function byLength(a: Entry, b: Entry): number {
  const [textA, textB] = [printTrace(a.trace), printTrace(b.trace)];
  return (
    a.trace.steps.length - b.trace.steps.length ||
    textA.length - textB.length ||
    (textA === textB ? 0 : textA < textB ? -1 : 1)
  );
}
