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
