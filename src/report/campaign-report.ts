import type { CorpusResult } from "../campaign/corpus.ts";
import type { CampaignResult } from "../campaign/campaign.ts";
import type { NamedKernel } from "../trace/session.ts";

/** Everything that a reporter tells of a run. */
export interface CampaignReport {
  readonly seed: string;
  readonly profile: string;
  readonly maxOps: number;
  readonly checkEvery: number | undefined;
  readonly left: NamedKernel;
  readonly right: NamedKernel;
  /** Undefined if no corpus was replayed. */
  readonly corpus: CorpusResult | undefined;
  readonly result: CampaignResult;
  /** The file that holds the failing program, if there is one. */
  readonly saved: string | undefined;
  /** Rules that were required and not reached. */
  readonly missing: readonly string[];
}

/** Whether the run found nothing wrong. */
export function isClean({ corpus, result, missing }: CampaignReport): boolean {
  return result.failure === undefined && (corpus?.failures.length ?? 0) === 0 && missing.length === 0;
}

/** The commands that show a failure again. */
export function replayCommands(report: CampaignReport): string[] {
  const { seed, profile, maxOps, checkEvery, left, right, result, saved } = report;
  const replay = saved === undefined ? [] : [replayCommand(saved, left.name, right.name)];
  const place = result.failure?.place;
  if (place === undefined) return replay;
  const kernels = `--left ${shellWord(left.name)} --right ${shellWord(right.name)}`;
  const checks = checkEvery === undefined ? "" : ` --check-every ${checkEvery}`;
  const programs = `--seed ${shellWord(seed)} --profile ${profile} --max-ops ${maxOps}${checks}`;
  const again = `npx vmar-fuzz run ${programs} ${kernels} --path ${place}`;
  return [...replay, again];
}

/** The command that replays a saved failure. */
export function replayCommand(saved: string, left: string, right: string): string {
  const kernels = `--kernel ${shellWord(left)} --kernel ${shellWord(right)}`;
  return `npx vmar-fuzz replay ${shellWord(saved)} ${kernels}`;
}

function shellWord(text: string): string {
  return /^[\w.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
