import { compileTrust, type OrganizationView, trustGrants } from "../../../../authz/index.ts";
import { type AccountId, isAccountId } from "../../../../model/index.ts";
import type { PolicyDocument } from "../../../../policy/ast.ts";
import type { LintRule } from "../../lint-rule.ts";

/** Nothing is known of the account that the policy is for, but that its identity providers live in it (IAM-SEMANTICS 18). */
function ownerOf({ statements }: PolicyDocument): AccountId | null {
  const providers = statements.flatMap(({ principal }) => principal?.entries ?? []);
  const accounts = providers.flatMap(
    ({ type, value }) => (type === "Federated" && /^arn:[^:]*:iam::(\d{12}):/.exec(value)?.[1]) || [],
  );
  return [...accounts, "000000000000"].find(isAccountId) ?? null;
}

const nowhere: OrganizationView = { organizationId: null, isOurs: () => false, pathOf: () => null };

export const letsNobodyIn: LintRule = {
  code: "trust-lets-nobody-in",
  title: "Trust that nobody can use",
  rationale:
    "The statement allows, and no call satisfies it: its conditions exclude the principal or each other, or another statement denies all of it. A service is in no organization, and a token brings no ARN (IAM-SEMANTICS A4, A5).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
  severity: "warning",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
    good: {
      Effect: "Allow",
      Principal: { AWS: "123456789012" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
  },

  *check({ document, statements }) {
    const owner = ownerOf(document);
    if (owner === null) return;
    const { deadEnds } = trustGrants(compileTrust(document), { owner, organization: nowhere });
    for (const { statement, principal, cause, because } of deadEnds) {
      if (cause !== "contradiction" && cause !== "denied") continue;
      const dead = statements.find((one) => one.statement.index === statement)?.statement;
      if (dead === undefined) continue;
      const entry = dead.principal?.entries.find(({ value }) => value === principal);
      yield {
        range: entry?.range ?? dead.range,
        message: `${principal === null ? "the statement" : JSON.stringify(principal)} is let in by no request: ${because}`,
        advice: "Correct the condition, or remove what it shuts out.",
      };
    }
  },
};
