import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

/** Where Debian, its derivatives and Google put it; .ci/run installs Debian's. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Undefined where there is none that runs (some are stubs that ask to install another): the tests that need one are then skipped. */
export const CHROMIUM: string | undefined = PLACES.find(
  (path) => existsSync(path) && spawnSync(path, ["--version"]).status === 0,
);

/** Why tests in the browser are skipped, for their title. */
export const IN_CHROMIUM: string =
  CHROMIUM === undefined ? `in Chromium (SKIPPED: none that runs at ${PLACES.join(", ")})` : "in Chromium";

export interface Opened {
  readonly page: Page;
  /** What a page must not do: console messages, errors, dialogs, requests that are not for its own file. */
  readonly complaints: readonly string[];
}

export interface PageOptions {
  /** Such as `#trace=0&step=3`. */
  readonly hash?: string;
  readonly width?: number;
}

/** A browser for the tests of a file, which opens pages that it is given as text. */
export function browserForTests(): (html: string, options?: PageOptions) => Promise<Opened> {
  let folder: string;
  let browser: Browser;
  let pages = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "vmar-fuzz-report-"));
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  return async (html, { hash = "", width = 1300 } = {}) => {
    const file = join(folder, `${pages++}.html`);
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(`request: ${request.url()}`);
    });
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    return { page, complaints };
  };
}
