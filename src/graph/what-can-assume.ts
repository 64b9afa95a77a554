/** Which roles this principal can assume, directly. */
import { type CallerPrincipal, organizationOfPath } from "../authz/index.ts";
import type { Certainty, Guard, Party, TrustGrant } from "../authz/types.ts";
import { glob, patternMatches } from "../logic/index.ts";
import { type Arn, type CoverageGap, ownAccount, type RoleIndex, splitArn } from "../model/index.ts";
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
  for (const { role, grant, via } of candidates(graph, caller)) {
    const arn = snapshot.roles.arn(role);
    if (caller.principal === null) {
      roles.push({ role: arn, guard: grant.guard, certainty: grant.certainty, via });
      continue;
    }
    const decision = scope.callers.decide(caller.principal, role, grant);
    if (decision.kind === "denied") {
      if (via === "direct") blocked.set(arn, decision.because);
      continue;
    }
    for (const { guard, certainty } of alternativesOf(decision))
      roles.push({ role: arn, guard, certainty, via });
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

type Caller = {
  /** All ARNs by which a trust policy could name it; a role's for a session of it. */
  readonly names: ReadonlySet<string>;
  readonly account: string;
  readonly organization: string | null;
  readonly path: string | null;
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
  const isOurs = organization.isOurs(account);
  return {
    names: new Set(role === null ? [principal] : [principal, snapshot.roles.arn(role)]),
    account,
    organization: isOurs ? organization.organizationId : null,
    path: organization.pathOf(account),
    principal: isAccount ? null : principalOf(principal, snapshot),
    isAccount,
  };
}

type Candidate = { readonly role: RoleIndex; readonly grant: TrustGrant; readonly via: Assumable["via"] };

/** How a party takes the caller in: not at all, if it owns the role, or always. */
type Match = { readonly when: "own" | "always"; readonly via: Assumable["via"] } | null;

function* candidates(graph: AssumeGraph, caller: Caller): Iterable<Candidate> {
  const { columns, snapshot } = graph;
  const matches: Match[] = [];
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
      if (grant !== undefined) yield { role, grant, via: match.via };
    }
  }
}

function matchOf(party: Party, caller: Caller): Match {
  switch (party.kind) {
    case "role":
    case "user":
    case "session": {
      // The owner's id stands as a token in the columns, and the caller's own account is meant only if it is the owner.
      const arn = party.arn.replaceAll(ownAccount, caller.account);
      const isNamed =
        caller.names.has(arn) || (caller.isAccount && splitArn(arn)?.account === caller.account);
      return isNamed ? { when: arn === party.arn ? "always" : "own", via: "direct" } : null;
    }
    case "account":
      if (party.account === ownAccount) return { when: "own", via: "account" };
      return party.account === caller.account ? { when: "always", via: "account" } : null;
    case "organization":
      return party.id === caller.organization ? { when: "always", via: "account" } : null;
    case "organizational-unit": {
      const isInside =
        caller.path !== null &&
        organizationOfPath(party.path) === caller.organization &&
        patternMatches(glob(party.path), caller.path);
      return isInside ? { when: "always", via: "account" } : null;
    }
    case "any-account":
      return { when: "always", via: "account" };
    case "federated":
    case "service":
      return null;
  }
}
