import type { ResultFile } from "../results.ts";
import type { Walk } from "../walk/walk.ts";
import { type Bucket, campaignData } from "./campaign.ts";
import { reportData } from "./data.ts";
import { reportPage } from "./page.ts";

export { type Bucket, bucketsOf } from "./campaign.ts";

/** What a page tells of campaigns besides traces. */
export interface CampaignPart {
  readonly results: readonly ResultFile[];
  readonly buckets: readonly Bucket[];
  /** The walk through each bucket's program, -1 for none. */
  readonly walks: readonly number[];
}

/** Walks through traces, and what campaigns reached and found, as one web page that stands alone. */
export function htmlReport(walks: readonly Walk[], title: string, campaign?: CampaignPart): string {
  const told =
    campaign === undefined ? undefined : campaignData(campaign.results, campaign.buckets, campaign.walks);
  return reportPage(reportData(walks, title, told));
}
