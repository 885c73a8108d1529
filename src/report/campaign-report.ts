import type { CorpusResult } from "../campaign/corpus.ts";
import type { CampaignResult } from "../campaign/campaign.ts";
import type { NamedKernel } from "../trace/session.ts";

/** Everything that a reporter tells of a run. */
export interface CampaignReport {
  readonly seed: string;
  readonly profile: string;
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
export function replayCommands({ seed, profile, left, right, result, saved }: CampaignReport): string[] {
  const place = result.failure?.place;
  if (place === undefined) return [];
  const kernels = `--left ${left.name} --right ${right.name}`;
  const again = `npx vmar-fuzz run --seed ${shellWord(seed)} --profile ${profile} ${kernels} --path ${place}`;
  const replay = `npx vmar-fuzz replay ${saved} --kernel ${left.name} --kernel ${right.name}`;
  return saved === undefined ? [again] : [replay, again];
}

function shellWord(text: string): string {
  return /^[\w.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
