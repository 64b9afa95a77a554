/** Who can use a resource: the last hop of a way, for principals, for administrators, and for whoever stands outside. */
import { type CallEngine, type Subject, withEverything } from "../../authz/calls/index.ts";
import type { CallerPrincipal } from "../../authz/index.ts";
import type { CallerDecision, CallTarget, Guard } from "../../authz/types.ts";
import type { AccountIndex, CoverageGap, Resource } from "../../model/index.ts";
import type { ExpansionScope } from "../expand.ts";
import { principalOf } from "../principals.ts";
import { type FoundResource, resourceNamed } from "../resources.ts";
import type { Who } from "../who.ts";
import { whoCan } from "../who-can.ts";
import { dataActions, objectsOf } from "./data-access.ts";
import type { ReachGraph } from "./reach-graph.ts";
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
  const grants =
    typeof found.row === "string" ? null : grantsOf(graph, action, target, found.account, found.row);
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
  for (const account of graph.administered) {
    const subject = engine.subjects.administratorOf(account);
    yield* told(graph.nodes.ofAdministrator(account), decide(subject));
  }
  for (const node of graph.limited) {
    const subject = derivedSubject(graph, engine, node);
    if (subject !== null) yield* told(node, decide(subject));
  }
}

/** A principal that was given more than it has, one of the graph's `limited`; null: its policies are not known. */
export function derivedSubject(
  graph: ReachGraph,
  { subjects, actions }: CallEngine,
  node: number,
): Subject | null {
  const derived = graph.nodes.at(node);
  if (derived.kind !== "changed" && derived.kind !== "member") return null;
  const own = subjects.subjectOf(derived.principal);
  if (own === null) return null;
  return derived.kind === "member"
    ? memberSubject(graph, subjects, own, derived.principal, derived.group)
    : withEverything(own, actions.all);
}

function memberSubject(
  graph: ReachGraph,
  subjects: CallEngine["subjects"],
  own: Subject,
  principal: CallerPrincipal,
  group: number,
): Subject | null {
  if (principal.kind !== "user") return null;
  const joined = graph.snapshot.accountData(principal.account)?.groups[group];
  return joined === undefined ? null : subjects.asMember(own, joined);
}

function grantsOf(
  graph: ReachGraph,
  action: string,
  target: CallTarget,
  index: AccountIndex,
  row: Resource,
): ReturnType<typeof grantsOnResource> {
  const account = graph.snapshot.accounts[index];
  if (account === undefined) return null;
  // Objects are judged by their bucket's policy, under their own name.
  return grantsOnResource(
    { ...row, arn: target.arn as Resource["arn"] },
    action,
    { index, account },
    graph.snapshot,
    graph.organization,
  );
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
