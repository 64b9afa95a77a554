/** Which assumptions may hang on how their caller's session was made (IAM-SEMANTICS 29–32): the many others need no judging. */
import { controlLibrary } from "../../../authz/index.ts";
import type { AccountIndex, DocumentIndex } from "../../../model/index.ts";
import { noSlot } from "../../assume-graph.ts";
import { edgeKind } from "../edge-table.ts";
import type { ReachGraph } from "../reach-graph.ts";
import type { CountsEdge } from "../search.ts";

const asksForSession = /principaltag|sourceidentity|multifactorauth/i;

const made = new WeakMap<ReachGraph, SessionBound>();

/** Yes for every edge that sessions may decide about, and for some that they don't. */
export function isSessionBound(graph: ReachGraph): CountsEdge {
  let bound = made.get(graph);
  if (bound === undefined) {
    bound = new SessionBound(graph);
    made.set(graph, bound);
  }
  const { is } = bound;
  return is;
}

class SessionBound {
  readonly #graph: ReachGraph;
  readonly #guards = new Map<number, boolean>();
  readonly #documents = new Map<DocumentIndex, boolean>();
  readonly #scps = new Map<AccountIndex, boolean>();
  readonly #trusts = new Map<number, boolean>();
  readonly #callers = new Map<number, boolean>();

  constructor(graph: ReachGraph) {
    this.#graph = graph;
  }

  readonly is = (from: number, to: number, kind: number): boolean =>
    kind === edgeKind.assume &&
    (kept(this.#trusts, to, () => this.#trustAsks(to)) ||
      kept(this.#callers, from, () => this.#callerAsks(from)));

  #trustAsks(role: number): boolean {
    const { slotOfRole, slotStart, edgeGuard, guards } = this.#graph.assumptions.columns;
    const slot = slotOfRole[role] ?? noSlot;
    if (slot === noSlot) return false;
    const asks = (guard: number): boolean =>
      kept(this.#guards, guard, () => asksForSession.test(guards.at(guard)));
    return edgeGuard.subarray(slotStart[slot], slotStart[slot + 1]).some(asks);
  }

  #callerAsks(node: number): boolean {
    const { nodes, snapshot } = this.#graph;
    const found = nodes.at(node);
    // Nobody else has a session that another hop has made.
    if (!("principal" in found) || found.principal.kind !== "role") return false;
    const {
      inlinePolicies,
      attachedPolicies,
      permissionsBoundary,
      account: id,
    } = snapshot.roles.row(found.principal.index);
    const account = snapshot.accountIndex(id) ?? 0;
    const managed = [...attachedPolicies, ...(permissionsBoundary === null ? [] : [permissionsBoundary])];
    const documents: readonly DocumentIndex[] = [
      ...inlinePolicies.map(({ document }) => document),
      ...managed.flatMap((arn) => snapshot.managedPolicy(arn, account)?.document ?? []),
    ];
    return (
      documents.some((one) =>
        kept(this.#documents, one, () => asksForSession.test(snapshot.documents.template(one))),
      ) || kept(this.#scps, account, () => this.#scpsAsk(account))
    );
  }

  #scpsAsk(account: AccountIndex): boolean {
    const scps = controlLibrary(this.#graph.snapshot).scpsOf(account);
    if (scps.kind !== "levels") return false;
    const statements = scps.levels.flatMap(({ policies }) =>
      policies.flatMap(({ policy }) => policy?.statements ?? []),
    );
    return statements.some(({ tests }) => tests.some(({ name }) => asksForSession.test(name)));
  }
}

function kept<Key>(known: Map<Key, boolean>, key: Key, find: () => boolean): boolean {
  let found = known.get(key);
  if (found === undefined) {
    found = find();
    known.set(key, found);
  }
  return found;
}
