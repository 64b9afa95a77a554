import type { LintRule } from "../../lint-rule.ts";

export const publicPrincipal: LintRule = {
  code: "public-principal",
  title: "Everybody, without a condition",
  rationale:
    'The statement allows anybody at all: for a resource whoever asks, signed in or not; for a role whoever has an AWS account (IAM-SEMANTICS 15, 16). {"AWS": "*"} says the same as "*".',
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
  severity: "security",
  kinds: ["resource", "trust"],
  example: {
    kind: "resource",
    bad: { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
    good: {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::a/*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
  },

  *check({ statements, kind }) {
    for (const { statement } of statements) {
      const { effect, principal, conditions } = statement;
      if (effect !== "Allow" || principal === null || principal.negated || conditions.length > 0) continue;
      const everybody = principal.entries.find(
        ({ type, value }) => type === "*" || (type === "AWS" && value === "*"),
      );
      if (everybody === undefined) continue;
      yield {
        range: everybody.range,
        message:
          kind === "trust"
            ? "anybody with an AWS account can assume the role"
            : "the statement allows everybody",
        advice: "Name the principals, or add a condition on aws:PrincipalOrgID or aws:PrincipalArn.",
      };
    }
  },
};
