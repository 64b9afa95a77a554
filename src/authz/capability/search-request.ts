/** Requests for some actions on resources of the own account that pass a principal's layers: as a region, and an example. */
import { exactly } from "../../logic/index.ts";
import type { Region, Space } from "../../logic/types.ts";
import { splitArn } from "../../model/index.ts";
import type { ActionFacts } from "../action-catalogue.ts";
import { fullName, ownedResources } from "../action-resources.ts";
import type { NamedPolicy, RequestToDecide } from "../request-question.ts";
import { foldAction } from "../symbolic/action-regions.ts";
import { exampleRequest } from "../symbolic/example-request.ts";
import { actionDimension, requestSpace, resourceDimension } from "../symbolic/request-space.ts";
import { regionsOf } from "../symbolic/statement-regions.ts";
import type { PrincipalLayers } from "../what-can/layers.ts";
import { knownValues } from "./known-context.ts";

export type FoundRequest =
  | { readonly kind: "example"; readonly request: RequestToDecide }
  | { readonly kind: "none" }
  | { readonly kind: "doubt"; readonly reasons: readonly string[] };

/** Steps of about a microsecond. */
const maxSteps = 40_000;
const maxNodes = 60_000;

/** An action, and whether RCPs reach it. */
export type SearchedAction = { readonly facts: ActionFacts; readonly isReached: boolean };

export function searchRequest(layers: PrincipalLayers, actions: readonly SearchedAction[]): FoundRequest {
  const { identity, boundary, controls, resourceControls, account } = layers;
  const limits = [
    identity,
    ...(boundary === null ? [] : [[boundary]]),
    ...controls.map(({ policies }) => policies),
  ];
  const reaching = resourceControls.flatMap(({ policies }) => policies);
  const given = knownValues(layers);
  const documents = [...limits.flat(), ...reaching].map(({ document }) => document);
  const requests = requestSpace(documents, {
    withPrincipal: false,
    resourceAccount: account,
    given,
    maxSteps,
    maxNodes,
  });
  const { space } = requests;
  const ofAll = (policies: readonly NamedPolicy[], effect: "allow" | "deny"): Region =>
    space.or(...policies.map(({ document }) => regionsOf(requests, document)[effect]));
  const allowed = space.and(...limits.map((policies) => ofAll(policies, "allow")));
  const passing = space.minus(allowed, ofAll(limits.flat(), "deny"));
  const passingReached = space.minus(passing, ofAll(reaching, "deny"));
  const wanted = actions.map(({ facts, isReached }) => {
    const isAction = space.matches(actionDimension, exactly(foldAction(fullName(facts))));
    return space.and(isReached ? passingReached : passing, isAction, workedOn(space, facts, layers));
  });
  const witness = space.witness(space.and(space.or(...wanted), requests.universe));
  if (witness.kind === "capped") return { kind: "doubt", reasons: [witness.reason] };
  if (witness.value === null) return { kind: "none" };
  const names = new Map(actions.map(({ facts }) => [foldAction(fullName(facts)), fullName(facts)]));
  const defaults = { action: "", resource: "*" };
  const request = exampleRequest(requests, witness.value.values, defaults, (one) => names.get(one) ?? one);
  const ofPrincipal = Object.entries(request.context).filter(([key]) => !given.has(key.toLowerCase()));
  return { kind: "example", request: { ...request, context: Object.fromEntries(ofPrincipal) } };
}

function workedOn(space: Space, facts: ActionFacts, { principal, account }: PrincipalLayers): Region {
  const partition = splitArn(principal)?.partition ?? "aws";
  const owned = ownedResources(facts, partition, account);
  const all = owned.length === 0 ? [[exactly("*")]] : owned;
  return space.or(
    ...all.map((patterns) =>
      space.and(...patterns.map((pattern) => space.matches(resourceDimension, pattern))),
    ),
  );
}
