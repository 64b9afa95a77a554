/** Which roles this principal can assume, directly. */
import { type CallerPrincipal, organizationOfPath } from "../authz/index.ts";
import type {
  CallerDecision,
  Certainty,
  Guard,
  OrganizationView,
  Party,
  TrustGrant,
} from "../authz/types.ts";
import { glob, patternMatches } from "../logic/index.ts";
import {
  type Arn,
  type CoverageGap,
  isAccountId,
  ownAccount,
  type RoleIndex,
  splitArn,
} from "../model/index.ts";
import { alternativesOf } from "./alternatives.ts";
import { type AssumeGraph, noSlot } from "./assume-graph.ts";
import { allGaps, notesFor } from "./coverage.ts";
import type { ExpansionScope } from "./expand.ts";
import { principalOf } from "./principals.ts";

export type Assumable = {
  readonly role: Arn;
  readonly guard: Guard;
  readonly certainty: Certainty;
  /** `direct`: the trust policy names the principal; `account`: its account, organization or everybody. */
  readonly via: "direct" | "account";
};

export type WhatCanAssume = {
  readonly principal: Arn;
  readonly roles: readonly Assumable[];
  /** Trust policies that name the principal, and its own side refuses. */
  readonly blocked: readonly { readonly role: Arn; readonly because: string }[];
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

/**
 * `principal`: a role, user or session ARN, or an account's root ARN for "somebody there". For principals of accounts
 * that were not read, the trust side alone decides.
 */
export function whatCanAssume(graph: AssumeGraph, principal: Arn, scope: ExpansionScope): WhatCanAssume {
  const { snapshot } = scope;
  const caller = callerOf(principal, scope);
  const roles: Assumable[] = [];
  const blocked = new Map<Arn, string>();
  for (const { role, grant, match } of candidates(graph, caller)) {
    const { via } = match;
    const arn = snapshot.roles.arn(role);
    const session = grant.party.kind === "session" ? caller.guardOfSession(grant.party.arn) : [];
    const decision =
      caller.principal === null
        ? decideUnknown(principal, caller, { role, grant, match }, scope)
        : scope.callers.decide(caller.principal, snapshot.roles.row(role), grant);
    if (decision.kind === "denied") {
      if (via === "direct") blocked.set(arn, decision.because);
      continue;
    }
    for (const { guard, certainty } of alternativesOf(decision))
      roles.push({ role: arn, guard: [...session, ...guard], certainty, via });
  }
  for (const { role } of roles) blocked.delete(role);
  return {
    principal,
    roles,
    blocked: [...blocked].map(([role, because]) => ({ role, because })),
    coverage: allGaps(graph),
    notes: notesFor(snapshot),
  };
}

/** Of one whose own policies are not known, the trust policy's word, and of an account of ours its SCPs. */
function decideUnknown(
  principal: Arn,
  caller: Caller,
  { role, grant, match }: Candidate,
  { callers, organization, snapshot }: ExpansionScope,
): CallerDecision {
  const { account } = caller;
  const target = snapshot.roles.row(role);
  const index = isAccountId(account) ? snapshot.accountIndex(account) : null;
  const isMany = caller.isAccount && isAccountId(account);
  if (isAccountId(account) && index !== null && organization.isOurs(account)) {
    // A role, user or session that is named may be any of an account's.
    const named = "arn" in grant.party ? grant.party : null;
    const decision = callers.decideUnread(named ?? { kind: "account", account }, target, grant);
    // "Somebody there": of an account that was read, it is known that there are principals.
    return decision.kind === "allowed" && snapshot.accounts[index]?.hasData === true
      ? withCertainty(decision.guards, certaintyOf(grant, match))
      : decision;
  }
  const left = callers.guardFor(isMany ? account : principal, target, grant);
  const guard = "arn" in grant.party && isMany ? grant.guard : left;
  return guard === null
    ? { kind: "denied", because: `${principal} never passes what the trust policy asks for` }
    : withCertainty([guard], certaintyOf(grant, match));
}

function withCertainty(guards: readonly Guard[], certainty: Certainty): CallerDecision {
  const sureGuards = certainty.kind === "proven" ? guards.length : 0;
  return { kind: "allowed", guards, sureGuards, certainty, evidence: [] };
}

function certaintyOf(grant: TrustGrant, { doubt }: Match): Certainty {
  if (doubt === null) return grant.certainty;
  const before = grant.certainty.kind === "may" ? grant.certainty.reasons : [];
  return { kind: "may", reasons: [...before, doubt] };
}

type Caller = {
  /** All ARNs by which a trust policy could name it; a role's for a session of it. */
  readonly names: ReadonlySet<string>;
  readonly account: string;
  readonly organization: OrganizationView;
  /** Whether the ARN is that of one of its sessions, where it is a role. */
  isSession(arn: string): boolean;
  /** Which of its sessions, where one is named and the role is asked about. */
  guardOfSession(arn: string): Guard;
  /** Null: it is a whole account, or its own policies are not in the snapshot. */
  readonly principal: CallerPrincipal | null;
  /** The whole account: named principals in it count. */
  readonly isAccount: boolean;
};

function callerOf(principal: Arn, { snapshot, organization }: ExpansionScope): Caller {
  const parts = splitArn(principal);
  const account = parts?.account ?? "";
  const role = snapshot.roles.byArn(principal);
  const isAccount = parts?.resource === "root";
  const names = new Set<string>(role === null ? [principal] : [principal, snapshot.roles.arn(role)]);
  const isRole = parts?.service === "iam" && parts.resource.startsWith("role/");
  const name = parts?.resource.slice(parts.resource.lastIndexOf("/") + 1);
  const sessions = `arn:${parts?.partition}:sts::${account}:assumed-role/${name}/`.toLowerCase();
  return {
    names,
    account,
    organization,
    isSession: (arn) => isRole && arn.toLowerCase().startsWith(sessions),
    guardOfSession: (arn) => {
      if (names.has(arn) || !isRole) return [];
      const id = role === null ? "*" : snapshot.roles.row(role).uniqueId;
      const values = [`${id}:${arn.slice(sessions.length)}`];
      return [{ key: "aws:userid", operator: "StringLike", values, controlledBy: "principal" }];
    },
    principal: isAccount ? null : principalOf(principal, snapshot),
    isAccount,
  };
}

type Candidate = { readonly role: RoleIndex; readonly grant: TrustGrant; readonly match: Match };

/** How a party takes the caller in: if it owns the role, or always; and why it is not sure that it does. */
type Match = {
  readonly when: "own" | "always";
  readonly via: Assumable["via"];
  readonly doubt: string | null;
};

function* candidates(graph: AssumeGraph, caller: Caller): Iterable<Candidate> {
  const { columns, snapshot } = graph;
  const matches: (Match | null)[] = [];
  for (let id = 0; id < columns.parties.length; id++) matches.push(matchOf(graph.party(id), caller));
  const own = snapshot.accountIndex(caller.account);
  for (let role = 0; role < columns.slotOfRole.length; role++) {
    const slot = columns.slotOfRole[role] ?? noSlot;
    if (slot === noSlot) continue;
    const isOwn = snapshot.roles.account[role] === own;
    const first = columns.slotStart[slot] ?? 0;
    for (let edge = first; edge < (columns.slotStart[slot + 1] ?? 0); edge++) {
      const match = matches[columns.edgeParty[edge] ?? 0] ?? null;
      if (match === null || (match.when === "own" && !isOwn)) continue;
      const grant = graph.grantsOf(role)[edge - first];
      if (grant !== undefined) yield { role, grant, match };
    }
  }
}

const always: Match = { when: "always", via: "account", doubt: null };

/** Null: not at all. */
function matchOf(party: Party, caller: Caller): Match | null {
  switch (party.kind) {
    case "role":
    case "user":
    case "session": {
      // The owner's id stands as a token in the columns, and the caller's own account is meant only if it is the owner.
      const arn = party.arn.replaceAll(ownAccount, caller.account);
      const isNamed =
        caller.names.has(arn) ||
        (party.kind === "session" && caller.isSession(arn)) ||
        (caller.isAccount && splitArn(arn)?.account === caller.account);
      return isNamed ? { when: arn === party.arn ? "always" : "own", via: "direct", doubt: null } : null;
    }
    case "account":
      if (party.account === ownAccount) return { ...always, when: "own" };
      return party.account === caller.account ? always : null;
    case "organization":
      return memberMatch(party.id, null, caller);
    case "organizational-unit":
      return memberMatch(organizationOfPath(party.path), party.path, caller);
    case "any-account":
      return always;
    case "federated":
    case "service":
      return null;
  }
}

/** Of our own accounts we know organization and mostly the place in it; of all others, that they are not in ours. */
function memberMatch(
  id: string | null,
  path: string | null,
  { account, organization }: Caller,
): Match | null {
  const ours = organization.organizationId;
  const doubt = `where account ${account} stands in an organization is not known`;
  if (ours === null) return { ...always, doubt };
  if (!organization.isOurs(account)) return id === ours ? null : { ...always, doubt };
  if (id !== ours) return null;
  const own = organization.pathOf(account);
  if (path === null) return always;
  if (own === null) return { ...always, doubt };
  return patternMatches(glob(path), own) ? always : null;
}
