/** Random questions in the evaluators' terms: parsed policies, and requests with their keys' values. */
import type {
  NamedPolicy,
  PolicySet,
  RequestQuestion,
  RequestToDecide,
} from "../../../src/authz/request-question.ts";
import type { PolicyKind } from "../../../src/policy/ast.ts";
import { policyOf } from "../../support/policies.ts";
import { derivedKeyNames } from "./callers.ts";
import type { Domain } from "./finite.ts";
import type { RawPolicy } from "./random/policies.ts";
import type { Choices, RandomQuestion, RawSet } from "./random/questions.ts";
import { organization } from "./random/vocabulary.ts";

export function policySetOf(set: RawSet, service: string): PolicySet {
  const named = (policies: readonly RawPolicy[], kind: PolicyKind): NamedPolicy[] =>
    policies.map((policy, i) => ({ name: `${kind} ${i}`, document: policyOf(policy, kind) }));
  const maybe = (policies: readonly RawPolicy[] | null, kind: PolicyKind): NamedPolicy[] | null =>
    policies === null ? null : named(policies, kind);
  const levels = (given: RawSet["scps"], kind: PolicyKind): PolicySet["scps"] =>
    given?.map((policies, i) => ({ target: `level ${i}`, policies: named(policies, kind) })) ?? null;
  const resourceKind = service === "sts" ? "trust" : "resource";
  return {
    identity: set.unknown.includes("identity") ? "unknown" : named(set.identity, "identity"),
    resource:
      set.resource === null ? null : { name: resourceKind, document: policyOf(set.resource, resourceKind) },
    boundary: maybe(set.boundary, "boundary"),
    session: maybe(set.session, "session"),
    scps: levels(set.scps, "scp"),
    rcps: levels(set.rcps, "rcp"),
    endpoint: maybe(set.endpoint, "endpoint"),
    attributes: {},
  };
}

export function contextOf(domain: Domain, choices: Choices): Record<string, string | readonly string[]> {
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, indexes] of Object.entries(choices.keys)) {
    const keyDomain = domain.keys.get(key);
    if (keyDomain === undefined || derivedKeyNames.includes(key)) continue;
    const values = indexes.flatMap((index) => keyDomain.values[index] ?? []);
    const [first] = values;
    if (first === undefined) {
      // Absent: left out, or an empty list.
      if (keyDomain.kind === "several") context[key] = [];
      continue;
    }
    // One value may be stated as such or in a list, whatever the key.
    const asList = keyDomain.kind === "several" ? values.length > 1 || indexes[0] !== 0 : indexes[0] === 1;
    context[key] = asList ? values : first;
  }
  return context;
}

export function requestOf({ caller, domain, subject }: RandomQuestion, choices: Choices): RequestToDecide {
  return {
    ...caller,
    action: domain.actions[choices.action] ?? "",
    resource: { arn: domain.resources[choices.resource] ?? "", account: subject.account },
    context: contextOf(domain, choices),
  };
}

export function questionOf(policies: PolicySet, request: RequestToDecide): RequestQuestion {
  return { policies, request, organization };
}
