/** Runs the rules that look at chains over the graph of what can be reached. */
import type { Edges, ReachGraph } from "../graph/reach/index.ts";
import type { Found } from "./found.ts";
import { reachView } from "./reach-view.ts";
import type { ReachRule, Rule, RuleContext } from "./rule.ts";

export function runReachRules(
  rules: readonly Rule[],
  graph: ReachGraph,
  context: RuleContext,
): readonly Found[] {
  const chains = rules.filter((rule) => rule.kind === "reach");
  if (chains.length === 0) return [];
  const view = reachView(graph, context);
  return chains.flatMap((rule) => foundBy(rule, view));
}

/** `changed`: as the update of the graph tells them; null: anything may be. */
export type ReachChange = {
  readonly before: ReachGraph;
  readonly found: readonly Found[];
  readonly changed: ReadonlySet<number> | null;
};

/** The same as {@link runReachRules}, out of what was found before a change: subjects that it can't concern keep their findings. */
export function updateReachRules(
  rules: readonly Rule[],
  graph: ReachGraph,
  context: RuleContext,
  { before, found, changed }: ReachChange,
): readonly Found[] {
  if (changed === null) return runReachRules(rules, graph, context);
  const concerned = whoComesTo(changed, [before.backward, graph.backward]);
  const isAsked = (node: number): boolean => concerned[node] === 1;
  const isOfAsked = ({ draft }: ReachFound): boolean => isAsked(graph.nodes.ofArn(draft.subject) ?? 0);
  const whole = reachView(graph, context);
  const part = reachView(graph, context, isAsked);
  return rules
    .filter((rule) => rule.kind === "reach")
    .flatMap((rule): readonly Found[] => {
      if (rule.bySubject !== true) return foundBy(rule, whole);
      const kept = found.filter(
        (one): one is ReachFound => one.kind === "reach" && one.rule === rule.id && !isOfAsked(one),
      );
      return [...kept, ...foundBy(rule, part).filter(isOfAsked)];
    });
}

type ReachFound = Extract<Found, { readonly kind: "reach" }>;

function foundBy(rule: ReachRule, view: ReturnType<typeof reachView>): readonly ReachFound[] {
  return [...rule.check(view)].map((draft) => ({ kind: "reach", rule: rule.id, draft }));
}

/** 1 for those that come to one of the nodes over any of the edges, and for the nodes themselves. */
function whoComesTo(nodes: ReadonlySet<number>, backward: readonly Edges[]): Uint8Array {
  const found = new Uint8Array(backward[0]?.nodes ?? 0);
  const queue = [...nodes];
  for (const node of queue) found[node] = 1;
  // The queue grows while it is gone through.
  for (const node of queue) {
    for (const { start, other } of backward) {
      const end = start[node + 1] ?? 0;
      for (let edge = start[node] ?? 0; edge < end; edge++) {
        const from = other[edge] ?? 0;
        if (found[from] === 1) continue;
        found[from] = 1;
        queue.push(from);
      }
    }
  }
  return found;
}
