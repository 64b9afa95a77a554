/** Runs the rules that look at chains over the graph of what can be reached. */
import type { ReachGraph } from "../graph/reach/index.ts";
import type { Found } from "./found.ts";
import { reachView } from "./reach-view.ts";
import type { Rule, RuleContext } from "./rule.ts";

export function runReachRules(
  rules: readonly Rule[],
  graph: ReachGraph,
  context: RuleContext,
): readonly Found[] {
  const chains = rules.filter((rule) => rule.kind === "reach");
  if (chains.length === 0) return [];
  const view = reachView(graph, context);
  const found: Found[] = [];
  for (const rule of chains) {
    for (const draft of rule.check(view)) found.push({ kind: "reach", rule: rule.id, draft });
  }
  return found;
}
