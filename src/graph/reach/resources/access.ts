/** Who can use a resource: the last hop of a way, for principals, for administrators, and for whoever stands outside. */
import type { Subject } from "../../../authz/calls/index.ts";
import type { CallerDecision, CallTarget, Guard } from "../../../authz/types.ts";
import type { CoverageGap } from "../../../model/index.ts";
import type { ExpansionScope } from "../../expand.ts";
import { principalOf } from "../../principals.ts";
import { type FoundResource, resourceNamed } from "../../resources.ts";
import type { Who } from "../../who.ts";
import { whoCan } from "../../who-can.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { subjectAt } from "../subject-at.ts";
import { dataActions, objectsOf } from "./data-access.ts";
import { grantsOnResource } from "./resource-side.ts";

export type Access = {
  /** Null: an outsider, or somebody of an account that was not read. */
  readonly node: number | null;
  readonly who: Who | null;
  readonly action: string;
  /** What the example request is about. */
  readonly target: CallTarget;
  readonly guard: Guard;
  readonly proven: boolean;
};

export type Accesses = { readonly all: readonly Access[]; readonly coverage: readonly CoverageGap[] };

/** `action`: null for any that reads or writes the resource's data. Null: the snapshot can't say whose it is. */
export function accessesTo(
  graph: ReachGraph,
  arn: string,
  action: string | null,
  scope: ExpansionScope,
): Accesses | null {
  const found = resourceNamed(graph.snapshot, arn);
  if (found === null) return null;
  const all: Access[] = [];
  const coverage = new Map<string, CoverageGap>();
  for (const one of action === null ? dataActions(arn) : [action]) {
    for (const example of objectsOf(graph.snapshot, arn, one, found)) {
      const target: CallTarget = { arn: example, account: found.id, tags: null };
      const answer = whoCan(one, example, { ...scope, ownBehindAnyone: true });
      for (const gap of answer?.coverage ?? []) coverage.set(JSON.stringify(gap), gap);
      for (const who of answer?.who ?? []) {
        const principal = principalOf(who.id, graph.snapshot);
        const node = principal === null ? null : graph.nodes.ofPrincipal(principal);
        all.push({ node, who, action: one, target, guard: who.guard, proven: who.proven });
      }
      for (const access of byDerived(graph, one, target, found)) all.push(access);
    }
  }
  return { all: withoutRepeats(all), coverage: [...coverage.values()] };
}

/** Administrators of accounts, and principals that were given more than they have. */
function* byDerived(
  graph: ReachGraph,
  action: string,
  target: CallTarget,
  found: FoundResource,
): Iterable<Access> {
  const engine = graph.engineFor([action]);
  const grants = grantsOnResource(found, target.arn, action, graph);
  const decide = (subject: Subject): CallerDecision =>
    engine.decisions.decideQuickly(subject, { action, target, context: [], grants });
  const told = (node: number, decision: CallerDecision): Access[] =>
    decision.kind === "denied"
      ? []
      : [
          {
            node,
            who: null,
            action,
            target,
            guard: decision.guards[0] ?? [],
            proven: decision.certainty.kind === "proven",
          },
        ];
  const administrators = graph.administered.map((account) => graph.nodes.ofAdministrator(account));
  for (const node of [...administrators, ...graph.limited]) {
    const subject = subjectAt(graph, node, engine);
    if (subject !== null) yield* told(node, decide(subject));
  }
}

function withoutRepeats(all: readonly Access[]): readonly Access[] {
  const best = new Map<string, Access>();
  for (const access of all) {
    const key = `${access.node ?? ""} ${access.node === null ? `${access.who?.kind} ${access.who?.id}` : ""}`;
    const known = best.get(key);
    if (known === undefined || (!known.proven && access.proven)) best.set(key, access);
  }
  return [...best.values()];
}
