/** Holds the graph to the plain search, and every way that it tells to the concrete evaluator. */
import assert from "node:assert/strict";
import type { Request } from "../../../src/authz/types.ts";
import { readStart } from "../../../src/graph/reach/ends.ts";
import type { PathHop } from "../../../src/graph/reach/index.ts";
import { blastRadius } from "../../../src/graph/reach/index.ts";
import { type OrganizationPlan, snapshotOf, trusts } from "../../support/planned-organization.ts";
import { type Reach, reachOf, shown } from "../../support/reach-of.ts";
import { type Changes, replay } from "../../support/replay.ts";
import { accountPlan } from "./plain-decision.ts";
import { PlainReach, type Reached } from "./plain-reach.ts";

export type ReachLaw =
  | "nobody is missed"
  | "nobody is told who is out of reach"
  | "what is proven is surely allowed"
  | "what is told can be replayed";

export type Disagreement = { readonly law: ReachLaw; readonly from: string; readonly told: string };

export type Checked = {
  readonly pairs: number;
  readonly reached: number;
  readonly requests: number;
  /** Surely allowed, and told as *may*. */
  readonly needlessDoubts: number;
  readonly disagreement: Disagreement | null;
};

/** Longer than any way through so few principals. */
const mostHops = 60;

export function checkOrganization(plan: OrganizationPlan): Checked {
  const reach = reachOf(snapshotOf(plan));
  const plain = new PlainReach(plan);
  let pairs = 0;
  let reached = 0;
  let requests = 0;
  let needlessDoubts = 0;
  const result = (disagreement: Disagreement | null): Checked => ({
    pairs,
    reached,
    requests,
    needlessDoubts,
    disagreement,
  });
  for (const principal of plain.principals) {
    const from = principal.arn;
    const all = radius(reach, from, false);
    const proven = radius(reach, from, true);
    const possible = plain.from(principal, false);
    const sure = plain.from(principal, true);
    pairs += plain.principals.length;
    reached += possible.principals.size + possible.administered.size;
    needlessDoubts += missing(sure, proven).length;
    const laws: readonly (readonly [ReachLaw, readonly string[]])[] = [
      ["nobody is missed", missing(possible, all)],
      ["nobody is told who is out of reach", missing(all, possible)],
      ["what is proven is surely allowed", missing(proven, sure)],
    ];
    for (const [law, names] of laws)
      if (names.length > 0) return result({ law, from, told: names.join(", ") });
    for (const end of [...proven.principals, ...[...proven.administered].map((id) => `admin:${id}`)]) {
      for (const path of reach.paths({ from, to: end, onlyProven: true, most: 3 })) {
        for (const hop of path.hops) {
          const outcome = replayHop(reach, plan, hop);
          requests += outcome.count;
          if (outcome.refused === null) continue;
          const told = `${shown(path)}: ${outcome.refused}`;
          return result({ law: "what is told can be replayed", from, told });
        }
      }
    }
  }
  return result(null);
}

function radius({ graph, scope }: Reach, from: string, onlyProven: boolean): Reached {
  const start = readStart(from);
  assert.ok(start !== null, from);
  const { reached, administrators } = blastRadius(graph, { from: start, mostHops, onlyProven }, scope);
  return {
    principals: new Set(reached.filter(({ kind }) => kind !== "resource").map(({ arn }): string => arn)),
    administered: new Set(administrators.map(({ account }): string => account)),
  };
}

function missing(wanted: Reached, found: Reached): readonly string[] {
  return [
    ...[...wanted.principals].filter((one) => !found.principals.has(one)),
    ...[...wanted.administered].filter((one) => !found.administered.has(one)).map((id) => `admin:${id}`),
  ];
}

function replayHop(
  reach: Reach,
  plan: OrganizationPlan,
  hop: PathHop,
): { readonly count: number; readonly refused: string | null } {
  const { requests } = reach.story(hop);
  const { cause } = hop;
  if (cause.kind !== "technique" && cause.kind !== "assume") return { count: 0, refused: null };
  const isAnybody = reach.graph.nodes.at(cause.from).kind === "administrator";
  if (requests.length === 0 && !isAnybody) return { count: 0, refused: "no request shows the hop" };
  for (const request of requests) {
    const changes = changesAt(reach, plan, cause.from, request, cause.kind === "technique");
    const { decision, blockedBy, unknowns } = replay(reach.snapshot, request, changes);
    if (decision !== "Allowed") {
      const why = [...blockedBy, ...unknowns].join("; ");
      return { count: requests.length, refused: `${decision} (${why}) ${JSON.stringify(request)}` };
    }
  }
  return { count: requests.length, refused: null };
}

/** What the attacker has changed until the hop, and by it. */
function changesAt(
  { graph, story: _ }: Reach,
  plan: OrganizationPlan,
  from: number,
  request: Request,
  isTechnique: boolean,
): Changes {
  const state = graph.nodes.at(from);
  const writes = isTechnique && request.action === "sts:AssumeRole";
  const trust =
    writes && typeof request.principal === "string" ? [trusts({ AWS: callerOf(request) })] : undefined;
  const changed = { ...(trust === undefined ? {} : { trust }) };
  if (state.kind === "changed") return { ...changed, hasEverything: true };
  if (state.kind !== "member" && state.kind !== "freed") return changed;
  const freed = state.kind === "freed" ? { isFreed: true, hasEverything: state.hasEverything } : {};
  if (state.group === null) return { ...changed, ...freed };
  const account = graph.snapshot.accounts[graph.nodes.accountOf(from)]?.id ?? "";
  const planned = accountPlan(plan, account);
  const name = graph.snapshot.accountData(graph.nodes.accountOf(from))?.groups[state.group]?.name;
  const group = planned.groups?.find((one) => one.name === name);
  const attached = (group?.attached ?? []).flatMap(
    (one) =>
      planned.managed?.filter((policy) => policy.name === one).map(({ statements }) => statements) ?? [],
  );
  return { ...changed, ...freed, more: [...(group?.policies ?? []), ...attached] };
}

function callerOf({ principal }: Request): string {
  return typeof principal === "string" ? principal : "";
}
