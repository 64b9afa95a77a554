/**
 * The confused-deputy test of one trust policy, by its text alone: does it let the third party in with the right external ID, and
 * refuse it with a wrong one and without any?
 *
 * Each question is a comparison of two policies: the one that is tested, and the same with a Deny of exactly what is asked. Where
 * both allow the same requests, there is none; else the comparison brings one that the concrete evaluator confirms. So whatever the
 * policy is made of (patterns, IfExists, negations, several statements, Deny) is weighed as AWS would.
 */
import { decideTrust } from "../../authz/concrete/index.ts";
import type { RequestToDecide } from "../../authz/request-question.ts";
import { findAllowedOnlyBy } from "../../authz/symbolic/index.ts";
import { editPolicy } from "../../findings/policy-edit.ts";
import { type PolicyDocument, parsePolicy } from "../../policy/index.ts";

/** `accepted` and `refused` are proven; `unknown`: neither is, and `reasons` say why. */
export type Verdict = "accepted" | "refused" | "unknown";

export type Tested = {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  /** A request that is let in. Null: there is none, or none was found. */
  readonly example: RequestToDecide | null;
  /** Of `example`: the Allow statements that let it in, from 0. */
  readonly statements: readonly number[];
};

export type ConfusedDeputy = {
  /** One for each of the right external IDs, in their order. */
  readonly right: readonly Tested[];
  /** Any external ID but the right ones. */
  readonly wrong: Tested;
  readonly missing: Tested;
};

export type DeputyQuestion = {
  readonly trust: string;
  readonly role: { readonly arn: string; readonly account: string };
  /** The third party as a Principal element has it: an account's id, an ARN of IAM, or `*`. */
  readonly caller: string;
  /** Those that are meant to be let in. Empty: not known; then nothing is right, and every one counts as wrong. */
  readonly right: readonly string[];
  /** An organization that the caller is known not to be in: what is for its members does not let the caller in. */
  readonly outsideOf?: string | null;
};

/** Null: the text is no policy. */
export function confusedDeputy(question: DeputyQuestion): ConfusedDeputy | null {
  const parsed = parsePolicy(question.trust, { kind: "trust" });
  if (!parsed.ok) return null;
  const ask = (condition: Condition): Tested | null =>
    letsIn(question, parsed.value, withAll(condition, outside(question.outsideOf ?? null)));
  const right = question.right.map((id) => ask({ StringEquals: { [key]: id } }));
  const wrong = ask({
    ...(question.right.length === 0 ? {} : { StringNotEquals: { [key]: question.right } }),
    Null: { [key]: "false" },
  });
  const missing = ask({ Null: { [key]: "true" } });
  if (wrong === null || missing === null || right.includes(null)) return null;
  return { right: right.filter((one) => one !== null), wrong, missing };
}

const key = "sts:ExternalId";
type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Of every request by somebody outside of it. True where the keys are absent, too. */
function outside(organization: string | null): Condition {
  if (organization === null) return {};
  return {
    StringNotEquals: { "aws:PrincipalOrgID": organization },
    "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": `${organization}/*` },
  };
}

function withAll(one: Condition, other: Condition): Condition {
  const operators = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...operators].map((operator) => [operator, { ...one[operator], ...other[operator] }]),
  );
}

/** Whether the policy lets the caller in by some request under the condition. Null: it has no statements to add one to. */
function letsIn(
  { trust, caller, role }: DeputyQuestion,
  policy: PolicyDocument,
  condition: Condition,
): Tested | null {
  const deny = { Effect: "Deny", Principal: { AWS: caller }, Action: "sts:AssumeRole", Condition: condition };
  const text = editPolicy(trust, [{ kind: "add-statement", text: JSON.stringify(deny) }]);
  if (text === null) return null;
  const without = parsePolicy(text, { kind: "trust" });
  if (!without.ok) return null;
  const found = findAllowedOnlyBy(policy, without.value, "trust");
  switch (found.kind) {
    case "none":
      return { verdict: "refused", reasons: [], example: null, statements: [] };
    case "doubt":
      return { verdict: "unknown", reasons: found.reasons, example: null, statements: [] };
    case "example":
      return atRole(found.request, role, policy);
  }
}

/** A trust policy says nothing of its role, unless it asks for the role's account or the like. */
function atRole(request: RequestToDecide, role: DeputyQuestion["role"], trust: PolicyDocument): Tested {
  const context = Object.entries(request.context).map(([name, value]) => [
    name,
    name.toLowerCase() === "aws:resourceaccount" ? role.account : value,
  ]);
  const example = { ...request, resource: role, context: Object.fromEntries(context) };
  const { decision, because } = decideTrust({ trust, request: example, organization: null });
  if (decision !== "Allowed") {
    const reasons = ["a request was found that is let in at another role, and none at this one"];
    return { verdict: "unknown", reasons, example: null, statements: [] };
  }
  const statements = [...new Set(because.map(({ statement }) => statement))];
  return { verdict: "accepted", reasons: [], example, statements };
}
