import { expect, it } from "vitest";
import { counting } from "./bundles.ts";

it("counts steps where coverage was noted, in the instrumenter's words", () => {
  const code = [
    "function stryCov_9fa48() {",
    "  var ns = stryNS_9fa48();",
    "  function cover() {",
    "    var c = cov.static;",
    "    for (var i = 0; i < a.length; i++) {",
    "      c[a[i]] = (c[a[i]] || 0) + 1;",
    "    }",
    "  }",
    "  stryCov_9fa48 = cover;",
    "}",
  ].join("\n");
  const counted = counting(code);
  expect(counted).toMatch(
    /function cover\(\) \{ if \(\+\+ns\.steps > ns\.stepsMax\) throw .* \}\n {2}stryCov/,
  );
  expect(counted).not.toContain("cov.static");
});

it("counts the turns of loops in a file without mutants", () => {
  const code = "  for (;;) {\n    pos = next;\n  }\n  if (pos < 0) {\n    return;\n  }";
  expect(counting(code)).toMatch(
    /^ {2}for \(;;\) \{ if \(\+\+globalThis.* throw .*;\n {4}pos = next;\n {2}\}\n {2}if \(pos < 0\) \{\n/,
  );
});
