import type { LintRule } from "../../lint-rule.ts";

export const notPrincipal: LintRule = {
  code: "not-principal",
  title: "NotPrincipal with Deny",
  rationale:
    "It denies everybody who has a permissions boundary, listed or not, and a session is only spared where its account, role and session are all listed (IAM-SEMANTICS 17). A condition on aws:PrincipalArn says the same without these traps.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
  severity: "warning",
  kinds: ["resource", "endpoint"],
  example: {
    kind: "resource",
    bad: {
      Effect: "Deny",
      NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/admin" },
      Action: "s3:*",
      Resource: "arn:aws:s3:::a/*",
    },
    good: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::a/*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/admin" } },
    },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      const { principal, effect } = statement;
      // With Allow the grammar's own warning tells it.
      if (principal?.negated !== true || effect !== "Deny") continue;
      yield {
        range: principal.range,
        message: "NotPrincipal also denies those listed where they have a boundary, and their sessions",
        advice: 'Write "Principal": "*" with ArnNotEquals on aws:PrincipalArn.',
      };
    }
  },
};
