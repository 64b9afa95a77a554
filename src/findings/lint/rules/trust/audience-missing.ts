import { issuerOf } from "../../../issuers.ts";
import { isNegated, passesWhenAbsent } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

export const audienceMissing: LintRule = {
  code: "audience-missing",
  title: "Tokens that were made for somebody else are taken",
  rationale:
    "The audience says for whom the provider made the token. Without a condition on it, a token that a workload got for another purpose opens the role too; the provider's own list of client ids helps only where it names no other application.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
  severity: "warning",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/id.example.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "id.example.com:sub": "deployer" } },
    },
    good: {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/id.example.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "id.example.com:sub": "deployer", "id.example.com:aud": "sts.amazonaws.com" },
      },
    },
  },

  *check({ statements }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow" || statement.principal?.negated !== false) continue;
      for (const { type, value, range } of statement.principal.entries) {
        if (type !== "Federated" || value.includes(":saml-provider/")) continue;
        const name = /:oidc-provider\/(.+)$/.exec(value)?.[1] ?? value;
        const key = `${name}:${issuerOf(name.toLowerCase()).audience}`;
        const isAsked = conditions.some(
          ({ test }) =>
            test.key.toLowerCase() === key.toLowerCase() && !isNegated(test) && !passesWhenAbsent(test),
        );
        if (isAsked) continue;
        yield {
          range,
          message: `no condition says for whom the tokens of ${name} have to be made`,
          advice: `Add a condition on ${key}.`,
        };
      }
    }
  },
};
