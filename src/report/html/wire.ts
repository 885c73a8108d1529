import type { CampaignData } from "./campaign-wire.ts";

/**
 * The data inside of a report page, as its script reads it (assets/report/data.js has the same shapes). Pages are page numbers, so that
 * everything is a number that JSON can write.
 */
export interface ReportData {
  readonly title: string;
  readonly traces: readonly TraceData[];
  /** The contract's text of each rule that any step applied, or of all. */
  readonly rules: Readonly<Record<string, string>>;
  /** Absent where the page is of traces alone. */
  readonly campaign?: CampaignData;
}

export interface TraceData {
  readonly name: string;
  readonly about: string;
  readonly source: string;
  readonly pageSize: number;
  readonly firstPage: number;
  readonly pages: number;
  /** The steps in which something is not as expected. */
  readonly differing: readonly number[];
  readonly steps: readonly StepText[];
  readonly lanes: readonly LaneData[];
}

export interface StepText {
  readonly call: string;
  readonly words: string;
  readonly note: string;
  readonly rust: string;
  readonly cpp: string;
}

export interface LaneData {
  readonly kernel: string;
  readonly start: readonly WireBlock[];
  readonly steps: readonly StepAnswer[];
}

/** A field that is not as it should be, in words; `against` is the kernel whose answer was expected, if no expectation was. */
export interface FailureData {
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
  readonly rule: string;
  readonly against: string;
}

export interface StepAnswer {
  readonly status: string;
  readonly outputs: readonly string[];
  readonly rules: readonly string[];
  readonly failures?: readonly FailureData[];
  /** Where the call points. */
  readonly aim?: readonly [page: number, pages: number];
  /** What becomes of the list of blocks: cut out, put in. Absent if nothing changed. */
  readonly space?: readonly [at: number, removed: number, added: readonly WireBlock[]];
  /** All references that are held; absent if they are as after the step before. */
  readonly held?: readonly WireHeld[];
}

/** Depth, first page, pages, name; of a mapping also what it permits and its offset in the VMO. */
export type WireBlock = readonly (number | string)[];

export interface WireHeld {
  readonly name: string;
  readonly kind: string;
  readonly page: number;
  readonly pages: number;
  readonly broken?: { readonly reason: string; readonly page: number; readonly step: number };
  readonly changed?: boolean;
}
