/** Who can do one action on one resource: both sides of every call, over the whole organization. */
import {
  type ActionLens,
  anonymousGuard,
  controlLibrary,
  createCallerSide,
  lensOf,
  noControls,
  rcpServices,
  resourceGrants,
  withinServiceLimits,
} from "../authz/index.ts";
import type { CallTarget, TrustGrant } from "../authz/types.ts";
import type { CoverageGap } from "../model/index.ts";
import { gapsFor, notesFor } from "./coverage.ts";
import { type BlockedCaller, type ExpansionScope, expandGrants } from "./expand.ts";
import { keyGrantees } from "./key-grants.ts";
import {
  attributesOf,
  type FoundResource,
  gapsOf,
  policyOf,
  type ResourcePolicy,
  resourceNamed,
} from "./resources.ts";
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
  const { snapshot, organization } = scope;
  const lens = lensOf(action);
  const target: CallTarget = { arn: resource, account: found.id, tags: null };
  const policy = policyOf(found, snapshot);
  const grants = grantsOf(found, target, lens, policy, scope);
  const callers = createCallerSide(snapshot, organization, null, lens);
  const byKeyGrants =
    lens.service === "kms"
      ? keyGrantees(
          attributesOf(found, resource, snapshot),
          action.slice("kms:".length),
          found.id,
          organization,
        )
      : [];
  const { who, blocked, unknownAccounts } = expandGrants(grants, target, {
    ...scope,
    callers,
    ownBehindAnyone: true,
  });
  const unsigned = grants.flatMap((grant): Who[] => {
    const guard = anonymousGuard(grant, target, lens.service, organization);
    if (guard === null) return [];
    const proven = grant.certainty.kind === "proven";
    return [{ kind: "anonymous", id: "anonymous", external: true, proven, guard, via: "direct" }];
  });
  return {
    action,
    resource,
    who: [...unsigned, ...who, ...byKeyGrants.filter((one) => !who.some(({ id }) => id === one.id))],
    blocked,
    coverage: [
      ...gapsOf(found, resource, snapshot),
      ...gapsFor(snapshot, new Set([found.id, ...unknownAccounts])),
    ],
    notes: notesFor(snapshot),
  };
}

function grantsOf(
  found: FoundResource,
  target: CallTarget,
  lens: ActionLens,
  policy: ResourcePolicy,
  { snapshot, organization }: Omit<ExpansionScope, "callers">,
): readonly TrustGrant[] {
  const grants = resourceGrants({
    target,
    lens,
    policy: policy.document,
    unknown: policy.unknown,
    // A key's policy alone says whether identity policies count (IAM-SEMANTICS 61).
    accountDelegates: lens.service !== "kms" || policy.unknown !== null,
    organization,
    controls: rcpServices.has(lens.service)
      ? controlLibrary(snapshot, lens).rcpsOfResource(found.account, target.arn)
      : noControls,
  });
  const attributes = attributesOf(found, target.arn, snapshot);
  return withinServiceLimits(grants, target, lens.action.toLowerCase(), policy.document, attributes);
}
