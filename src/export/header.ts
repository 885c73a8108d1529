import { SWITCH_IDS } from "../zircon/semantics.ts";
import { formatU64 } from "../zircon/u64.ts";
import type { Plan } from "./plan.ts";

/** What a reader of an export should know of the trace, a paragraph each. */
export function headerParagraphs({ trace, aspace, isWholeProcess }: Plan, harness = false): string[] {
  const { name, about, source, rules = [], semantics = {} } = trace;
  const switches = SWITCH_IDS.filter((id) => semantics[id] !== undefined);
  const paragraphs = [about === undefined ? `The trace ${name}.` : `${name}: ${about}`];
  if (source !== undefined) paragraphs.push(`Source: ${source}.`);
  if (rules.length > 0) paragraphs.push(`Rules: ${rules.join(", ")}.`);
  if (switches.length > 0 && !harness)
    paragraphs.push(
      `Holds for a kernel of this generation: ${switches.map((id) => `${id} ${semantics[id] === true ? "on" : "off"}`).join(", ")} (vmar-semantics.md §1.9, §9).`,
    );
  if (!isWholeProcess && !harness)
    paragraphs.push(
      `The trace's address space, ${formatU64(aspace.size)} bytes, is a region of that size here; \`root\` is that region.`,
    );
  if (aspace.pageSize !== 4096 && !harness) paragraphs.push(`Written for pages of ${aspace.pageSize} bytes.`);
  // A text cannot end the comment that it stands in.
  return [...paragraphs, "Written by vmar-fuzz export."].map((text) =>
    text.replaceAll("*/", "* /").replaceAll("\\", "/"),
  );
}
