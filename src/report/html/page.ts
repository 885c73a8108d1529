import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";
import type { ReportData } from "./wire.ts";

/** The page's script, in the order in which its parts use each other. */
const SCRIPTS = [
  "dom.js",
  "data.js",
  "scale.js",
  "drawing.js",
  "paint.js",
  "chart.js",
  "campaign.js",
  "app.js",
];

/** A page that needs nothing but itself: style, script and data are in it, and its policy lets nothing else in. */
export function reportPage(data: ReportData): string {
  const style = asset("style.css");
  const script = `(() => {\n"use strict";\n${SCRIPTS.map(moduleBody).join("\n")}\n})();\n`;
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return asset("page.html").replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    switch (name) {
      case "policy":
        return policy;
      case "title":
        return escapeHtml(data.title);
      case "style":
        return style;
      case "script":
        return script;
      case "data":
        return embeddedJson(data);
      default:
        throw new Error(`page.html asks for ${name}`);
    }
  });
}

/** JSON in which nothing can end the script element that holds it, and nothing is a line's end to an older parser. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A module's code in one scope with that of the others: without its imports, and with nothing exported. */
function moduleBody(name: string): string {
  return asset(name)
    .replaceAll(/^import [^;]*;$/gm, "")
    .replaceAll(/^export /gm, "");
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

function asset(name: string): string {
  return readFileSync(join(packageRoot(), "assets", "report", name), "utf8");
}

/** As a content security policy names an inline script or style. */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
