/**
 * The graph once an identity policy allows less, out of the graph before it: what those who hold the policy can do is judged
 * again, in a part of the organization. Where more could hang on it, the graph is built anew.
 */
import type { CallerPrincipal } from "../../../authz/index.ts";
import {
  type Arn,
  type EditFault,
  editedSnapshot,
  ok,
  type Result,
  type Snapshot,
  type SnapshotEdit,
} from "../../../model/index.ts";
import { buildAssumeGraph } from "../../build.ts";
import { trustReader } from "../../trust-pass.ts";
import { buildReachGraph, techniqueEngine } from "../build-reach.ts";
import { partOfSnapshot } from "../cut/part-of-snapshot.ts";
import { ReachNodes } from "../nodes.ts";
import { ReachGraph } from "../reach-graph.ts";
import { spliceEdges } from "./splice-edges.ts";
import { isAdministratorNode, isDerived } from "./update-memory.ts";
import type { ReachUpdate } from "./update-reach.ts";

/** An edit of an identity policy, or of the attachment of one. */
export type IdentityEdit = Extract<
  SnapshotEdit,
  { readonly kind: "inline-policy" | "managed-policy" | "detach-policy" }
>;

/**
 * `edit` must take permissions away and give none: what it gave would not be found. `holders`: everybody whom the policy
 * concerns.
 */
export function narrowPolicy(
  graph: ReachGraph,
  edit: IdentityEdit,
  holders: readonly Arn[],
): Result<ReachUpdate, EditFault> {
  const edited = editedSnapshot(graph.snapshot, [edit]);
  if (!edited.ok) return edited;
  const dropped = new Narrowing(graph, edited.value, holders).dropped();
  if (dropped === null) {
    return ok({
      graph: builtOf(edited.value, graph),
      rebuilt: "more may hang on the policy than its holders",
      changed: null,
    });
  }
  return ok({ graph: withoutEdges(graph, edited.value, dropped), rebuilt: null, changed: null });
}

/** Of a snapshot in the same organization, under the same control policies. */
export function builtOf(snapshot: Snapshot, { organization }: ReachGraph): ReachGraph {
  const assumptions = buildAssumeGraph(trustReader(snapshot, organization));
  return buildReachGraph({ snapshot, organization, assumptions });
}

type Dropped = Map<number, Set<number>>;

function withoutEdges(graph: ReachGraph, snapshot: Snapshot, dropped: Dropped): ReachGraph {
  const { organization, assumptions, entrances, administered, limited, nodes } = graph;
  const scope = { snapshot, organization, assumptions };
  const numbered = new ReachNodes(snapshot).withMembers(nodes.members);
  const forward = spliceEdges(graph.forward, dropped, []);
  const isMade = (node: number): boolean => (forward.start[node] ?? 0) < (forward.start[node + 1] ?? 0);
  return new ReachGraph(scope, techniqueEngine(scope), numbered, forward, {
    entrances,
    administered,
    limited: limited.filter(isMade),
  });
}

const lastParts = new WeakMap<ReachGraph, { readonly key: string; readonly part: ReachGraph }>();

class Narrowing {
  readonly #graph: ReachGraph;
  readonly #edited: Snapshot;
  /** The holders, and what they are with more than their own permissions. */
  readonly #centre: ReadonlySet<number>;

  constructor(graph: ReachGraph, edited: Snapshot, holders: readonly Arn[]) {
    this.#graph = graph;
    this.#edited = edited;
    this.#centre = statesOf(graph.nodes, holders);
  }

  /** Positions of the edges that go, by where they start; null: what hangs on the edit can't be bounded. */
  dropped(): Dropped | null {
    const around = this.#around();
    const before = this.#partBefore(around);
    const after = builtOf(partOfSnapshot(this.#edited, around, []), this.#graph);
    const dropped: Dropped = new Map();
    const { forward } = this.#graph;
    for (const node of this.#centre) {
      const had = Map.groupBy(positionsOf(forward.start, node), (at) => this.#edge(at));
      const found = countOf(this.#edgesIn(before, node));
      const left = countOf(this.#edgesIn(after, node));
      // INVARIANT: the part says of the holders what the whole says.
      if (found.size !== had.size || [...had].some(([edge, all]) => found.get(edge) !== all.length)) {
        return null;
      }
      if ([...left].some(([edge, count]) => count > (found.get(edge) ?? 0))) return null;
      for (const [edge, all] of had) {
        const gone = all.slice(left.get(edge) ?? 0);
        if (gone.length > 0) addTo(dropped, node, gone);
      }
    }
    return this.#cascaded(dropped);
  }

  /** Edits of the same statement are judged against the same part. */
  #partBefore(around: readonly CallerPrincipal[]): ReachGraph {
    const graph = this.#graph;
    const key = around.map((one) => graph.nodes.ofPrincipal(one)).join(" ");
    const known = lastParts.get(graph);
    if (known?.key === key) return known.part;
    const part = builtOf(partOfSnapshot(graph.snapshot, around, []), graph);
    lastParts.set(graph, { key, part });
    return part;
  }

  #edge(at: number): string {
    const { other, kind, proven } = this.#graph.forward;
    return `${other[at]} ${kind[at]} ${proven[at]}`;
  }

  /** The holders, those to whom they come, and those who make of them what they are. */
  #around(): readonly CallerPrincipal[] {
    const { nodes, forward, backward } = this.#graph;
    const found = new Map<number, CallerPrincipal>();
    const add = (node: number): void => {
      const at = nodes.at(node);
      if ("principal" in at) found.set(nodes.ofPrincipal(at.principal), at.principal);
    };
    for (const node of this.#centre) {
      add(node);
      for (const at of positionsOf(forward.start, node)) add(forward.other[at] ?? 0);
      if (node < nodes.principals) continue;
      for (const at of positionsOf(backward.start, node)) add(backward.other[at] ?? 0);
    }
    return [...found.values()];
  }

  /** Of the node in the part, under the names of the whole. */
  *#edgesIn(part: ReachGraph, node: number): Iterable<string> {
    const from = sameIn(part.nodes, this.#graph.nodes, node);
    if (from === null) return;
    const { other, kind, proven, start } = part.forward;
    for (const at of positionsOf(start, from)) {
      yield `${sameIn(this.#graph.nodes, part.nodes, other[at] ?? 0)} ${kind[at]} ${proven[at]}`;
    }
  }

  /** With the edges of what nobody is made any more. Null: an account may be administered no more. */
  #cascaded(dropped: Dropped): Dropped | null {
    const { nodes, forward, backward, snapshot } = this.#graph;
    const goneFrom = new Map<number, Map<number, number>>();
    const lost: number[] = [];
    const note = (from: number, positions: Iterable<number>): void => {
      for (const at of positions) {
        const to = forward.other[at] ?? 0;
        const into = goneFrom.get(to) ?? new Map<number, number>();
        goneFrom.set(to, into.set(from, (into.get(from) ?? 0) + 1));
        lost.push(to);
      }
    };
    const comingTo = (to: number): readonly number[] => {
      const left = new Map(goneFrom.get(to));
      return [...positionsOf(backward.start, to)].flatMap((at) => {
        const from = backward.other[at] ?? 0;
        const gone = left.get(from) ?? 0;
        if (gone > 0) left.set(from, gone - 1);
        return gone > 0 ? [] : [from];
      });
    };
    /** Not by one another alone. */
    const isMade = (node: number): boolean => {
      const seen = new Set([node]);
      for (const one of seen) {
        for (const from of comingTo(one)) {
          if (!isDerived(nodes, from)) return true;
          seen.add(from);
        }
      }
      return false;
    };
    for (const [from, positions] of dropped) note(from, positions);
    for (const to of lost) {
      if (isAdministratorNode(nodes, to, snapshot.accounts.length)) {
        // Administrators may owe it to one another.
        if (!comingTo(to).some((from) => from < nodes.principals)) return null;
      } else if (isDerived(nodes, to) && !isMade(to)) {
        const had = dropped.get(to);
        const rest = [...positionsOf(forward.start, to)].filter((at) => had?.has(at) !== true);
        addTo(dropped, to, rest);
        note(to, rest);
      }
    }
    return dropped;
  }
}

function addTo(dropped: Dropped, node: number, positions: Iterable<number>): void {
  const known = dropped.get(node) ?? new Set<number>();
  for (const at of positions) known.add(at);
  dropped.set(node, known);
}

function* positionsOf(start: Uint32Array, node: number): Iterable<number> {
  for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) yield at;
}

function countOf(edges: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const edge of edges) counts.set(edge, (counts.get(edge) ?? 0) + 1);
  return counts;
}

function statesOf(nodes: ReachNodes, holders: readonly Arn[]): ReadonlySet<number> {
  const own = new Set(holders.flatMap((arn) => nodes.ofArn(arn) ?? []));
  const found = new Set(own);
  for (const node of own) found.add(nodes.changedOf(node));
  for (let node = nodes.organization + 1; node < nodes.count; node++) {
    const at = nodes.at(node);
    if ("principal" in at && own.has(nodes.ofPrincipal(at.principal))) found.add(node);
  }
  return found;
}

/** The node that is the same in another graph of the organization; null: there is none. */
function sameIn(into: ReachNodes, from: ReachNodes, node: number): number | null {
  const at = from.at(node);
  if (at.kind === "organization") return into.organization;
  // A part has every account of the whole.
  if (at.kind === "administrator") return into.ofAdministrator(at.account);
  const own = into.ofArn(from.arnOf(node) ?? "");
  if (own === null) return null;
  const principal = into.principalAt(own);
  switch (at.kind) {
    case "principal":
      return own;
    case "changed":
      return into.changedOf(own);
    case "member":
      return into.ofMember(principal, at.group);
    case "freed":
      return into.ofFreed(principal, at);
  }
}
