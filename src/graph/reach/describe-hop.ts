/** A hop told whole: what has to hold for it, the statements on both sides, and requests that show it. */
import { type CallDecisions, isOfNoAssumption, type Subject } from "../../authz/calls/index.ts";
import { type CallerPrincipal, witnessFor } from "../../authz/index.ts";
import type { CallerDecision, CallTarget, Guard, GuardTerm, Request, TrustGrant } from "../../authz/types.ts";
import { type Arn, splitArn } from "../../model/index.ts";
import type { Evidence } from "../evidence.ts";
import { resourceNamed } from "../resources.ts";
import type { Technique } from "../techniques/technique.ts";
import { type Attempt, attempts, type MetNeed } from "./attempt.ts";
import { wayIn } from "./federated-roles.ts";
import type { PathHop } from "./paths.ts";
import { AccountPlace } from "./place.ts";
import { callerEvidence, controlEvidence, resourceEvidence, trustEvidence } from "./policy-places.ts";
import type { ReachGraph } from "./reach-graph.ts";
import type { Access } from "./resources/access.ts";
import { grantsOnResource } from "./resources/resource-side.ts";
import { subjectAt } from "./subject-at.ts";
import { techniqueOfKind } from "./technique-numbers.ts";
import { principalOfTarget, selfAt, workshopOf } from "./workshop.ts";

export type HopStory = {
  /** What has to hold besides: of several alternatives the first. */
  readonly guard: Guard;
  /** Why the hop is only *may*; empty for a proven one. */
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Calls that show it, in order; each is allowed, where the hop is proven. */
  readonly requests: readonly Request[];
  /** Null for what is no technique. */
  readonly how: Technique | null;
  /** What the technique is done with: the workload, the policy or the group, by ARN. */
  readonly means: readonly string[];
};

type Told = {
  readonly guard: Guard;
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly request: Request | null;
};

export function describeHop(graph: ReachGraph, hop: PathHop): HopStory {
  const told = storyOf(graph, hop);
  const { doubts } = hop.session ?? { doubts: [] };
  return doubts.length === 0 ? told : { ...told, reasons: [...new Set([...told.reasons, ...doubts])] };
}

function storyOf(graph: ReachGraph, hop: PathHop): HopStory {
  const { cause } = hop;
  switch (cause.kind) {
    case "entrance": {
      const { role, grant } = cause.entrance;
      return story([
        {
          guard: grant.guard,
          reasons: grant.certainty.kind === "may" ? grant.certainty.reasons : [],
          evidence: grantEvidence(graph, role, grant),
          request: witnessFor(grant, {
            role: graph.snapshot.roles.row(role),
            organization: graph.organization,
          }),
        },
      ]);
    }
    case "assume": {
      const subject = subjectAt(graph, cause.from, graph.engine);
      const told = subject === null ? null : assumption(graph, cause.from, subject, cause.role);
      return story(told === null ? [] : [told]);
    }
    case "technique":
      return techniqueStory(graph, cause.from, cause.to, cause.number);
    case "access":
      return story([accessTold(graph, cause.access)]);
  }
}

function story(
  told: readonly Told[],
  technique: Technique | null = null,
  means: readonly string[] = [],
): HopStory {
  return {
    guard: distinct(told.flatMap(({ guard }) => guard)),
    reasons: [...new Set(told.flatMap(({ reasons }) => reasons))],
    evidence: distinct(told.flatMap(({ evidence }) => evidence)),
    requests: told.flatMap(({ request }) => request ?? []),
    how: technique,
    means,
  };
}

function distinct<T extends object>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Whose policies speak at a node; null for an account's administrator, who is nobody in particular. */
function principalAt(graph: ReachGraph, node: number): CallerPrincipal | null {
  const found = graph.nodes.at(node);
  return "principal" in found ? found.principal : null;
}

function assumption(graph: ReachGraph, from: number, subject: Subject, role: number): Told | null {
  const target = graph.snapshot.roles.row(role);
  let best: Told | null = null;
  for (const grant of graph.assumptions.grantsOf(role)) {
    if (grant.action !== "sts:AssumeRole") continue;
    const call = { action: "sts:AssumeRole", target, context: [], grants: [grant] };
    const decision = graph.engine.decisions.decide(subject, call);
    if (decision.kind === "denied") continue;
    const told: Told = {
      ...outcome(decision),
      evidence: [
        ...callerEvidence(graph.snapshot, principalAt(graph, from), decision.evidence),
        ...grantEvidence(graph, role, grant),
      ],
      request: exampleOf(graph, subject, "sts:AssumeRole", target, decision),
    };
    if (decision.certainty.kind === "proven") return told;
    best ??= told;
  }
  return best;
}

function grantEvidence(graph: ReachGraph, role: number, grant: TrustGrant): readonly Evidence[] {
  return [
    ...trustEvidence(graph.snapshot, role, [...grant.allowedBy, ...grant.narrowedBy]),
    ...controlEvidence(graph.snapshot, grant.narrowedByControls),
  ];
}

function outcome(decision: Extract<CallerDecision, { kind: "allowed" }>): Pick<Told, "guard" | "reasons"> {
  return {
    guard: decision.guards[0] ?? [],
    reasons: decision.certainty.kind === "may" ? decision.certainty.reasons : [],
  };
}

function techniqueStory(graph: ReachGraph, from: number, to: number, number: number): HopStory {
  const technique = techniqueOfKind(number);
  const subject = subjectAt(graph, from, graph.engine);
  if (technique === null || subject === null) return story([]);
  const place = new AccountPlace(graph.snapshot, subject.account, (role) => graph.assumptions.grantsOf(role));
  const shop = workshopOf(graph, graph.engine, place);
  const self = selfAt(graph.nodes, from, place);
  let best: Attempt | null = null;
  for (const attempt of attempts(subject, self, technique, shop)) {
    if (!givesNode(graph, attempt, from, to, place)) continue;
    if (best === null || attempt.certainty.kind === "proven") best = attempt;
    if (attempt.certainty.kind === "proven") break;
  }
  if (best === null) return story([], technique);
  const told = best.met.map((need) => needTold(graph, from, subject, need));
  const trusted = [...trustInService(graph, to, technique), ...trustInProvider(graph, place, to, technique)];
  const all = story([...told, ...trusted], technique, meansOf(best, technique));
  return best.certainty.kind === "may"
    ? { ...all, reasons: [...new Set([...all.reasons, ...best.certainty.reasons])] }
    : all;
}

/** Why a role can be handed to something new: it trusts the service that runs it. */
function trustInService(graph: ReachGraph, to: number, { gives }: Technique): readonly Told[] {
  const node = graph.nodes.at(to);
  if (gives.kind !== "passed-role" || node.kind !== "principal" || node.principal.kind !== "role") return [];
  const { index } = node.principal;
  return graph.assumptions.grantsOf(index).flatMap((grant): Told[] => {
    const { party } = grant;
    if (party.kind !== "service" || !gives.services.includes(party.service)) return [];
    return [{ guard: [], reasons: [], evidence: grantEvidence(graph, index, grant), request: null }];
  });
}

/** What the role asks of whoever the identity provider tells of, but for what the provider itself decides. */
function trustInProvider(
  graph: ReachGraph,
  place: AccountPlace,
  to: number,
  { gives }: Technique,
): readonly Told[] {
  const node = graph.nodes.at(to);
  if (gives.kind !== "federated-role" || node.kind !== "principal" || node.principal.kind !== "role")
    return [];
  const { index } = node.principal;
  const role = graph.snapshot.roles.row(index);
  const [best] = graph.assumptions
    .grantsOf(index)
    .flatMap((grant) => {
      const way = wayIn(place, role, grant, gives.provider);
      return way === null ? [] : [{ grant, doubts: way.doubts.length }];
    })
    .toSorted((a, b) => a.doubts - b.doubts);
  if (best === undefined) return [];
  const guard = best.grant.guard.filter(({ controlledBy }) => controlledBy !== "identity-provider");
  return [{ guard, reasons: [], evidence: grantEvidence(graph, index, best.grant), request: null }];
}

function givesNode(
  graph: ReachGraph,
  { gives }: Attempt,
  from: number,
  to: number,
  place: AccountPlace,
): boolean {
  const end = graph.nodes.at(to);
  const freed = end.kind === "freed" ? end : null;
  const isEnd = (principal: CallerPrincipal): boolean =>
    freed !== null && graph.nodes.ofPrincipal(freed.principal) === graph.nodes.ofPrincipal(principal);
  const by = principalAt(graph, from);
  switch (gives.kind) {
    case "principal":
      return graph.nodes.ofPrincipal(principalOfTarget(gives.target, graph.snapshot)) === to;
    case "changed": {
      const principal = principalOfTarget(gives.target, graph.snapshot);
      const isFree =
        gives.isFreed || (graph.nodes.at(from).kind === "freed" && isSelf(graph, from, principal));
      return isFree
        ? freed?.hasEverything === true && isEnd(principal)
        : graph.nodes.ofChanged(principal) === to;
    }
    case "freed":
      return isEnd(principalOfTarget(gives.target, graph.snapshot));
    case "administrators":
      return gives.accounts.some((account) => graph.nodes.ofAdministrator(account) === to);
    case "organization":
      return graph.nodes.organization === to;
    case "member":
      if (by !== null && freed !== null)
        return isEnd(by) && freed.group === place.groups.indexOf(gives.group);
      return by !== null && graph.nodes.ofMember(by, place.groups.indexOf(gives.group)) === to;
  }
}

function isSelf(graph: ReachGraph, from: number, principal: CallerPrincipal): boolean {
  const by = principalAt(graph, from);
  return by !== null && graph.nodes.ofPrincipal(by) === graph.nodes.ofPrincipal(principal);
}

/** What stands between the caller and whom it gets. */
function meansOf(attempt: Attempt, { needs }: Technique): readonly string[] {
  const actions = new Set(
    needs
      .filter(({ on }) => on === "workload" || on === "policy" || on === "boundary" || on === "group")
      .map(({ action }) => action),
  );
  return [
    ...new Set(attempt.met.filter(({ action }) => actions.has(action)).map(({ resource }) => resource.arn)),
  ];
}

function needTold(graph: ReachGraph, from: number, subject: Subject, need: MetNeed): Told {
  const { action, resource, context, grants } = need;
  const decision = graph.engine.decisions.decide(subject, { action, target: resource, context, grants });
  if (decision.kind === "denied")
    return { guard: [], reasons: [decision.because], evidence: [], request: null };
  // Who sets a key is said by the call for its own terms, by the table of keys for those of the guard.
  const wording = ({ key, operator, values }: GuardTerm): string => JSON.stringify([key, operator, values]);
  const fixed = new Set(context.map(wording));
  const { guard, reasons } = outcome(decision);
  return {
    guard: guard.filter((term) => !fixed.has(wording(term))),
    reasons,
    evidence: [
      ...callerEvidence(graph.snapshot, principalAt(graph, from), decision.evidence),
      ...trustOf(graph, subject, need),
    ],
    request: exampleOf(graph, subject, action, resource, decision, context),
  };
}

/** Where a need is to assume a role as it is: the statements of its trust policy. */
function trustOf(graph: ReachGraph, subject: Subject, need: MetNeed): readonly Evidence[] {
  const { action, resource, context, grants } = need;
  const role = action === "sts:AssumeRole" ? graph.snapshot.roles.byArn(resource.arn) : null;
  if (role === null) return [];
  const deciding = (grants ?? []).find(
    (grant) =>
      graph.engine.decisions.decideQuickly(subject, { action, target: resource, context, grants: [grant] })
        .kind === "allowed",
  );
  return deciding === undefined ? [] : grantEvidence(graph, role, deciding);
}

/** An allowed call of the subject; null where it is only *may*, or none can be shown. */
function exampleOf(
  graph: ReachGraph,
  subject: Subject,
  action: string,
  target: CallTarget,
  decision: Extract<CallerDecision, { kind: "allowed" }>,
  fixed: Guard = [],
): Request | null {
  if (subject.arn === null || subject.party.kind === "account") return null;
  const [guard = []] = decision.guards;
  const grant: TrustGrant = {
    party: { kind: subject.party.kind, arn: subject.arn, account: subject.accountId, named: "pinned" },
    action: "sts:AssumeRole",
    guard: guard.filter(({ key }) => !isOfNoAssumption(key)),
    certainty: decision.certainty,
    session: { tagSession: true, setSourceIdentity: true, setContext: true },
    matchedAs: "account",
    allowedBy: [],
    narrowedBy: [],
    narrowedByControls: [],
  };
  const request = witnessFor(grant, {
    // What is asked of it is no more than whose it is and its tags.
    role: { arn: target.arn as Arn, account: target.account, tags: target.tags ?? [] },
    organization: graph.organization,
    ...(subject.tags === null ? {} : { caller: { tags: subject.tags, keys: [] } }),
  });
  if (request === null) return null;
  const brought = fixed.filter(({ key }) => isOfNoAssumption(key));
  const context = Object.fromEntries(brought.map(({ key, values }) => [key, values[0] ?? ""]));
  return { ...request, action, context: { ...request.context, ...context } };
}

function accessTold(graph: ReachGraph, { action, node, target, who, guard }: Access): Told {
  const found = resourceNamed(graph.snapshot, target.arn);
  const row = found === null || typeof found.row === "string" ? null : found.row;
  const grants = found === null ? null : grantsOnResource(found, target.arn, action, graph);
  const written = (one: TrustGrant): readonly Evidence[] => [
    ...(row === null
      ? []
      : resourceEvidence(graph.snapshot, row, target.account, [...one.allowedBy, ...one.narrowedBy])),
    ...controlEvidence(graph.snapshot, one.narrowedByControls),
  ];
  if (node === null) {
    const fitting = (grants ?? []).filter(({ party }) => who !== null && partyFits(party, who.id, who.kind));
    return { guard, reasons: [], evidence: fitting.flatMap(written), request: null };
  }
  const engine = graph.engineFor([action]);
  const subject = subjectAt(graph, node, engine);
  if (subject === null) return { guard, reasons: [], evidence: [], request: null };
  return (
    decidedAccess(graph, engine.decisions, { node, subject, action, target, grants }, written) ?? {
      guard,
      reasons: [],
      evidence: (grants ?? []).flatMap(written),
      request: null,
    }
  );
}

function decidedAccess(
  graph: ReachGraph,
  decisions: CallDecisions,
  question: {
    readonly node: number;
    readonly subject: Subject;
    readonly action: string;
    readonly target: CallTarget;
    readonly grants: readonly TrustGrant[] | null;
  },
  written: (grant: TrustGrant) => readonly Evidence[],
): Told | null {
  const { node, subject, action, target, grants } = question;
  let best: Told | null = null;
  for (const grant of grants ?? [null]) {
    const decision = decisions.decide(subject, {
      action,
      target,
      context: [],
      grants: grant === null ? null : [grant],
    });
    if (decision.kind === "denied") continue;
    const told: Told = {
      ...outcome(decision),
      evidence: [
        ...callerEvidence(graph.snapshot, principalAt(graph, node), decision.evidence),
        ...(grant === null ? [] : written(grant)),
      ],
      request: exampleOf(graph, subject, action, target, decision),
    };
    if (decision.certainty.kind === "proven") return told;
    best ??= told;
  }
  return best;
}

function partyFits(party: TrustGrant["party"], id: string, kind: string): boolean {
  switch (party.kind) {
    case "any-account":
      return true;
    case "account":
      return party.account === id || splitArn(id)?.account === party.account;
    case "organization":
      return party.id === id;
    case "organizational-unit":
      return party.path === id;
    case "federated":
      return party.provider === id;
    case "service":
      return party.service === id;
    default:
      return kind === party.kind && party.arn === id;
  }
}
