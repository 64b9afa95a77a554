/** The statements that a way rests on: of every hop, and of what makes somebody on it an administrator. */
import type { CallerPrincipal } from "../../../authz/index.ts";
import { type AccountIndex, splitArn } from "../../../model/index.ts";
import type { Evidence } from "../../evidence.ts";
import { resourceNamed } from "../../resources.ts";
import { describeHop } from "../describe-hop.ts";
import { edgeKind } from "../edge-table.ts";
import type { Path, PathHop } from "../paths.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { whyAdministrator } from "../why-administrator.ts";
import { evidenceOfRemovable, type Removable, removablesOf } from "./removable-statements.ts";

/** One step of a way, by a name that is the same for the same step of other ways. */
export type StepSupport = {
  readonly step: string;
  readonly keys: readonly string[];
  /** Null: no hop, but a renaming to the administrator that somebody is. */
  readonly hop: PathHop | null;
};

export type WaySupport = {
  readonly steps: readonly StepSupport[];
  /** Everybody on the way. */
  readonly principals: readonly CallerPrincipal[];
  /** Accounts whose resources' policies may matter. */
  readonly accounts: readonly AccountIndex[];
};

export function edgeStep(from: number, to: number, kind: number): string {
  return `${from} ${to} ${kind}`;
}

export function entranceStep(role: number, index: number): string {
  return `in ${role} ${index}`;
}

export function supportOf(graph: ReachGraph, path: Path): WaySupport {
  const told = new Map<string, { readonly hop: PathHop | null; readonly evidence: readonly Evidence[] }>();
  const nodes = new Set<number>();
  let at = path.hops[0]?.cause.kind === "entrance" ? null : graph.nodes.ofArn(path.from);
  const becomes = (node: number): void => {
    // Between two hops there is only a renaming: to the administrator, by its own policies.
    if (at !== null && at !== node)
      told.set(edgeStep(at, node, edgeKind.is), { hop: null, evidence: whyAdministrator(graph, at) });
  };
  for (const hop of path.hops) {
    const from = nodeBefore(hop);
    if (at !== null) nodes.add(at);
    if (from !== null) {
      becomes(from);
      nodes.add(from);
    }
    told.set(stepOf(hop), { hop, evidence: describeHop(graph, hop).evidence });
    at = nodeAfter(hop);
  }
  if (at !== null) nodes.add(at);
  if (path.administrator !== null) {
    becomes(path.administrator);
    nodes.add(path.administrator);
    const end = graph.nodes.ofAdministrator(graph.nodes.accountOf(path.administrator));
    const evidence = whyAdministrator(graph, path.administrator);
    told.set(edgeStep(path.administrator, end, edgeKind.is), { hop: null, evidence });
  }
  const principals = principalsOf(graph, nodes);
  const accounts = new Set([...nodes].map((node) => graph.nodes.accountOf(node)));
  const target = resourceNamed(graph.snapshot, path.to);
  if (target !== null && splitArn(path.to)?.service !== "iam") accounts.add(target.account ?? 0);
  const find = keysByEvidence(graph, removablesOf(graph.snapshot, principals, accounts));
  const steps = [...told].map(([step, { hop, evidence }]) => ({ step, hop, keys: evidence.flatMap(find) }));
  return { steps, principals, accounts: [...accounts] };
}

function nodeBefore({ cause }: PathHop): number | null {
  switch (cause.kind) {
    case "entrance":
      return null;
    case "access":
      return cause.access.node;
    case "assume":
    case "technique":
      return cause.from;
  }
}

function nodeAfter({ cause }: PathHop): number | null {
  switch (cause.kind) {
    case "entrance":
      return cause.entrance.role;
    case "assume":
      return cause.role;
    case "technique":
      return cause.to;
    case "access":
      return null;
  }
}

function stepOf({ cause }: PathHop): string {
  switch (cause.kind) {
    case "entrance":
      return entranceStep(cause.entrance.role, cause.entrance.index);
    case "assume":
      return edgeStep(cause.from, cause.role, edgeKind.assume);
    case "technique":
      return edgeStep(cause.from, cause.to, cause.number);
    case "access":
      return `use ${cause.access.node} ${cause.access.who?.id} ${cause.access.target.arn}`;
  }
}

function principalsOf(graph: ReachGraph, nodes: Iterable<number>): readonly CallerPrincipal[] {
  const found = new Map<number, CallerPrincipal>();
  for (const number of nodes) {
    const node = graph.nodes.at(number);
    if ("principal" in node) found.set(graph.nodes.ofPrincipal(node.principal), node.principal);
  }
  return [...found.values()];
}

function keysByEvidence(
  { snapshot }: ReachGraph,
  removables: readonly Removable[],
): (evidence: Evidence) => readonly string[] {
  const byPolicy = Map.groupBy(removables, ({ policy }) => policy);
  return ({ policy, statement }) =>
    (byPolicy.get(policy) ?? []).flatMap((one) =>
      one.statement === null || evidenceOfRemovable(snapshot, one)?.statement === statement ? [one.key] : [],
    );
}
