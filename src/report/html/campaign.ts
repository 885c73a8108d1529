import { basename } from "node:path";
import { findFault } from "../../../models/faulty/index.ts";
import { RANGE_CALLS, RELATIONS } from "../../fuzz/coverage.ts";
import { RULE_IDS, UNREACHABLE_RULES } from "../../zircon/rules.ts";
import { Status } from "../../zircon/status.ts";
import { keysOf } from "../../zircon/typed.ts";
import type {
  CampaignResultFile,
  Counts,
  FailurePart,
  KillPart,
  ResultFile,
  TimingSample,
  TimingsFile,
} from "../results.ts";
import type { BucketData, CampaignData, FamilyData, KillRow, ShapeData, SpeedData } from "./campaign-wire.ts";

/** A bug that campaigns found: its smallest program, and the first campaign that found that one. */
export interface Bucket {
  readonly failure: FailurePart;
  readonly campaign: CampaignResultFile;
  /** Campaigns that found it. */
  readonly found: number;
}

/** The bugs that campaigns found, in the order in which they come first. */
export function bucketsOf(results: readonly ResultFile[]): Bucket[] {
  const buckets = new Map<string, Bucket>();
  for (const campaign of campaignsIn(results)) {
    const { failure } = campaign;
    if (failure === null) continue;
    const known = buckets.get(failure.bucket);
    const found = (known?.found ?? 0) + 1;
    const isSmaller = known === undefined || sizeOf(failure) < sizeOf(known.failure);
    buckets.set(failure.bucket, isSmaller ? { failure, campaign, found } : { ...known, found });
  }
  return [...buckets.values()];
}

/** By lines, then by letters. */
function sizeOf({ program }: FailurePart): number {
  return program.length * 1e6 + program.join("\n").length;
}

/**
 * What a page tells of campaigns: their sums, and each bug that they found.
 *
 * @param walks the trace of the page that walks through each bucket's program, -1 for none
 */
export function campaignData(
  results: readonly ResultFile[],
  buckets: readonly Bucket[],
  walks: readonly number[],
): CampaignData {
  const campaigns = campaignsIn(results);
  const places = new Map(buckets.map(({ failure }, index) => [failure.bucket, index]));
  return {
    campaigns: campaigns.map(
      ({ seed, profile, kernels, runs, operations, corpus, interrupted, failure, missing }) => ({
        seed,
        profile,
        // A kernel of one's own is named by its path.
        left: basename(kernels.left),
        right: basename(kernels.right),
        runs,
        operations,
        corpusTraces: corpus?.traces ?? 0,
        interrupted,
        bucket: failure === null ? -1 : (places.get(failure.bucket) ?? -1),
        missing,
      }),
    ),
    buckets: buckets.map((bucket, index) => bucketData(bucket, walks[index] ?? -1)),
    corpusFailures: campaigns.flatMap(({ corpus }) =>
      (corpus?.failures ?? []).map(
        ({ file, trace, step, field, kernel }) => `${trace} (${file}), step ${step}: ${field} on ${kernel}`,
      ),
    ),
    calls: callRows(campaigns),
    families: families(sum(campaigns.map(({ rules }) => rules))),
    shapes: shapes(sum(campaigns.map((campaign) => campaign.shapes))),
    speeds: results.flatMap((result) => (result["vmar-fuzz"] === "timings" ? [speed(result)] : [])),
    kills: results.flatMap((result) => (result["vmar-fuzz"] === "kills" ? result.faults : [])).map(killRow),
  };
}

function campaignsIn(results: readonly ResultFile[]): CampaignResultFile[] {
  return results.filter((result) => result["vmar-fuzz"] === "campaign");
}

function bucketData({ failure, campaign, found }: Bucket, walk: number): BucketData {
  const { call, field, left, right, rules, program, free, shrunkFrom, tries, stopped, commands } = failure;
  return {
    call,
    field,
    left: { kernel: basename(campaign.kernels.left), said: left },
    right: { kernel: basename(campaign.kernels.right), said: right },
    rules,
    program,
    free,
    shrunkFrom,
    tries,
    stopped: stopped ?? "",
    commands,
    found,
    walk,
  };
}

function sum(all: readonly Counts[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const counts of all)
    for (const [key, count] of Object.entries(counts)) total.set(key, (total.get(key) ?? 0) + count);
  return total;
}

function callRows(campaigns: readonly CampaignResultFile[]): CampaignData["calls"] {
  const names = [...new Set(campaigns.flatMap(({ calls }) => Object.keys(calls)))].toSorted();
  const rows = names.map((call) => ({ call, counts: sum(campaigns.map(({ calls }) => calls[call] ?? {})) }));
  // In the ABI's order, OK first.
  const statuses = keysOf(Status).filter((status) => rows.some(({ counts }) => counts.has(status)));
  return {
    statuses,
    rows: rows.map(({ call, counts }) => ({
      call,
      counts: statuses.map((status) => counts.get(status) ?? 0),
    })),
  };
}

function families(hits: ReadonlyMap<string, number>): FamilyData[] {
  const names = [...new Set(RULE_IDS.map(familyOf))];
  return names.map((name) => ({
    name,
    rules: RULE_IDS.filter((id) => familyOf(id) === name).map((id) => {
      const unreachable = UNREACHABLE_RULES[id];
      return { id, hits: hits.get(id) ?? 0, ...(unreachable === undefined ? {} : { unreachable }) };
    }),
  }));
}

function familyOf(id: string): string {
  return id.slice(0, id.indexOf("-"));
}

const DEPTHS = [2, 3, 4, 5];

function shapes(counts: ReadonlyMap<string, number>): ShapeData {
  const relations = RELATIONS.filter((relation) => relation !== "before" && relation !== "after");
  const things = ["region", "mapping"].flatMap((kind) => DEPTHS.map((depth) => `${kind}@${depth}`));
  return {
    relations,
    things,
    calls: RANGE_CALLS.map((call) => ({
      call,
      counts: relations.map((relation) =>
        things.map((thing) => counts.get(`${call} ${relation} ${thing}`) ?? 0),
      ),
    })),
  };
}

/** The most stretches of time that a speed is told for. */
const MOST_STRETCHES = 150;

/** Operations a second in stretches of time that are no shorter than a screen can show. */
function speed({ seed, workers, samples }: TimingsFile): SpeedData {
  const end = samples.at(-1)?.[0] ?? 0;
  const points: (readonly [number, number])[] = [];
  let from: TimingSample = [0, 0, 0];
  for (const sample of samples) {
    const [seconds, , operations] = sample;
    const took = seconds - from[0];
    if (took <= 0 || took < end / MOST_STRETCHES) continue;
    points.push([seconds, Math.round((operations - from[2]) / took)]);
    from = sample;
  }
  return { name: `seed ${seed}, ${workers} worker${workers === 1 ? "" : "s"}`, points };
}

/** A number that was not told is -1. */
function killRow({ id, seeds, killed, operations, seconds, length, seenIn }: KillPart): KillRow {
  return {
    id,
    about: findFault(id)?.about ?? "",
    seeds,
    killed,
    median: operations?.median ?? -1,
    worst: operations?.worst ?? -1,
    secondsMedian: seconds?.median ?? -1,
    secondsWorst: seconds?.worst ?? -1,
    length: length ?? -1,
    seenIn: (seenIn ?? []).join(" "),
  };
}
