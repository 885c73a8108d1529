/** What a report page holds of campaigns, as its script reads it (assets/report/campaign.js has the same shapes). */
export interface CampaignData {
  readonly campaigns: readonly CampaignRow[];
  readonly buckets: readonly BucketData[];
  /** Traces of the corpus that failed before anything was generated. */
  readonly corpusFailures: readonly string[];
  readonly calls: { readonly statuses: readonly string[]; readonly rows: readonly CallRow[] };
  readonly families: readonly FamilyData[];
  readonly shapes: ShapeData;
  readonly speeds: readonly SpeedData[];
  readonly kills: readonly KillRow[];
}

export interface CampaignRow {
  readonly seed: string;
  readonly profile: string;
  readonly left: string;
  readonly right: string;
  readonly runs: number;
  readonly operations: number;
  readonly corpusTraces: number;
  readonly interrupted: boolean;
  /** Its failure's place among the buckets; -1 for none. */
  readonly bucket: number;
  /** Rules that were required and not reached. */
  readonly missing: readonly string[];
}

/** Failures that are one bug: the same kernel, call, field and rules. */
export interface BucketData {
  readonly call: string;
  readonly field: string;
  readonly left: Side;
  readonly right: Side;
  readonly rules: readonly string[];
  /** The smallest of the bucket's programs. */
  readonly program: readonly string[];
  /** Arguments that do not matter, by the line in which they are. */
  readonly free: readonly { readonly step: number; readonly argument: string }[];
  readonly shrunkFrom: number;
  readonly tries: number;
  readonly stopped: string;
  readonly commands: readonly string[];
  /** Campaigns that found it. */
  readonly found: number;
  /** The trace of the page that walks through the program; -1 if traces have no words for it. */
  readonly walk: number;
}

export interface Side {
  readonly kernel: string;
  readonly said: string;
}

/** How often a call answered each status. */
export interface CallRow {
  readonly call: string;
  readonly counts: readonly number[];
}

export interface FamilyData {
  readonly name: string;
  readonly rules: readonly RuleRow[];
}

/** How often a rule was applied; of one that calls cannot reach, why. */
export interface RuleRow {
  readonly id: string;
  readonly hits: number;
  readonly unreachable?: string;
}

export interface ShapeData {
  readonly relations: readonly string[];
  /** Such as `region@2`. */
  readonly things: readonly string[];
  /** Of each call a row for each relation with a count for each thing. */
  readonly calls: readonly { readonly call: string; readonly counts: readonly (readonly number[])[] }[];
}

export interface SpeedData {
  readonly name: string;
  /** The end of a stretch in seconds, and operations a second in it. */
  readonly points: readonly (readonly [seconds: number, rate: number])[];
}

export interface KillRow {
  readonly id: string;
  readonly about: string;
  readonly seeds: number;
  readonly killed: number;
  readonly median: number;
  readonly worst: number;
  readonly secondsMedian: number;
  readonly secondsWorst: number;
  readonly length: number;
  readonly seenIn: string;
}
