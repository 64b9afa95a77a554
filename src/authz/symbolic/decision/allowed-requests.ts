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
import { trustCalls } from "./call-kinds.ts";
import { callerClasses } from "./caller-classes.ts";
import { callRegions } from "./decide-call.ts";
import { givenByCaller, type KnownCaller } from "./known-caller.ts";
import { type CallRegions, withNeededCalls } from "./needed-calls.ts";
import { refusedCalls } from "./refused-calls.ts";
import type { RequestSet } from "./request-sets.ts";
import { alwaysAllowed, unsignedCalls } from "./service-rules.ts";

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
    catalogue,
    resourceAccount,
    ...(caller === null ? {} : { given: givenByCaller(caller) }),
  });
  const { space } = requests;
  const classes = callerClasses(requests, resourceAccount);
  const decided = (trust: Region): CallRegions =>
    callRegions(requests, policies, classes, {
      trust,
      starIsForAll: space.minus(unsignedCalls(requests), trust),
      callersHaveBoundary: policies.boundary !== null,
    });
  const call = decided(trustCalls(requests));
  const all = withNeededCalls(requests, call, () => decided(space.everything));
  const refused = refusedCalls(requests, classes, resourceAccount);
  const always = alwaysAllowed(requests, classes);
  const ofCaller = (region: Region): RequestSet => ({
    requests,
    region: caller === null ? region : space.and(region, callerRegion(requests, caller)),
  });
  return {
    allowed: ofCaller(space.minus(space.or(all.allowed, always), refused)),
    explicitlyDenied: ofCaller(space.minus(all.denied, space.or(refused, always))),
  };
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
