import type { Walk } from "../walk/walk.ts";
import { reportData } from "./data.ts";
import { reportPage } from "./page.ts";

/** Walks through traces as one web page that stands alone. */
export function htmlReport(walks: readonly Walk[], title: string): string {
  return reportPage(reportData(walks, title));
}
