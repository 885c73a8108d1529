/**
 * The files that commands write about whole campaigns, for `vmar-fuzz report` to make pages of. Each names its kind in its field
 * `vmar-fuzz`, which no trace has.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { mismatch, TraceError } from "../trace/error.ts";
import { hasKey, keysOf } from "../zircon/typed.ts";

/** `vmar-fuzz run --reporter json`. */
export interface CampaignResultFile {
  readonly "vmar-fuzz": "campaign";
  readonly seed: string;
  readonly profile: string;
  readonly kernels: { readonly left: string; readonly right: string };
  readonly corpus: CorpusPart | null;
  readonly runs: number;
  readonly operations: number;
  readonly interrupted: boolean;
  readonly failure: FailurePart | null;
  /** Of each call, how often it answered each status. */
  readonly calls: Readonly<Record<string, Counts>>;
  readonly rules: Counts;
  readonly unreachedRules: readonly string[];
  readonly shapes: Counts;
  readonly unreachedShapes: readonly string[];
  readonly missing: readonly string[];
}

export type Counts = Readonly<Record<string, number>>;

export interface CorpusPart {
  readonly traces: number;
  readonly steps: number;
  readonly failures: readonly {
    readonly file: string;
    readonly trace: string;
    readonly step: number;
    readonly field: string;
    readonly kernel: string;
  }[];
}

export interface FailurePart {
  readonly call: string;
  readonly field: string;
  readonly left: string;
  readonly right: string;
  readonly rules: readonly string[];
  /** What the failures of one bug share. */
  readonly bucket: string;
  /** The smallest program, a line for each call. */
  readonly program: readonly string[];
  /** The arguments of it that do not matter. */
  readonly free: readonly { readonly step: number; readonly argument: string }[];
  readonly shrunkFrom: number;
  readonly tries: number;
  readonly stopped: string | null;
  readonly path: string | null;
  readonly saved: string | null;
  /** The commands that show it again. */
  readonly commands: readonly string[];
  /** The smallest program as a trace; null if the trace format has no words for it. */
  readonly trace: unknown;
}

/** `vmar-fuzz run --timings`. */
export interface TimingsFile {
  readonly "vmar-fuzz": "timings";
  readonly seed: string;
  readonly workers: number;
  readonly samples: readonly TimingSample[];
}

/** Seconds since the first program began, programs and operations until then. */
export type TimingSample = readonly [seconds: number, runs: number, operations: number];

/** `vmar-fuzz faults --kill --reporter json`. */
export interface KillsFile {
  readonly "vmar-fuzz": "kills";
  readonly faults: readonly KillPart[];
}

export interface KillPart {
  readonly id: string;
  /** Hunts, and those of them that found it. */
  readonly seeds: number;
  readonly killed: number;
  /** To the first difference, in the hunts that found it. */
  readonly operations?: Spread | null | undefined;
  readonly seconds?: Spread | null | undefined;
  /** Operations of the shrunk programs, median. */
  readonly length?: number | null | undefined;
  /** The fields in which the differences were seen. */
  readonly seenIn?: readonly string[] | undefined;
}

export interface Spread {
  readonly median: number;
  readonly worst: number;
}

export type ResultFile = CampaignResultFile | TimingsFile | KillsFile;

const natural = z.number().int().nonnegative();
const counts = z.record(z.string(), natural);
const strings = z.array(z.string());
const spread = z.object({ median: z.number().nonnegative(), worst: z.number().nonnegative() });

const schemas: { readonly [Kind in ResultFile["vmar-fuzz"]]: z.ZodType<ResultFile> } = {
  campaign: z.object({
    "vmar-fuzz": z.literal("campaign"),
    seed: z.string(),
    profile: z.string(),
    kernels: z.object({ left: z.string(), right: z.string() }),
    corpus: z
      .object({
        traces: natural,
        steps: natural,
        failures: z.array(
          z.object({
            file: z.string(),
            trace: z.string(),
            step: natural,
            field: z.string(),
            kernel: z.string(),
          }),
        ),
      })
      .nullable(),
    runs: natural,
    operations: natural,
    interrupted: z.boolean(),
    failure: z
      .object({
        call: z.string(),
        field: z.string(),
        left: z.string(),
        right: z.string(),
        rules: strings,
        bucket: z.string(),
        program: strings,
        free: z.array(z.object({ step: natural, argument: z.string() })),
        shrunkFrom: natural,
        tries: natural,
        stopped: z.string().nullable(),
        path: z.string().nullable(),
        saved: z.string().nullable(),
        commands: strings,
        trace: z.unknown(),
      })
      .nullable(),
    calls: z.record(z.string(), counts),
    rules: counts,
    unreachedRules: strings,
    shapes: counts,
    unreachedShapes: strings,
    missing: strings,
  }),
  timings: z.object({
    "vmar-fuzz": z.literal("timings"),
    seed: z.string(),
    workers: z.number().int().positive(),
    samples: z.array(z.tuple([z.number().nonnegative(), natural, natural])),
  }),
  kills: z.object({
    "vmar-fuzz": z.literal("kills"),
    faults: z.array(
      z.object({
        id: z.string(),
        seeds: z.number().int().positive(),
        killed: natural,
        operations: spread.nullish(),
        seconds: spread.nullish(),
        length: z.number().nonnegative().nullish(),
        seenIn: strings.optional(),
      }),
    ),
  }),
};

/**
 * The result in a file; undefined if it holds none, as a trace does not.
 *
 * @throws TraceError for a malformed result
 */
export function readResultFile(file: string): ResultFile | undefined {
  const content = file.endsWith(".json") ? jsonIn(file) : undefined;
  if (typeof content !== "object" || content === null || !("vmar-fuzz" in content)) return undefined;
  const kind = content["vmar-fuzz"];
  if (typeof kind !== "string" || !hasKey(schemas, kind)) {
    throw new TraceError(
      { file, field: "vmar-fuzz" },
      mismatch(`one of ${keysOf(schemas).join(", ")}`, kind),
    );
  }
  const parsed = schemas[kind].safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TraceError({ file, field: issue?.path.join(".") ?? "" }, issue?.message ?? "malformed");
}

/** What cannot be read is told by whoever reads it as a trace. */
function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
