/** Of a denial by silence: the Allow of a blocking layer that came closest, and which of its elements did not match. */
import type { Condition } from "../../policy/ast.ts";
import type {
  DecisionLayer,
  Mismatch,
  NamedPolicy,
  NearestMiss,
  PolicySet,
  RequestDecision,
} from "../request-question.ts";
import { evidenceOf } from "./layer.ts";
import { preparedPolicy } from "./prepared-policy.ts";
import type { Call, PreparedStatement } from "./statement-match.ts";

/** How far each element takes a statement away from the request: one about another action is hardly near. */
const distance = { action: 64, principal: 16, resource: 8, condition: 1 } as const;

/** `calls`: those that the request needs; the first that some Allow misses is told. */
export function withNearest(
  decision: RequestDecision,
  policies: PolicySet,
  calls: readonly Call[],
): RequestDecision {
  if (decision.decision !== "ImplicitlyDenied") return decision;
  const sources = decision.blockedBy.flatMap((layer) => policiesOf(layer, policies));
  let nearest: NearestMiss | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const call of calls) {
    for (const { layer, target, policy } of sources) {
      for (const prepared of preparedPolicy(policy.document).statements) {
        if (prepared.statement.effect === "Deny") continue;
        const miss = missOf(prepared, call);
        if (miss.distance === 0 || miss.distance >= least) continue;
        least = miss.distance;
        nearest = {
          statement: evidenceOf(layer, target, policy, prepared.statement),
          failed: miss.failed,
        };
      }
    }
  }
  return { ...decision, nearest };
}

type Source = { readonly layer: DecisionLayer; readonly target: string | null; readonly policy: NamedPolicy };

function policiesOf(layer: DecisionLayer, policies: PolicySet): readonly Source[] {
  const plain = (list: readonly NamedPolicy[] | null): readonly Source[] =>
    (list ?? []).map((policy) => ({ layer, target: null, policy }));
  switch (layer) {
    case "scp":
    case "rcp":
      return ((layer === "scp" ? policies.scps : policies.rcps) ?? []).flatMap((level) =>
        level.policies.map((policy) => ({ layer, target: level.target, policy })),
      );
    case "resource":
      return policies.resource === "unknown" || policies.resource === null ? [] : plain([policies.resource]);
    case "identity":
      return policies.identity === "unknown" ? [] : plain(policies.identity);
    case "boundary":
      return plain(policies.boundary);
    case "session":
      return plain(policies.session);
    case "endpoint":
      return plain(policies.endpoint);
    case "grant":
    case "block-public-access":
      return [];
  }
}

function missOf(
  prepared: PreparedStatement,
  call: Call,
): { readonly distance: number; readonly failed: readonly Mismatch[] } {
  const { action, principal, resource, conditions } = prepared.statement;
  const failed: Mismatch[] = [];
  let away = 0;
  if (prepared.action(call.action) === false) {
    away += distance.action;
    failed.push(
      mismatch(
        "Action",
        action.negated,
        action.patterns.map(({ text }) => text),
        [call.actionName],
      ),
    );
  }
  if (principal !== null && prepared.principal(call).outcome === false) {
    away += distance.principal;
    const names = principal.entries.map(({ value }) => value);
    failed.push(mismatch("Principal", principal.negated, names, [callerText(call)]));
  }
  if (resource !== null && prepared.resource(call) === false) {
    away += distance.resource;
    const patterns = resource.patterns.map(({ text }) => text);
    failed.push(mismatch("Resource", resource.negated, patterns, [call.resource.arn]));
  }
  for (const [index, condition] of conditions.entries()) {
    if (prepared.conditions[index]?.(call.context) !== false) continue;
    away += distance.condition;
    failed.push(failedCondition(condition, call));
  }
  return { distance: away, failed };
}

function mismatch(
  element: "Action" | "Principal" | "Resource",
  negated: boolean,
  expected: readonly string[],
  actual: readonly string[],
): Mismatch {
  return { element: negated ? `Not${element}` : element, expected, actual };
}

function callerText({ caller }: Call): string {
  switch (caller.kind) {
    case "service":
      return caller.service;
    case "federated":
      return caller.provider;
    case "anonymous":
      return "anonymous";
    default:
      return caller.arn;
  }
}

function failedCondition(condition: Condition, { context }: Call): Mismatch {
  if (condition.kind === "unknown") return { element: "Condition", expected: [condition.text], actual: null };
  const values = context.values(condition.key.toLowerCase());
  return {
    element: "Condition",
    operator: operatorText(condition),
    key: condition.key,
    expected: condition.values.map(({ text }) => text),
    actual: values === null || "reason" in values ? null : values,
  };
}

function operatorText({
  quantifier,
  operator,
  ifExists,
}: Extract<Condition, { readonly kind: "test" }>): string {
  return `${quantifier === null ? "" : `${quantifier}:`}${operator}${ifExists ? "IfExists" : ""}`;
}
