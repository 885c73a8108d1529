// The page of campaigns: what they reached and what they found (src/report/html/campaign-wire.ts has the shapes of the data).

import { chart, heat, longCount, shortCount } from "./chart.js";
import { make, svgElement } from "./dom.js";

/**
 * @typedef {{ seed: string, profile: string, left: string, right: string, runs: number, operations: number, corpusTraces: number,
 *   interrupted: boolean, bucket: number, missing: string[] }} CampaignRow
 * @typedef {{ kernel: string, said: string }} Side
 * @typedef {{ call: string, field: string, left: Side, right: Side, rules: string[], program: string[],
 *   free: { step: number, argument: string }[], shrunkFrom: number, tries: number, stopped: string, commands: string[],
 *   found: number, walk: number }} Bucket
 * @typedef {{ id: string, hits: number, unreachable?: string }} RuleRow
 * @typedef {{ name: string, rules: RuleRow[] }} Family
 * @typedef {{ relations: string[], things: string[], calls: { call: string, counts: number[][] }[] }} Shapes
 * @typedef {{ name: string, points: [number, number][] }} Speed
 * @typedef {{ id: string, about: string, seeds: number, killed: number, median: number, worst: number, secondsMedian: number,
 *   secondsWorst: number, length: number, seenIn: string }} Kill
 * @typedef {{ campaigns: CampaignRow[], buckets: Bucket[], corpusFailures: string[],
 *   calls: { statuses: string[], rows: { call: string, counts: number[] }[] }, families: Family[], shapes: Shapes,
 *   speeds: Speed[], kills: Kill[] }} Campaign
 */

/**
 * @param {Campaign} campaign
 * @param {Record<string, string>} texts the contract's words for rules
 * @returns {Node[]}
 */
export function campaignSections(campaign, texts) {
  const { campaigns, buckets, corpusFailures, calls, families, shapes, speeds, kills } = campaign;
  const ran = campaigns.length > 0;
  return [
    verdict(campaign),
    ...buckets.map((bucket, index) => bucketCard(bucket, index, texts)),
    ...(corpusFailures.length > 0 ? [corpusCard(corpusFailures)] : []),
    ...(campaigns.length > 1 ? [campaignTable(campaigns)] : []),
    ...(ran ? [callCard(calls), ruleCard(families, texts), shapeCard(shapes)] : []),
    ...(speeds.length > 0 ? [speedCard(speeds)] : []),
    ...(kills.length > 0 ? [killCard(kills)] : []),
  ];
}

/** @param {string} title @param {string} about @param {(Node | string)[]} children */
function section(title, about, ...children) {
  const id = `s-${title.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
  return make(
    "section",
    { class: "card", "aria-labelledby": id },
    make("h2", { id }, title),
    ...(about === "" ? [] : [make("p", { class: "about" }, about)]),
    ...children,
  );
}

/** @param {number} count @param {string} what */
function counted(count, what) {
  return `${longCount(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** @param {Campaign} campaign */
function verdict({ campaigns, buckets, corpusFailures, families, shapes, speeds, kills }) {
  const runs = campaigns.reduce((sum, row) => sum + row.runs, 0);
  const operations = campaigns.reduce((sum, row) => sum + row.operations, 0);
  const bad =
    buckets.length > 0 || corpusFailures.length > 0 || campaigns.some(({ missing }) => missing.length > 0);
  const card = make("section", {
    class: `card verdict${bad ? " differs" : ""}`,
    "aria-labelledby": "verdict",
  });
  card.append(make("h1", { id: "verdict" }, verdictText(campaigns, buckets, corpusFailures, kills)));
  const subjects = [
    ...new Set(
      campaigns.map(({ left, right, profile }) => `${right} tried against ${left}, profile ${profile}`),
    ),
  ];
  const [first] = campaigns;
  if (first !== undefined) {
    const seed = campaigns.length === 1 ? `, seed ${JSON.stringify(first.seed)}` : "";
    const many =
      subjects.length > 1
        ? `${counted(campaigns.length, "campaign")} of ${subjects.length} kinds`
        : (subjects[0] ?? "");
    card.append(make("p", {}, many + seed));
  }
  for (const { missing } of campaigns)
    if (missing.length > 0)
      card.append(make("p", { class: "never" }, `Required and never reached: ${missing.join(", ")}`));
  if (campaigns.some(({ interrupted }) => interrupted))
    card.append(make("p", { class: "never" }, "Interrupted: this is what was done until then."));
  const reachable = families
    .flatMap(({ rules }) => rules)
    .filter(({ unreachable }) => unreachable === undefined);
  const cells = shapes.calls.flatMap(({ counts }) => counts.flat());
  const rates = speeds.flatMap(({ points }) => points.map(([, rate]) => rate)).toSorted((a, b) => a - b);
  /** @type {[string, string][]} */
  const tiles = [];
  if (first !== undefined) {
    tiles.push(["programs", longCount(runs)], ["operations", longCount(operations)]);
    tiles.push([
      "rules reached",
      `${reachable.filter(({ hits }) => hits > 0).length} of ${reachable.length}`,
    ]);
    tiles.push(["shapes of overlap", `${cells.filter((count) => count > 0).length} of ${cells.length}`]);
    const traces = campaigns.reduce((sum, row) => sum + row.corpusTraces, 0);
    if (traces > 0) tiles.push(["traces replayed first", longCount(traces)]);
  }
  if (rates.length > 0) tiles.push(["operations a second", longCount(rates[rates.length >> 1] ?? 0)]);
  if (kills.length > 0)
    tiles.push([
      "faults found each time",
      `${kills.filter(({ killed, seeds }) => killed === seeds).length} of ${kills.length}`,
    ]);
  card.append(
    make(
      "dl",
      { class: "tiles" },
      ...tiles.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
    ),
  );
  return card;
}

/** @param {CampaignRow[]} campaigns @param {Bucket[]} buckets @param {string[]} corpusFailures @param {Kill[]} kills */
function verdictText(campaigns, buckets, corpusFailures, kills) {
  const parts = [];
  if (buckets.length > 0)
    parts.push(
      buckets.length === 1
        ? `The kernels differ, in ${buckets[0]?.call ?? ""}`
        : `The kernels differ in ${buckets.length} ways`,
    );
  if (corpusFailures.length > 0)
    parts.push(`${counted(corpusFailures.length, "trace")} of the corpus failed`);
  if (parts.length > 0) return `${parts.join("; ")}.`;
  if (campaigns.length > 0) return "The kernels agreed.";
  if (kills.length === 0) return "How fast it was.";
  const found = kills.filter(({ killed, seeds }) => killed === seeds).length;
  return found === kills.length
    ? "Every planted fault was found."
    : `${found} of ${kills.length} planted faults were found each time.`;
}

/** A program's argument is marked by its line only: the line's text has no names. @param {Bucket} bucket @param {number} index @param {Record<string, string>} texts */
function bucketCard(bucket, index, texts) {
  const {
    call,
    field,
    left,
    right,
    rules,
    program,
    free,
    shrunkFrom,
    tries,
    stopped,
    commands,
    found,
    walk,
  } = bucket;
  const lines = program.map((text, line) => {
    const here = free.filter(({ step }) => step === line).map(({ argument }) => argument);
    return make(
      "li",
      { class: line === program.length - 1 ? "differs" : "" },
      make("code", {}, text),
      ...(here.length === 0 ? [] : [make("span", { class: "free" }, `any ${here.join(", ")} will do`)]),
    );
  });
  const said = [left, right].map(({ kernel, said: text }) =>
    make("div", {}, make("dt", {}, kernel), make("dd", {}, make("code", {}, text))),
  );
  const title = make("h2", { id: `bucket-${index}` }, `${call}: ${field} differs`);
  const card = make("section", { class: "card bucket", "aria-labelledby": `bucket-${index}` }, title);
  const stop = stopped === "" ? "" : " (stopped early)";
  card.append(
    make(
      "p",
      { class: "about" },
      `The smallest program that shows it: shrunk from ${shrunkFrom} to ${counted(program.length, "operation")} in ${counted(tries, "try").replace("trys", "tries")}${stop}.${found > 1 ? ` ${found} campaigns found it.` : ""}`,
    ),
    make("ol", { class: "program", start: "0" }, ...lines),
    make("dl", { class: "said" }, ...said),
  );
  if (rules.length > 0)
    card.append(
      make(
        "div",
        { class: "rulelist" },
        ...rules.map((id, at) => ruleItem(id, texts, at >= rules.length - RULES_OPEN)),
      ),
    );
  if (walk >= 0)
    card.append(make("p", {}, make("a", { href: `#trace=${walk}`, class: "button" }, "Walk through it ▶")));
  if (commands.length > 0)
    card.append(
      make("details", {}, make("summary", {}, "See it again"), make("pre", {}, commands.join("\n"))),
    );
  return card;
}

/** Of the rules that a step applied the last ones say most about its answer: their text is open. */
export const RULES_OPEN = 2;

/** @param {string} id @param {Record<string, string>} texts @param {boolean} open */
function ruleItem(id, texts, open) {
  const text = plainText(texts[id] ?? "(the contract tells of it within another rule)");
  return make(
    "details",
    open ? { open: "" } : {},
    make("summary", {}, make("b", {}, id), make("span", {}, text)),
    make("p", {}, text),
  );
}

/** @param {string} text with the marks of Markdown */
export function plainText(text) {
  return text.replaceAll("**", "").replaceAll("`", "");
}

/** @param {string[]} failures */
function corpusCard(failures) {
  return section(
    "Traces of the corpus that failed",
    "Replayed before anything was generated.",
    make("ul", {}, ...failures.map((text) => make("li", {}, text))),
  );
}

/**
 * @param {{ head: string[], rows: (Node | string)[][], numbers?: boolean[], caption?: string, className?: string }} content
 * a cell is a heading in the first column
 */
function dataTable({ head, rows, numbers = [], caption = "", className = "" }) {
  const isNumber = (/** @type {number} */ column) => numbers[column] === true;
  return make(
    "div",
    {
      class: rows.length > 60 ? "scroll tall" : "scroll",
      tabindex: "0",
      role: "region",
      "aria-label": caption === "" ? (head[0] ?? "") : caption,
    },
    make(
      "table",
      { class: className },
      ...(caption === "" ? [] : [make("caption", {}, caption)]),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          ...head.map((text, column) =>
            make("th", { scope: "col", class: isNumber(column) ? "n" : "" }, text),
          ),
        ),
      ),
      make(
        "tbody",
        {},
        ...rows.map((cells) =>
          make(
            "tr",
            {},
            ...cells.map((cell, column) =>
              cell instanceof HTMLTableCellElement
                ? cell
                : make(
                    column === 0 ? "th" : "td",
                    column === 0 ? { scope: "row" } : isNumber(column) ? { class: "n" } : {},
                    cell,
                  ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {CampaignRow[]} campaigns */
function campaignTable(campaigns) {
  const rows = campaigns.map(({ seed, left, right, profile, runs, operations, bucket }) => [
    seed,
    `${right} against ${left}`,
    profile,
    longCount(runs),
    longCount(operations),
    bucket < 0 ? "agreed" : make("a", { href: `#bucket-${bucket}` }, "differs"),
  ]);
  const head = ["seed", "kernels", "profile", "programs", "operations", "result"];
  return section(
    "Campaigns",
    "",
    dataTable({ head, rows, numbers: [false, false, false, true, true], caption: "Campaigns" }),
  );
}

/** A cell whose shade is its count. @param {number} count @param {number} most @param {string} about */
function heatCell(count, most, about) {
  const cell = make("td", { class: `n heat h${heat(count, most)}`, title: `${about}: ${longCount(count)}` });
  cell.append(count === 0 ? "·" : shortCount(count));
  return cell;
}

/** @param {Campaign["calls"]} calls */
function callCard({ statuses, rows }) {
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  const table = dataTable({
    head: ["call", ...statuses],
    rows: rows.map(({ call, counts }) => [
      call,
      ...counts.map((count, index) => heatCell(count, most, `${call} answered ${statuses[index] ?? ""}`)),
    ]),
    numbers: [false, ...statuses.map(() => true)],
    caption: "How often each call answered each status",
    className: "matrix slanted",
  });
  return section("Calls by status", "What the left kernel, the one that is believed, answered.", table);
}

/** @param {Family[]} families @param {Record<string, string>} texts */
function ruleCard(families, texts) {
  const all = families.flatMap(({ rules }) => rules);
  const reachable = all.filter(({ unreachable }) => unreachable === undefined);
  const never = reachable.filter(({ hits }) => hits === 0);
  const most = Math.max(1, ...all.map(({ hits }) => hits));
  const rows = families.map(({ name, rules }) => {
    const can = rules.filter(({ unreachable }) => unreachable === undefined);
    const cells = rules.map(({ id, hits, unreachable }) => {
      const told =
        unreachable !== undefined && hits === 0
          ? `cannot be reached: ${unreachable}`
          : `applied ${counted(hits, "time")}`;
      const style =
        unreachable !== undefined && hits === 0
          ? "cannot"
          : hits === 0
            ? "missed"
            : `heat h${heat(hits, most)}`;
      return make(
        "li",
        { class: style, title: `${id}: ${told}\n${plainText(texts[id] ?? "")}` },
        id.slice(name.length + 1),
        make("span", { class: "hidden" }, `, ${told}`),
      );
    });
    return [
      name,
      `${can.filter(({ hits }) => hits > 0).length}/${can.length}`,
      make("ul", { class: "cells" }, ...cells),
    ];
  });
  const table = dataTable({
    head: ["family", "reached", "its rules, darker the more often they were applied"],
    rows,
    className: "rules",
    caption: "Rules reached",
  });
  const about =
    never.length === 0
      ? "Every rule that calls can reach was reached."
      : `${reachable.length - never.length} of ${reachable.length} rules that calls can reach were reached. Those framed in red never were; those that are struck through no call can reach.`;
  const children = [table];
  if (never.length > 0)
    children.push(
      make(
        "details",
        { class: "never" },
        make("summary", {}, `Never reached: ${never.length}`),
        make("div", { class: "rulelist" }, ...never.map(({ id }) => ruleItem(id, texts, false))),
      ),
    );
  children.push(lazyDetails("All rules in a table", () => ruleTable(all, texts)));
  return section("Rules of the contract", about, ...children);
}

/** @param {RuleRow[]} rules @param {Record<string, string>} texts */
function ruleTable(rules, texts) {
  const rows = rules.map(({ id, hits, unreachable }) => [
    id,
    longCount(hits),
    unreachable !== undefined && hits === 0
      ? `No call can reach it: ${unreachable}.`
      : plainText(texts[id] ?? ""),
  ]);
  return dataTable({
    head: ["rule", "applied", "text"],
    rows,
    numbers: [false, true],
    className: "texts",
    caption: "All rules",
  });
}

/** What is made only when somebody opens it. @param {string} title @param {() => Node} content */
function lazyDetails(title, content) {
  const details = make("details", {}, make("summary", {}, title));
  details.addEventListener("toggle", () => details.append(content()), { once: true });
  return details;
}

/** Allen's relations as two bars: the call's range above, what was there below. @type {Record<string, [number, number, number, number]>} */
const BARS = {
  meets: [0, 10, 10, 20],
  overlaps: [0, 13, 7, 20],
  starts: [3, 11, 3, 18],
  during: [6, 13, 2, 18],
  finishes: [9, 17, 2, 17],
  equals: [3, 17, 3, 17],
  "finished-by": [2, 17, 9, 17],
  contains: [2, 18, 6, 13],
  "started-by": [3, 18, 3, 11],
  "overlapped-by": [7, 20, 0, 13],
  "met-by": [10, 20, 0, 10],
};

/** @param {string} name */
function relationMark(name) {
  const [from, to, other, otherEnd] = BARS[name] ?? [0, 0, 0, 0];
  return svgElement(
    "svg",
    { viewBox: "0 0 20 10", class: "relation", "aria-hidden": "true" },
    svgElement("rect", { x: from, y: 0.5, width: to - from, height: 3.5 }),
    svgElement("rect", { x: other, y: 6, width: otherEnd - other, height: 3.5, class: "there" }),
  );
}

/** @param {Shapes} shapes */
function shapeCard({ relations, things, calls }) {
  const counts = calls.flatMap((call) => call.counts.flat());
  const most = Math.max(1, ...counts);
  const tables = calls.map(({ call, counts: rows }) =>
    dataTable({
      head: [call, ...things.map((thing) => thing.replace("region@", "R").replace("mapping@", "M"))],
      rows: relations.map((relation, index) => [
        make("th", { scope: "row" }, relationMark(relation), relation),
        ...things.map((thing, column) =>
          heatCell(rows[index]?.[column] ?? 0, most, `${call} ${relation} ${thing}`),
        ),
      ]),
      numbers: [false, ...things.map(() => true)],
      className: "matrix",
      caption: call,
    }),
  );
  const never = counts.filter((count) => count === 0).length;
  const about = `How the range of a call lay to what was there before it: Allen's relations, to a region (R) or a mapping (M) at depth 2 to 5. ${counts.length - never} of ${counts.length} were reached; a dot was not.`;
  return section("Shapes of overlap", about, make("div", { class: "multiples" }, ...tables));
}

/** @param {Speed[]} speeds */
function speedCard(speeds) {
  const words = speeds.map(({ name, points }) => {
    const rates = points.map(([, rate]) => rate).toSorted((a, b) => a - b);
    const [low = 0, median = 0, high = 0] = [rates[0], rates[rates.length >> 1], rates.at(-1)];
    return `${name}: ${longCount(median)} in the median, ${longCount(low)} to ${longCount(high)}`;
  });
  const picture = chart(speeds, {
    label: `Operations a second over time. ${words.join("; ")}`,
    xName: "seconds",
    yName: "operations a second",
    xLog: false,
    steps: false,
  });
  const legend = make(
    "ul",
    { class: "curves" },
    ...words.map((text, index) => make("li", { class: `c${index % 4}` }, text)),
  );
  const table = lazyDetails("As a table", () =>
    dataTable({
      head: ["campaign", "until second", "operations a second"],
      rows: speeds.flatMap(({ name, points }) =>
        points.map(([seconds, rate]) => [name, seconds.toFixed(1), longCount(rate)]),
      ),
      numbers: [false, true, true],
      caption: "Operations a second",
    }),
  );
  return section("Operations a second over time", "", picture, legend, table);
}

/** @param {Kill[]} kills */
function killCard(kills) {
  const known = kills.filter(({ median }) => median >= 0);
  const most = Math.max(10, ...known.map(({ worst }) => worst));
  const timed = kills.some(({ secondsMedian }) => secondsMedian >= 0);
  const medians = known.map(({ median }) => median).toSorted((a, b) => a - b);
  const survivors = kills.filter(({ killed, seeds }) => killed < seeds);
  const curve = {
    points: medians.map((median, index) => /** @type {[number, number]} */ ([median, index + 1])),
  };
  const middle = medians[medians.length >> 1] ?? 0;
  const about = `${counted(kills.length, "planted fault")}, hunted with up to ${Math.max(...kills.map(({ seeds }) => seeds))} seeds each. Half of them are found within ${counted(middle, "operation")}, the slowest needs ${longCount(medians.at(-1) ?? 0)} in the median and ${longCount(most)} at worst. ${survivors.length === 0 ? "None ever survived." : `Not found each time: ${survivors.map(({ id }) => id).join(", ")}.`}`;
  const picture = chart([curve], {
    label: `Faults found by operations: half within ${longCount(middle)}`,
    xName: "operations to the first difference (median of the hunts)",
    yName: "faults found",
    xLog: true,
    steps: true,
  });
  return section(
    "Time to kill of each fault",
    about,
    ...(known.length > 0 ? [picture] : []),
    killTable(kills, most, timed),
  );
}

/** The slowest first: those are what one looks for. @param {Kill[]} kills @param {number} most @param {boolean} timed */
function killTable(kills, most, timed) {
  const sorted = kills.toSorted(
    (a, b) => a.killed / a.seeds - b.killed / b.seeds || b.median - a.median || (a.id < b.id ? -1 : 1),
  );
  const rows = sorted.map(
    ({ id, about, seeds, killed, median, worst, secondsMedian, secondsWorst, length, seenIn }) => {
      const bar = make("div", { class: "bar", "aria-hidden": "true" });
      const share = (/** @type {number} */ count) =>
        `${Math.max(1, (100 * Math.log10(Math.max(count, 1))) / Math.log10(most))}%`;
      for (const [name, count] of /** @type {[string, number][]} */ ([
        ["worst", worst],
        ["median", median],
      ])) {
        if (count < 0) continue;
        const part = make("span", { class: name });
        part.style.width = share(count);
        bar.append(part);
      }
      const name = make("th", { scope: "row" }, make("b", {}, id), make("span", {}, about));
      return [
        name,
        make("td", { class: killed < seeds ? "n missed" : "n" }, `${killed}/${seeds}`),
        orDash(median, longCount),
        orDash(worst, longCount),
        bar,
        ...(timed
          ? [
              orDash(secondsMedian, (seconds) => seconds.toFixed(2)),
              orDash(secondsWorst, (seconds) => seconds.toFixed(2)),
            ]
          : []),
        orDash(length, String),
        seenIn,
      ];
    },
  );
  const head = [
    "fault",
    "found",
    "operations",
    "worst",
    "on a logarithmic scale",
    ...(timed ? ["seconds", "worst"] : []),
    "length",
    "seen in",
  ];
  const numbers = [false, true, true, true, false, ...(timed ? [true, true] : []), true, false];
  return dataTable({ head, rows, numbers, className: "kills", caption: "Each fault, the slowest first" });
}

/** @param {number} value @param {(value: number) => string} words */
function orDash(value, words) {
  return value < 0 ? "–" : words(value);
}
