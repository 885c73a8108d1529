import { basename } from "node:path";
import { exportCpp } from "../../export/cpp.ts";
import { exportRust } from "../../export/rust.ts";
import { describeStep } from "../../trace/describe.ts";
import type { Failure } from "../../trace/replay.ts";
import type { Json } from "../../trace/types.ts";
import { PageGeometry } from "../../zircon/page.ts";
import { RULE_IDS } from "../../zircon/rules.ts";
import { formatU64, toU64, U64_MAX } from "../../zircon/u64.ts";
import { sayStep } from "../walk/say.ts";
import type { Aim } from "../walk/aim.ts";
import type { Block, Held, Lane, Moment, Walk } from "../walk/walk.ts";
import type { CampaignData } from "./campaign-wire.ts";
import { ruleTexts } from "./rule-texts.ts";
import type {
  FailureData,
  LaneData,
  ReportData,
  StepAnswer,
  StepText,
  TraceData,
  WireBlock,
  WireHeld,
} from "./wire.ts";

/** What a page is made of. Spaces are kept as what each step changed, so that a long trace stays small. */
export function reportData(walks: readonly Walk[], title: string, campaign?: CampaignData): ReportData {
  const traces = walks.map(traceData);
  const told = traces.flatMap(({ lanes }) =>
    lanes.flatMap(({ steps }) => steps.flatMap(({ rules }) => rules)),
  );
  return campaign === undefined
    ? { title, traces, rules: ruleTexts(told) }
    : { title, traces, rules: ruleTexts([...RULE_IDS, ...told]), campaign };
}

function traceData(walk: Walk): TraceData {
  const { trace, aspace, lanes, failures } = walk;
  const pages = new PageGeometry(aspace.pageSize);
  const rust = codeBySteps(exportRust(trace).source);
  const cpp = codeBySteps(exportCpp(trace).source);
  return {
    name: trace.name,
    about: trace.about ?? "",
    source: trace.source ?? "",
    pageSize: aspace.pageSize,
    firstPage: pages.of(aspace.base),
    pages: pages.of(aspace.size),
    differing: [...new Set(failures.map(({ step }) => step))].toSorted((a, b) => a - b),
    steps: trace.steps.map((step, index): StepText => ({
      call: describeStep(step),
      words: sayStep(step),
      note: step.note ?? "",
      rust: rust[index] ?? "",
      cpp: cpp[index] ?? "",
    })),
    lanes: lanes.map((lane) => laneData(lane, pages)),
  };
}

function laneData({ kernel, start, moments }: Lane, pages: PageGeometry): LaneData {
  let held: readonly Held[] = [];
  const steps = moments.map((moment): StepAnswer => {
    const answer = stepAnswer(moment, pages, moment.held !== held);
    held = moment.held;
    return answer;
  });
  // A kernel of one's own is named by its path.
  return { kernel: basename(kernel), start: start.map((block) => wireBlock(block, pages)), steps };
}

function stepAnswer(
  { status, outputs, rules, failures, aim, change, held }: Moment,
  pages: PageGeometry,
  heldMoved: boolean,
): StepAnswer {
  return {
    status,
    outputs,
    rules,
    ...(failures.length === 0 ? {} : { failures: failures.map(failureData) }),
    ...(aim === undefined ? {} : { aim: wireAim(aim, pages) }),
    ...(change === undefined
      ? {}
      : { space: [change.at, change.removed, change.added.map((block) => wireBlock(block, pages))] }),
    ...(heldMoved ? { held: held.map((lease) => wireHeld(lease, pages)) } : {}),
  };
}

function failureData({ field, expected, actual, rule, against }: Failure): FailureData {
  const parts = differingParts(expected, actual);
  return {
    field,
    expected: parts?.expected ?? answerWords(expected),
    actual: parts?.actual ?? answerWords(actual),
    rule: rule ?? "",
    against: against === undefined ? "" : basename(against),
  };
}

/** Parts of a record that are told; the others only as how many there are. */
const PARTS_SHOWN = 3;

/** Of two records, such as two entries of info_maps, only what differs: `committedBytes 0x1000`. */
function differingParts(expected: Json, actual: Json): { expected: string; actual: string } | undefined {
  if (!isRecord(expected) || !isRecord(actual)) return undefined;
  const [left, right] = [leaves(expected), leaves(actual)];
  const names = [...new Set([...left.keys(), ...right.keys()])].filter(
    (name) => left.get(name) !== right.get(name),
  );
  const more = names.length > PARTS_SHOWN ? `, and ${names.length - PARTS_SHOWN} more` : "";
  const words = (from: ReadonlyMap<string, string>): string =>
    names
      .slice(0, PARTS_SHOWN)
      .map((name) => `${name} ${from.get(name) ?? "none"}`)
      .join(", ") + more;
  return { expected: words(left), actual: words(right) };
}

/** The parts of a record that have none, by their names. */
function leaves(record: { readonly [key: string]: Json }): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) {
    if (isRecord(value)) for (const [inner, text] of leaves(value)) found.set(inner, text);
    else found.set(name, answerWords(value));
  }
  return found;
}

function isRecord(answer: Json): answer is { readonly [key: string]: Json } {
  return typeof answer === "object" && answer !== null && !isList(answer);
}

/** An answer as people say it; what has no better words stays JSON. */
function answerWords(answer: Json): string {
  if (answer === null) return "nothing";
  if (typeof answer === "string") return answer;
  if (!isList(answer)) return typeof answer === "object" ? JSON.stringify(answer) : String(answer);
  const [kind, , base, size, fifth, vmo, offset] = answer.map(String);
  if (kind === "map") return `${fifth} of ${vmo} from ${offset} at ${base}, ${size} bytes`;
  if (kind === "vmar") return `region ${fifth} at ${base}, ${size} bytes`;
  if (answer.length === 0) return "none";
  return answer.map(elementWords).join(", ");
}

function isList(answer: Json): answer is readonly Json[] {
  return Array.isArray(answer);
}

/** A broken lease: `l (unmapped at 0x203000)`. */
function elementWords(element: Json): string {
  if (typeof element === "string") return element;
  if (!isRecord(element)) return answerWords(element);
  const { lease, reason, page } = element;
  return typeof lease === "string" && typeof reason === "string" && typeof page === "string"
    ? `${lease} (${reason} at ${page})`
    : JSON.stringify(element);
}

function wireBlock({ depth, base, size, name, mapping }: Block, pages: PageGeometry): WireBlock {
  const place = [depth, pages.of(base), pages.of(size), name] as const;
  return mapping === undefined ? place : [...place, mapping.perms, formatU64(mapping.vmoOffset)];
}

/** First page and pages; of a range that wraps around, what is before it does. */
function wireAim({ addr, len }: Aim, pages: PageGeometry): readonly [page: number, pages: number] {
  const end = BigInt(addr) + BigInt(len);
  const last = end > U64_MAX ? U64_MAX : end - 1n;
  const page = pages.of(addr);
  return [page, pages.of(toU64(last)) - page + 1];
}

function wireHeld({ name, kind, addr, len, broken, changed }: Held, pages: PageGeometry): WireHeld {
  const first = pages.of(addr);
  const count = pages.up(BigInt(pages.offsetIn(addr)) + BigInt(len));
  return {
    name,
    kind,
    page: first,
    pages: Math.max(1, count),
    ...(broken === undefined
      ? {}
      : { broken: { reason: broken.reason, page: pages.of(broken.page), step: broken.step } }),
    ...(changed ? { changed } : {}),
  };
}

/** The part of an exported test that belongs to each step, without the comment that names the step and without indentation. */
function codeBySteps(source: string): string[] {
  const [, ...parts] = source.split(/^ *\/\/ step \d+: /m);
  return parts.map((part) => {
    const lines = part.split("\n");
    const from = lines.findIndex((line, index) => index > 0 && !/^ *\/\/ (?!SAFETY|not )/.test(line));
    const code = lines.slice(Math.max(1, from)).map((line) => line.replace(/^ {2,4}/, ""));
    const end = code.findIndex((line) => line === "" || line === "}");
    return (end < 0 ? code : code.slice(0, end)).join("\n");
  });
}
