/** Resources that let somebody in from beyond their account: by their own policy, or by a grant of a key. */
import type { CallEngine, Subject } from "../../authz/calls/index.ts";
import type { CallTarget, TrustGrant } from "../../authz/types.ts";
import type { AccountId } from "../../model/index.ts";
import type { ExpansionScope } from "../expand.ts";
import { principalOf } from "../principals.ts";
import type { FoundResource } from "../resources.ts";
import { grantsWithin, othersWhoCan } from "../who-can.ts";
import { dataActions, objectsOf } from "./data-access.ts";
import { isAmongOutsiders, isRead, type PathStart } from "./ends.ts";
import type { ReachGraph } from "./reach-graph.ts";

/** Somebody who is reached, and how: a step more is the use. */
export type Position = {
  readonly node: number;
  readonly subject: Subject;
  readonly hops: number;
  readonly proven: boolean;
};

export type Use = { readonly hops: number; readonly proven: boolean };

/** Who is reached and could be let in from beyond. */
export type Beyond = {
  readonly start: PathStart;
  /** Those with fewer hops first. */
  readonly positions: readonly Position[];
  /** Null: the node is not reached. */
  readonly positionOf: (node: number) => Use | null;
};

/** Uses of an open resource by the start itself where it stands outside, and by whoever is reached in other accounts. */
export function usesFromBeyond(
  graph: ReachGraph,
  engine: CallEngine,
  found: FoundResource,
  arn: string,
  beyond: Beyond,
  scope: ExpansionScope,
): readonly Use[] {
  const others = beyond.positions.filter(({ subject }) => subject.accountId !== found.id);
  const uses: Use[] = [];
  for (const action of dataActions(arn)) {
    for (const object of objectsOf(graph.snapshot, arn, action, found)) {
      uses.push(...usesOfOthers(graph, action, object, found, beyond, scope));
      const target: CallTarget = { arn: object, account: found.id, tags: null };
      for (const grant of grantsWithin(action, object, found, scope)) {
        if (isOwnAlone(grant, found.id)) continue;
        const call = { action, target, context: [], grants: [grant] };
        uses.push(
          ...nearestUses(others, ({ subject }) => {
            const decision = engine.decisions.decideQuickly(subject, call);
            return decision.kind === "denied" ? "none" : decision.certainty.kind;
          }),
        );
        // Nobody is nearer, and nobody surer.
        if (uses.some(({ hops, proven }) => hops === 1 && proven)) return uses;
      }
    }
  }
  return uses;
}

function usesOfOthers(
  graph: ReachGraph,
  action: string,
  object: string,
  found: FoundResource,
  { start, positionOf }: Beyond,
  scope: ExpansionScope,
): readonly Use[] {
  const isOfUnread = (start.kind === "account" || start.kind === "principal") && !isRead(start, graph);
  return othersWhoCan(action, object, found, scope, isOfUnread).flatMap((who): Use[] => {
    const { proven } = who;
    const principal = principalOf(who.id, graph.snapshot);
    if (principal === null) return isAmongOutsiders(who, start, graph) ? [{ hops: 1, proven }] : [];
    const at = positionOf(graph.nodes.ofPrincipal(principal));
    return at === null ? [] : [{ hops: at.hops + 1, proven: proven && at.proven }];
  });
}

/** The nearest use of all, and the nearest proven one; `positions`: those with fewer hops first. */
export function nearestUses(
  positions: readonly Position[],
  access: (position: Position) => "proven" | "may" | "none",
): readonly Use[] {
  let may: Use | null = null;
  for (const position of positions) {
    if (may !== null && !position.proven) continue;
    const found = access(position);
    if (found === "none") continue;
    const hops = position.hops + 1;
    if (position.proven && found === "proven") {
      const sure = { hops, proven: true };
      return may === null ? [sure] : [may, sure];
    }
    may ??= { hops, proven: false };
  }
  return may === null ? [] : [may];
}

function isOwnAlone({ party }: TrustGrant, owner: AccountId): boolean {
  return party.kind === "service" || ("account" in party && party.account === owner);
}
