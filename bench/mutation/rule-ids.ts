import { declareValuePlugin, type Plugin, PluginKind } from "@stryker-mutator/api/plugin";
import type { Ignorer } from "@stryker-mutator/api/ignore";

export const RULE_IDS = "rule-ids";

/** Leaves out the mutants of rule ids: an empty one is no `RuleId`, so the compiler has killed it before any test. */
const ignorer: Ignorer = {
  shouldIgnore: (path) =>
    "node" in path && isRuleId(path.node) ? "Does not compile: a string that is no RuleId." : undefined,
};

function isRuleId(node: unknown): boolean {
  return (
    typeof node === "object" &&
    node !== null &&
    "type" in node &&
    node.type === "StringLiteral" &&
    "value" in node &&
    typeof node.value === "string" &&
    /^[A-Z]+-\d+$/.test(node.value)
  );
}

export const strykerPlugins: readonly Plugin<PluginKind.Ignore>[] = [
  declareValuePlugin(PluginKind.Ignore, RULE_IDS, ignorer),
];
