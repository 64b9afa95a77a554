/** Who can do one action on one resource: both sides of every call, over the whole organization. */
import {
  anonymousGuard,
  controlLibrary,
  createCallerSide,
  lensOf,
  noControls,
  organizationOfPath,
  rcpServices,
  resourceGrants,
  withinServiceLimits,
} from "../authz/index.ts";
import type { CallTarget, OrganizationView, Party, TrustGrant } from "../authz/types.ts";
import type { CoverageGap } from "../model/index.ts";
import { gapsFor, notesFor } from "./coverage.ts";
import { type BlockedCaller, type Expansion, type ExpansionScope, expandGrants } from "./expand.ts";
import { keyGrantees } from "./key-grants.ts";
import { attributesOf, type FoundResource, gapsOf, policyOf, resourceNamed } from "./resources.ts";
import type { Who } from "./who.ts";

export type WhoCan = {
  readonly action: string;
  readonly resource: string;
  readonly who: readonly Who[];
  /** Named by the resource's policy, and their own side refuses. */
  readonly blocked: readonly BlockedCaller[];
  /** What was not read and could change the answer. */
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

/**
 * `action`: as a request has it, such as `s3:GetObject`. `resource`: an ARN, or `*` for actions that take none, which then
 * is asked in every account that was read. Null: nobody could say which account the resource belongs to.
 */
export function whoCan(
  action: string,
  resource: string,
  scope: Omit<ExpansionScope, "callers">,
): WhoCan | null {
  const { snapshot } = scope;
  if (resource !== "*") {
    const found = resourceNamed(snapshot, resource);
    return found === null ? null : whoCanReach(action, resource, found, scope);
  }
  const answers = snapshot.accounts.flatMap(({ id, hasData }, account) =>
    hasData ? [whoCanReach(action, resource, { account, id, row: "none" }, scope)] : [],
  );
  return {
    action,
    resource,
    who: answers.flatMap(({ who }) => who),
    blocked: [],
    coverage: gapsFor(
      snapshot,
      snapshot.accounts.map(({ id }) => id),
    ),
    notes: notesFor(snapshot),
  };
}

function whoCanReach(
  action: string,
  resource: string,
  found: FoundResource,
  scope: Omit<ExpansionScope, "callers">,
): WhoCan {
  const { snapshot } = scope;
  const grants = grantsWithin(action, resource, found, scope);
  const { who, blocked, unknownAccounts } = expanded(grants, action, resource, found, scope, true);
  return {
    action,
    resource,
    who,
    blocked,
    coverage: [
      ...gapsOf(found, resource, snapshot),
      ...gapsFor(snapshot, new Set([found.id, ...unknownAccounts])),
    ],
    notes: notesFor(snapshot),
  };
}

/**
 * Of {@link whoCan}'s answer those whose own policies the snapshot does not hold: outsiders, anonymous callers, whoever a
 * key's grant names. Asks none of our own principals, and so is quick. Trust in our whole organization lets in no outsider;
 * `membersToo`: of it the accounts that were not read. `grants`: as {@link grantsWithin} gives them.
 */
export function othersWhoCan(
  {
    action,
    resource,
    grants: all,
  }: {
    readonly action: string;
    readonly resource: string;
    readonly grants: readonly TrustGrant[];
  },
  found: FoundResource,
  scope: Omit<ExpansionScope, "callers">,
  membersToo: boolean,
): readonly Who[] {
  const { snapshot, organization } = scope;
  const isRead = (account: string): boolean => {
    const index = snapshot.accountIndex(account);
    return index !== null && snapshot.accounts[index]?.hasData === true;
  };
  const grants = all.filter(
    ({ party }) =>
      !("account" in party && isRead(party.account)) &&
      (membersToo || !isOurOrganization(party, organization)),
  );
  return expanded(grants, action, resource, found, scope, false).who;
}

function isOurOrganization(party: Party, { organizationId }: OrganizationView): boolean {
  switch (party.kind) {
    case "organization":
      return party.id === organizationId;
    case "organizational-unit":
      return organizationOfPath(party.path) === organizationId;
    default:
      return false;
  }
}

/** What policy and RCPs grant, block settings and the like considered. */
export function grantsWithin(
  action: string,
  resource: string,
  found: FoundResource,
  { snapshot, organization }: Pick<ExpansionScope, "snapshot" | "organization">,
): readonly TrustGrant[] {
  const target: CallTarget = { arn: resource, account: found.id, tags: null };
  const lens = lensOf(action);
  const policy = policyOf(found, snapshot);
  const grants = resourceGrants({
    target,
    lens,
    policy: policy.document,
    unknown: policy.unknown,
    // A key's policy alone says whether identity policies count (IAM-SEMANTICS 61).
    accountDelegates: lens.service !== "kms" || policy.unknown !== null,
    organization,
    controls: rcpServices.has(lens.service)
      ? controlLibrary(snapshot, lens).rcpsOfResource(found.account, resource)
      : noControls,
  });
  return withinServiceLimits(
    grants,
    target,
    action.toLowerCase(),
    policy.document,
    attributesOf(found, resource, snapshot),
  );
}

function expanded(
  grants: readonly TrustGrant[],
  action: string,
  resource: string,
  found: FoundResource,
  scope: Omit<ExpansionScope, "callers">,
  ownBehindAnyone: boolean,
): Expansion {
  const { snapshot, organization } = scope;
  const lens = lensOf(action);
  const target: CallTarget = { arn: resource, account: found.id, tags: null };
  const byKeyGrants =
    lens.service === "kms"
      ? keyGrantees(
          attributesOf(found, resource, snapshot),
          action.slice("kms:".length),
          found.id,
          organization,
        )
      : [];
  // A caller's side is made for everybody at once, and costs more than most answers.
  if (grants.length === 0) return { who: byKeyGrants, blocked: [], unknownAccounts: [] };
  const callers = createCallerSide(snapshot, organization, null, lens);
  const { who, ...rest } = expandGrants(grants, target, { ...scope, callers, ownBehindAnyone });
  const unsigned = grants.flatMap((grant): Who[] => {
    const guard = anonymousGuard(grant, target, lens.service, organization);
    if (guard === null) return [];
    const proven = grant.certainty.kind === "proven";
    return [{ kind: "anonymous", id: "anonymous", external: true, proven, guard, via: "direct" }];
  });
  return {
    ...rest,
    who: [...unsigned, ...who, ...byKeyGrants.filter((one) => !who.some(({ id }) => id === one.id))],
  };
}
