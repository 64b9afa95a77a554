/** Resources that let somebody in from beyond their account: by their own policy, or by a grant of a key. */
import type { CallEngine, Subject } from "../../../authz/calls/index.ts";
import type { Party } from "../../../authz/types.ts";
import { type Resource, splitArn } from "../../../model/index.ts";
import type { ExpansionScope } from "../../expand.ts";
import { principalOf } from "../../principals.ts";
import type { FoundResource } from "../../resources.ts";
import { isAmongOutsiders, isRead, type PathStart } from "../ends.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { type Certain, certainOf, decisionsKept } from "./decisions-kept.ts";
import { opennessOf } from "./open-beyond.ts";
import { type OpenSide, openSides } from "./open-sides.ts";

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
  /** Null: the start names none. */
  readonly accountOfStart: string | null;
  /** Those with fewer hops first. */
  readonly positions: readonly Position[];
  /** Of them those of one account. */
  readonly positionsOf: (account: string) => readonly Position[];
  /** Null: the node is not reached. */
  readonly positionOf: (node: number) => Use | null;
};

/** Uses of an open resource by the start itself where it stands outside, and by whoever is reached in other accounts. */
export function usesFromBeyond(
  graph: ReachGraph,
  engine: CallEngine,
  found: FoundResource & { readonly row: Resource },
  beyond: Beyond,
  scope: ExpansionScope,
): readonly Use[] {
  const uses: Use[] = [];
  if (!concerns(found, beyond, graph)) return uses;
  const kept = decisionsKept(graph);
  for (const side of openSides(found, scope)) {
    uses.push(...usesOfOthers(graph, side, beyond));
    for (const { party, call } of side.grants) {
      uses.push(
        ...nearestUses(positionsFor(party, beyond), ({ node, subject }) =>
          subject.accountId === found.id
            ? "none"
            : kept.of(call, node, () => certainOf(engine.decisions.decideQuickly(subject, call), subject)),
        ),
      );
      // Nobody is nearer, and nobody surer.
      if (uses.some(({ hops, proven }) => hops === 1 && proven)) return uses;
    }
  }
  return uses;
}

/** Whether it could let in the start or somebody who is reached: most questions are about few, and few resources name them. */
function concerns(
  { row, account }: FoundResource & { readonly row: Resource },
  { start, accountOfStart, positionsOf }: Beyond,
  { snapshot }: ReachGraph,
): boolean {
  const { anybody, accounts } = opennessOf(row, account, snapshot);
  if (anybody) return true;
  if (accounts.size === 0) return false;
  if (start.kind === "external") return true;
  for (const id of accounts) {
    if (id === accountOfStart || positionsOf(id).length > 0) return true;
  }
  return false;
}

/** Null: the start names none. */
export function accountOfStart(start: PathStart): string | null {
  if (start.kind === "account") return start.account;
  return start.kind === "principal" ? (splitArn(start.arn)?.account ?? null) : null;
}

/** Who could be meant by the grant. */
function positionsFor(party: Party, { positions, positionsOf }: Beyond): readonly Position[] {
  return "account" in party ? positionsOf(party.account) : positions;
}

function usesOfOthers(graph: ReachGraph, side: OpenSide, { start, positionOf }: Beyond): readonly Use[] {
  const isOfUnread = (start.kind === "account" || start.kind === "principal") && !isRead(start, graph);
  return side.others(isOfUnread).flatMap((who): Use[] => {
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
  access: (position: Position) => Certain,
): readonly Use[] {
  let may: Use | null = null;
  for (const position of positions) {
    if (may !== null && !position.proven) continue;
    const found = access(position);
    if (found === "none") continue;
    const hops = position.hops + 1;
    // Whoever starts as the role has made its session as it liked; of others that is not known.
    const isSure = found === "proven" || (found === "by-session" && position.hops === 0);
    if (position.proven && isSure) {
      const sure = { hops, proven: true };
      return may === null ? [sure] : [may, sure];
    }
    may ??= { hops, proven: false };
  }
  return may === null ? [] : [may];
}
