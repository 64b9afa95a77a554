/**
 * IAM's whole decision as a region of requests (IAM-SEMANTICS A0, A2): for which callers, actions, resources and contexts
 * does a set of policies allow? What is not known or not documented is a fact; *surely* is what holds whatever the facts
 * are, *maybe* what holds for some.
 */
import type { Answer, Region } from "../../../logic/types.ts";
import type { PolicyDocument } from "../../../policy/ast.ts";
import type { ActionCatalogue } from "../../action-catalogue.ts";
import type { NamedPolicy, PolicySet } from "../../request-question.ts";
import { type RequestSpace, requestSpace } from "../request-space.ts";
import { callerClasses } from "./caller-classes.ts";
import { givenByCaller, type KnownCaller } from "./known-caller.ts";
import { levelRegions, optionalLayer } from "./layers.ts";
import { ownSide } from "./own-side.ts";
import type { RequestSet } from "./request-sets.ts";
import { resourceSide, sessionsOfNamedUsers } from "./resource-side.ts";
import {
  alwaysAllowed,
  byAttributes,
  needsResourcePolicy,
  possibleAcrossAccounts,
  possibleUnsigned,
  providersElsewhere,
  reachedByRcps,
} from "./service-rules.ts";

export type DecisionQuestion = {
  readonly policies: PolicySet;
  /** The account of the resources that are asked about. */
  readonly resourceAccount: string;
  /** Null: any caller. What follows from a caller, such as `aws:username`, is then known to variables too. */
  readonly caller: KnownCaller | null;
  readonly catalogue?: ActionCatalogue | null;
};

export type AllowedRequests = {
  /** Allowed, depending on the space's facts. */
  readonly allowed: RequestSet;
  /** Some Deny matches, depending on the space's facts. */
  readonly explicitlyDenied: RequestSet;
};

export function allowedRequests({
  policies,
  resourceAccount,
  caller,
  catalogue = null,
}: DecisionQuestion): AllowedRequests {
  const requests = requestSpace(documentsOf(policies), {
    withPrincipal: true,
    doubtsUndocumented: true,
    catalogue,
    ...(caller === null ? {} : { given: givenByCaller(caller) }),
  });
  const { space } = requests;
  const classes = callerClasses(requests, resourceAccount);
  const { iam, sameAccount, serviceLinked, anonymous } = classes;
  const own = ownSide(requests, policies, classes);
  const resource = resourceSide(requests, policies.resource, own, classes);
  const endpoint = optionalLayer(requests, policies.endpoint);
  const none = { allow: space.everything, deny: space.nothing };
  const scp = policies.scps === null ? none : levelRegions(requests, policies.scps);
  const rcp = policies.rcps === null ? none : levelRegions(requests, policies.rcps);
  const limitedByScps = space.minus(iam, serviceLinked);
  // RCPs only deny: RCPFullAWSAccess is always attached (IAM-SEMANTICS 56).
  const rcpDeny =
    rcp.deny === space.nothing ? rcp.deny : space.and(rcp.deny, reachedByRcps(requests, classes));
  const denied = space.or(
    space.and(limitedByScps, scp.deny),
    rcpDeny,
    own.deny,
    resource.deny,
    endpoint.deny,
  );
  const scpAllows = space.or(space.not(limitedByScps), scp.allow);
  const mandatory = needsResourcePolicy(requests);
  const identityPath = space.minus(own.all, mandatory);
  const inSameAccount = space.and(
    sameAccount,
    space.or(
      identityPath,
      resource.allowInSameAccount,
      sessionsOfNamedUsers(requests, policies.resource, own),
    ),
  );
  const acrossAccounts = space.and(
    space.minus(iam, sameAccount),
    own.all,
    resource.allow,
    possibleAcrossAccounts(requests),
  );
  const withoutIdentity = space.minus(
    space.and(resource.allow, space.or(space.not(anonymous), possibleUnsigned(requests))),
    space.or(iam, providersElsewhere(requests, resourceAccount)),
  );
  const attributes = byAttributes(requests, policies.attributes);
  const ways = space.or(inSameAccount, acrossAccounts, withoutIdentity, attributes.added);
  const passed = space.and(ways, scpAllows, endpoint.allow, attributes.passed);
  const always = alwaysAllowed(requests, classes);
  const allowed = space.or(space.minus(passed, denied), always);
  const ofCaller = (region: Region): RequestSet => ({
    requests,
    region: caller === null ? region : space.and(region, callerRegion(requests, caller)),
  });
  return { allowed: ofCaller(allowed), explicitlyDenied: ofCaller(space.minus(denied, always)) };
}

function callerRegion({ space }: RequestSpace, { text }: KnownCaller): Region {
  const elements = [{ kind: "text", text }] as const;
  return space.matches("principal", { elements, ignoreCase: false });
}

function documentsOf(policies: PolicySet): readonly PolicyDocument[] {
  const lists: readonly (readonly NamedPolicy[])[] = [
    policies.identity === "unknown" ? [] : policies.identity,
    policies.resource === null || policies.resource === "unknown" ? [] : [policies.resource],
    policies.boundary ?? [],
    policies.session ?? [],
    policies.endpoint ?? [],
    ...(policies.scps ?? []).map((level) => level.policies),
    ...(policies.rcps ?? []).map((level) => level.policies),
  ];
  return lists.flat().map(({ document }) => document);
}

/** Holds whatever the facts are. */
export function surely({ requests, region }: RequestSet): Answer<RequestSet> {
  const { space } = requests;
  const maybeNot = withoutFacts(requests, space.not(region));
  return maybeNot.kind === "capped"
    ? maybeNot
    : { kind: "exact", value: { requests, region: space.not(maybeNot.value) } };
}

/** Holds for some facts. */
export function maybe({ requests, region }: RequestSet): Answer<RequestSet> {
  const left = withoutFacts(requests, region);
  return left.kind === "capped" ? left : { kind: "exact", value: { requests, region: left.value } };
}

function withoutFacts(requests: RequestSpace, region: Region): Answer<Region> {
  const names = [...requests.facts.keys()];
  return names.length === 0 ? { kind: "exact", value: region } : requests.space.project(region, names);
}
