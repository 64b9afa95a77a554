import { type Issuer, issuerOf } from "../../../issuers.ts";
import { isNegated, passesWhenAbsent } from "../../condition-values.ts";
import type { LintRule, TestCondition } from "../../lint-rule.ts";

export const issuerClaimMissing: LintRule = {
  code: "issuer-claim-missing",
  title: "Shared identity provider without a condition on whose tokens",
  rationale:
    "All customers of such a provider get tokens of the same issuer. Without a condition on the claim that names the customer, any of them comes in; IAM refuses to save such a policy now, and roles from before still have it (IAM-SEMANTICS 36).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  severity: "error",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } },
    },
    good: {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:example/app:ref:refs/heads/main",
        },
      },
    },
  },

  *check({ statements }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow" || statement.principal?.negated !== false) continue;
      for (const { type, value, range } of statement.principal.entries) {
        if (type !== "Federated" || value.includes(":saml-provider/")) continue;
        const name = /:oidc-provider\/(.+)$/.exec(value)?.[1] ?? value;
        const issuer = issuerOf(name.toLowerCase());
        if (issuer.tenancy !== "shared") continue;
        const claims = claimsThatBind(issuer);
        if (conditions.some(({ test }) => binds(test, name, claims))) continue;
        yield {
          range,
          message: `any customer of ${issuer.name} comes in: no condition says whose tokens are meant`,
          advice: `Add a condition on ${claims.map((claim) => `${name}:${claim}`).join(" or ")}.`,
        };
      }
    }
  },
};

function claimsThatBind({ audience, audienceBinds, claims }: Issuer): readonly string[] {
  return ["sub", ...(audienceBinds ? [audience] : []), ...Object.keys(claims)];
}

function binds(test: TestCondition, issuer: string, claims: readonly string[]): boolean {
  const key = test.key.toLowerCase();
  if (!claims.some((claim) => key === `${issuer}:${claim}`.toLowerCase())) return false;
  if (isNegated(test) || passesWhenAbsent(test) || test.operator === "Null") return false;
  return test.values.every(({ text }) => !/^[*?]*$/.test(text));
}
