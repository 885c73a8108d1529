// The page: which step is shown, and what is on it.

import {
  addressText,
  depthOf,
  differingPages,
  endOf,
  firstOf,
  internBlocks,
  nameOf,
  permsOf,
  States,
} from "./data.js";
import { element, make } from "./dom.js";
import { aboutText, draw } from "./drawing.js";
import { campaignSections, plainText, RULES_OPEN } from "./campaign.js";
import { paint } from "./paint.js";
import { makeScale } from "./scale.js";

/** @import { Answer, Block, Data, Lane, State, Trace } from "./data.js" */
/** @import { Scale } from "./scale.js" */

/** The page's own data: whoever wrote the page wrote it. @type {Data} */
const data = JSON.parse(element("data", HTMLScriptElement).textContent ?? "");
const slider = element("slider", HTMLInputElement);
const select = element("trace", HTMLSelectElement);
const stepList = element("steps", HTMLOListElement);

/** What is shown. The scale is chosen for a trace until somebody chooses. */
const shown = { trace: 0, step: 0, linear: /** @type {boolean | undefined} */ (undefined), code: "trace" };
/** @type {States[]} */
let states = [];

/** @returns {Trace} */
function trace() {
  const found = data.traces[shown.trace];
  if (found === undefined) throw new Error("the page holds no trace");
  return found;
}

/** Whether the picture is true to scale: a small space is, a huge one shows its boundaries. */
function isLinear() {
  return shown.linear ?? trace().pages <= 512;
}

/** @param {number} index */
function openTrace(index) {
  shown.trace = Math.min(Math.max(index, 0), data.traces.length - 1);
  const { about, source, steps, lanes, differing } = trace();
  internBlocks(trace());
  states = lanes.map((lane) => new States(lane));
  select.value = String(shown.trace);
  slider.max = String(Math.max(steps.length - 1, 0));
  element("about", HTMLElement).textContent = [about, source === "" ? "" : `Source: ${source}.`]
    .filter((text) => text !== "")
    .join(" ");
  const marked = new Set(differing);
  stepList.replaceChildren(
    ...steps.map(({ call }, step) => {
      const status = lanes[0]?.steps[step]?.status ?? "";
      const button = make(
        "button",
        { type: "button", title: call },
        make("span", {}, call),
        make("i", {}, status === "OK" ? "" : status),
      );
      if (marked.has(step)) button.classList.add("differs");
      button.addEventListener("click", () => goTo(step));
      return make("li", {}, button);
    }),
  );
  element("difference", HTMLButtonElement).hidden = differing.length === 0;
}

/** @param {number} step */
function goTo(step) {
  const last = trace().steps.length - 1;
  shown.step = Math.min(Math.max(step, 0), Math.max(last, 0));
  nameStep();
  render();
}

/** Browsers refuse to rename a page hundreds of times in a row, as a key that is held down would. */
const RENAME_AFTER = 120;
let renaming = 0;

/** Lets the address of the page name the step, once somebody stays at it. */
function nameStep() {
  clearTimeout(renaming);
  renaming = setTimeout(() => {
    const hash = `#trace=${shown.trace}&step=${shown.step}`;
    if (!isCampaign() && location.hash !== hash) history.replaceState(null, "", hash);
  }, RENAME_AFTER);
}

function nextDifference() {
  const { differing } = trace();
  const next = differing.find((step) => step > shown.step) ?? differing[0];
  if (next !== undefined) goTo(next);
}

/** The list's entry of the step that is shown. @type {Element | null} */
let current = null;

function render() {
  const { steps, lanes } = trace();
  const { step } = shown;
  const text = steps[step];
  slider.value = String(step);
  slider.setAttribute("aria-valuetext", `step ${step}: ${text?.call ?? ""}`);
  element("count", HTMLOutputElement).textContent = `step ${step} of 0–${Math.max(steps.length - 1, 0)}`;
  for (const id of ["first", "back"]) element(id, HTMLButtonElement).disabled = step === 0;
  for (const id of ["forth", "last"]) element(id, HTMLButtonElement).disabled = step >= steps.length - 1;
  const scaleButton = element("scale", HTMLButtonElement);
  scaleButton.textContent = isLinear() ? "true to scale" : "boundaries only";
  scaleButton.setAttribute("aria-pressed", String(isLinear()));
  current?.removeAttribute("aria-current");
  current = stepList.children[step]?.firstElementChild ?? null;
  current?.setAttribute("aria-current", "step");
  current?.scrollIntoView({ block: "nearest" });
  element("call", HTMLElement).textContent = text?.call ?? "";
  element("words", HTMLElement).textContent = text?.words ?? "";
  element("note", HTMLElement).textContent = text?.note ?? "";
  element("answers", HTMLElement).replaceChildren(...answers(lanes, step));
  renderPictures();
  element("rules", HTMLElement).replaceChildren(...rules(lanes, step));
  renderCode();
  renderTable();
}

/** One card for all kernels that answer alike, else one for each. @param {Lane[]} lanes @param {number} step */
function answers(lanes, step) {
  const said = lanes.map(({ steps }) => {
    const answer = steps[step];
    return answer === undefined ? "" : JSON.stringify([answer.status, answer.outputs, answer.failures ?? []]);
  });
  const alike =
    said.every((text) => text === said[0]) && lanes.every(({ steps }) => steps[step]?.failures === undefined);
  const named = lanes.map((lane) => ({ kernel: lane.kernel, answer: lane.steps[step] }));
  const cards = alike
    ? [{ kernel: lanes.map(({ kernel }) => kernel).join(" and "), answer: named[0]?.answer }]
    : named;
  return cards.map(({ kernel, answer }) => {
    const failures = answer?.failures ?? [];
    const card = make("article", {
      class: `card answer${failures.length > 0 || answer === undefined ? " differs" : ""}`,
    });
    const status = answer?.status ?? "no answer: it threw";
    card.append(
      make(
        "h3",
        {},
        kernel,
        make("span", { class: `status${status === "OK" ? " ok" : ""}` }, status),
        make("span", { class: "outputs" }, (answer?.outputs ?? []).join(", ")),
      ),
    );
    if (failures.length > 0)
      card.append(
        make(
          "ul",
          {},
          ...failures.map(({ field, expected, actual, against, rule }) =>
            make(
              "li",
              {},
              make("b", {}, field),
              `: ${against === "" ? "expected" : `${against} has`} `,
              make("code", {}, expected),
              ", here ",
              make("code", {}, actual),
              rule === "" ? "" : ` (${rule})`,
            ),
          ),
        ),
      );
    return card;
  });
}

function renderPictures() {
  const holder = element("pictures", HTMLElement);
  const { step } = shown;
  const before = states.map((lane) => lane.after(step - 1));
  const after = states.map((lane) => lane.after(step));
  const [first] = after;
  const [was] = before;
  if (first === undefined || was === undefined) return holder.replaceChildren();
  const { pageSize } = trace();
  const changes = after.map((state, lane) =>
    differingPages(before[lane]?.blocks ?? [], state.blocks, pageSize),
  );
  const apart = apartFromFirst(after);
  const apartBefore = apartFromFirst(before);
  const oneAfter = apart.every((ranges) => ranges.length === 0);
  const oneBefore = apartBefore.every((ranges) => ranges.length === 0);
  // Pictures side by side have half of the room.
  const full = Math.max(holder.clientWidth - 32, 320);
  const half = full > 960 ? (full - 44) / 2 : full;
  const all = [...before, ...after];
  const focus = [
    ...apart.flat(),
    ...changes.flat(),
    ...first.held.map(({ page, pages }) => ({ from: page, to: page + pages })),
  ];
  const aims = trace().lanes.map(({ steps }) => aimsOf(steps[step]));
  /** @type {Map<number, Scale>} */
  const scales = new Map();
  const scaleFor = (/** @type {boolean} */ alone) => {
    const width = alone ? full : half;
    const scale =
      scales.get(width) ??
      makeScale(trace(), all, width, isLinear(), [...aims.flat(), ...focus], aims.flat());
    scales.set(width, scale);
    return scale;
  };
  const names = trace().lanes.map(({ kernel }) => kernel);
  const heldChanged = JSON.stringify(was.held) !== JSON.stringify(first.held);
  const figures = [];
  if (changes.some((ranges) => ranges.length > 0) || heldChanged || !oneAfter) {
    const list = oneBefore ? [was] : before;
    figures.push(
      make(
        "div",
        { class: "pair" },
        ...list.map((state, lane) =>
          figure(
            "before",
            oneBefore ? "" : (names[lane] ?? ""),
            state,
            scaleFor(oneBefore),
            [],
            differsFrom(apartBefore, lane),
            aims[lane] ?? [],
            "before",
          ),
        ),
      ),
    );
  }
  const list = oneAfter ? [first] : after;
  const caption = figures.length > 0 ? "after" : "before and after";
  figures.push(
    make(
      "div",
      { class: "pair" },
      ...list.map((state, lane) =>
        figure(
          caption,
          oneAfter ? names.join(" and ") : (names[lane] ?? ""),
          state,
          scaleFor(oneAfter),
          changes[lane] ?? [],
          differsFrom(apart, lane),
          aims[lane] ?? [],
          "after",
        ),
      ),
    ),
  );
  holder.replaceChildren(...figures);
}

/** Where a call points, as far as that is in the address space. @param {Answer | undefined} answer */
function aimsOf(answer) {
  const { firstPage, pages } = trace();
  if (answer?.aim === undefined) return [];
  const [page, count] = answer.aim;
  const [from, to] = [Math.max(page, firstPage), Math.min(page + count, firstPage + pages)];
  return from < to ? [{ from, to }] : [];
}

/** Of each state the pages in which it differs from the first one's. @param {State[]} list */
function apartFromFirst(list) {
  const { pageSize } = trace();
  return list.map(({ blocks }) => differingPages(list[0]?.blocks ?? [], blocks, pageSize));
}

/** The pages to mark in a lane: of the first those in which the second differs. @param {{ from: number, to: number }[][]} apart @param {number} lane */
function differsFrom(apart, lane) {
  return apart[lane === 0 ? 1 : lane] ?? [];
}

/**
 * @param {string} when @param {string} who @param {State} state @param {Scale} scale
 * @param {{ from: number, to: number }[]} changed @param {{ from: number, to: number }[]} differing
 * @param {{ from: number, to: number }[]} aims @param {string} style
 */
function figure(when, who, state, scale, changed, differing, aims, style) {
  const drawing = draw(trace(), state, scale, changed, differing, aims);
  const caption = make(
    "figcaption",
    {},
    make("span", {}, make("b", {}, when), who === "" ? "" : ` · ${who}`),
  );
  if (aims.length > 0 && style === "after")
    caption.append(make("span", { class: "tag aim", title: "where the call points" }, "⊓ call"));
  if (changed.length > 0)
    caption.append(make("span", { class: "tag changed", title: "changed by this step" }, "▔ changed"));
  if (differing.length > 0)
    caption.append(make("span", { class: "tag differing" }, `▨ differs in ${pagesText(differing)}`));
  const dangling = state.held.filter(({ broken }) => broken !== undefined);
  if (dangling.length > 0 && style === "after")
    caption.append(make("span", { class: "tag dangling" }, `✕ ${dangling.length} dangling`));
  if (style === "after") {
    const legend = [
      ["l-read", "r--"],
      ["l-write", "rw-"],
      ["l-execute", "r-x"],
      ["l-none", "---"],
    ];
    caption.append(
      make(
        "span",
        { class: "legend" },
        ...legend.map(([name = "", text = ""]) => make("span", { class: name }, text)),
      ),
    );
  }
  const hover = element("hover", HTMLElement);
  const made = make("figure", { class: `card ${style}${differing.length > 0 ? " differs" : ""}` }, caption);
  made.append(
    paint(drawing, (about) => {
      hover.textContent = about === undefined ? "\u00a0" : aboutText(about, trace());
    }),
  );
  return made;
}

/** @param {{ from: number, to: number }[]} ranges */
function pagesText(ranges) {
  const pages = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  return `${pages} page${pages === 1 ? "" : "s"}`;
}

/** The rules that the first kernel that tells any applied, with their text; of a call that failed the last decided. @param {Lane[]} lanes @param {number} step */
function rules(lanes, step) {
  const told = lanes.map(({ steps }) => steps[step]?.rules ?? []).find((list) => list.length > 0) ?? [];
  if (told.length === 0) return [make("p", {}, "None was told for this step.")];
  const succeeded = lanes[0]?.steps[step]?.status === "OK";
  return told.map((id, index) => {
    const text = plainText(data.rules[id] ?? "(the contract tells of it within another rule)");
    const item = make(
      "details",
      { id: `rule-${id}` },
      make("summary", {}, make("b", {}, id), make("span", {}, text)),
      make("p", {}, text),
    );
    if (index >= told.length - RULES_OPEN) item.setAttribute("open", "");
    if (index === told.length - 1 && !succeeded) item.classList.add("decided");
    return item;
  });
}

const LANGUAGES = [
  ["trace", "Trace"],
  ["rust", "Rust"],
  ["cpp", "C++"],
];

function renderCode() {
  const text = trace().steps[shown.step];
  const code = shown.code === "rust" ? text?.rust : shown.code === "cpp" ? text?.cpp : text?.call;
  element("code", HTMLElement).textContent = code ?? "";
  for (const tab of element("tabs", HTMLElement).children) {
    const chosen = tab.id === `tab-${shown.code}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.setAttribute("tabindex", chosen ? "0" : "-1");
  }
}

/** More rows than anybody reads, and a page gets slow. */
const MOST_ROWS = 400;

/** Where a part of a long list begins that shows what a step changed. @param {Block[]} before @param {Block[]} after */
function aroundChange(before, after) {
  if (after.length <= MOST_ROWS) return 0;
  const changed = after.findIndex((block, index) => block !== before[index]);
  return Math.min(Math.max(changed - MOST_ROWS / 2, 0), after.length - MOST_ROWS);
}

/** The picture for who cannot see it. Made when it is opened. */
function renderTable() {
  if (!element("table", HTMLDetailsElement).open) return;
  const { pageSize, lanes } = trace();
  const tables = states.map((lane, index) => {
    const { blocks } = lane.after(shown.step);
    const from = aroundChange(lane.after(shown.step - 1).blocks, blocks);
    const part = blocks.slice(from, from + MOST_ROWS);
    const which =
      part.length === blocks.length
        ? ""
        : `, entries ${from + 1} to ${from + part.length} of ${blocks.length}`;
    const rows = part.map((block) =>
      make(
        "tr",
        {},
        ...[
          `${"\u00a0\u00a0".repeat(depthOf(block) - 1)}${permsOf(block) === undefined ? "region" : "mapping"}`,
          nameOf(block),
          addressText(firstOf(block), pageSize),
          addressText(endOf(block) - firstOf(block), pageSize),
          permsOf(block) ?? "",
          String(block[5] ?? ""),
        ].map((cell) => make("td", {}, cell)),
      ),
    );
    const head = ["kind", "name", "base", "size", "permits", "VMO offset"].map((name) =>
      make("th", { scope: "col" }, name),
    );
    return make(
      "table",
      {},
      make("caption", {}, `After step ${shown.step}, ${lanes[index]?.kernel ?? ""}${which}`),
      make("thead", {}, make("tr", {}, ...head)),
      make("tbody", {}, ...rows),
    );
  });
  element("rows", HTMLElement).replaceChildren(...tables);
}

/** Whether the page shows its campaigns, not a walk. */
function isCampaign() {
  return !element("campaign", HTMLElement).hidden;
}

/** @param {boolean} campaign */
function show(campaign) {
  element("campaign", HTMLElement).hidden = !campaign;
  element("skip", HTMLAnchorElement).hash = campaign ? "#campaign" : "#step";
  for (const id of ["walk", "columns", "scale"]) element(id, HTMLElement).hidden = campaign;
  element("pick", HTMLElement).hidden = campaign || data.traces.length < 2;
  for (const [id, here] of /** @type {[string, boolean][]} */ ([
    ["view-campaign", campaign],
    ["view-walk", !campaign],
  ])) {
    const link = element(id, HTMLAnchorElement);
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** The address names a step, or a part of the campaigns' page; without either the campaigns come first where there are any. */
function readHash() {
  if (location.hash === "#step") return;
  const isStep = location.hash.startsWith("#trace=") && data.traces.length > 0;
  if (data.campaign !== undefined && !isStep) {
    const cameFromWalk = !isCampaign();
    show(true);
    if (cameFromWalk) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    return;
  }
  show(false);
  readStep();
}

function readStep() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const index = Number(wanted.get("trace") ?? 0);
  const chosen = Number.isInteger(index) ? index : 0;
  if (chosen !== shown.trace || states.length === 0) openTrace(chosen);
  const step = wanted.get("step");
  goTo(step === null || !/^\d+$/.test(step) ? (trace().differing[0] ?? 0) : Number(step));
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ArrowLeft: () => goTo(shown.step - 1),
  ArrowRight: () => goTo(shown.step + 1),
  Home: () => goTo(0),
  End: () => goTo(trace().steps.length - 1),
  PageUp: () => goTo(shown.step - 10),
  PageDown: () => goTo(shown.step + 10),
  d: nextDifference,
  s: toggleScale,
  t: toggleTheme,
};

function toggleScale() {
  shown.linear = !isLinear();
  render();
}

function toggleTheme() {
  const root = document.documentElement;
  const dark =
    root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  root.dataset["theme"] = dark === "dark" ? "light" : "dark";
  // A canvas has its colours painted in.
  if (!isCampaign()) renderPictures();
}

for (const [index, { name, differing }] of data.traces.entries())
  select.append(make("option", { value: String(index) }, differing.length > 0 ? `✕ ${name}` : name));
for (const [id = "", name = ""] of LANGUAGES) {
  const tab = make("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "code" }, name);
  tab.addEventListener("click", () => {
    shown.code = id;
    renderCode();
  });
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.stopPropagation();
    const at =
      LANGUAGES.findIndex(([language]) => language === shown.code) + (event.key === "ArrowLeft" ? -1 : 1);
    shown.code = LANGUAGES.at(at % LANGUAGES.length)?.[0] ?? "trace";
    renderCode();
    element(`tab-${shown.code}`, HTMLButtonElement).focus();
  });
  element("tabs", HTMLElement).append(tab);
}
select.addEventListener("change", () => {
  openTrace(Number(select.value));
  goTo(trace().differing[0] ?? 0);
});
slider.addEventListener("input", () => goTo(Number(slider.value)));
element("first", HTMLButtonElement).addEventListener("click", () => goTo(0));
element("back", HTMLButtonElement).addEventListener("click", () => goTo(shown.step - 1));
element("forth", HTMLButtonElement).addEventListener("click", () => goTo(shown.step + 1));
element("last", HTMLButtonElement).addEventListener("click", () => goTo(trace().steps.length - 1));
element("difference", HTMLButtonElement).addEventListener("click", nextDifference);
element("scale", HTMLButtonElement).addEventListener("click", toggleScale);
element("theme", HTMLButtonElement).addEventListener("click", toggleTheme);
element("table", HTMLDetailsElement).addEventListener("toggle", renderTable);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isCampaign() && event.key.toLowerCase() !== "t") return;
  // The slider and the list of traces have keys of their own, which come to the same.
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});
window.addEventListener("hashchange", readHash);
let width = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  if (!isCampaign()) renderPictures();
});
if (data.campaign !== undefined) {
  element("views", HTMLElement).hidden = data.traces.length === 0;
  element("campaign", HTMLElement).append(...campaignSections(data.campaign, data.rules));
}
readHash();
