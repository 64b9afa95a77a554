import type { LintRule } from "../../lint-rule.ts";

export const deletedPrincipal: LintRule = {
  code: "deleted-principal",
  title: "Unique id in place of a principal",
  rationale:
    "AWS shows the unique id (AROA…, AIDA…) of a role or user that was deleted. The entry names nobody any more, and a new role of the same name is not meant by it (IAM-SEMANTICS 13, 14).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
  severity: "warning",
  example: {
    kind: "trust",
    bad: { Effect: "Allow", Principal: { AWS: "AROAEXAMPLEEXAMPLE123" }, Action: "sts:AssumeRole" },
    good: {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/app" },
      Action: "sts:AssumeRole",
    },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      for (const { type, value, range } of statement.principal?.entries ?? []) {
        if (type !== "AWS" || !/^A(RO|ID)A[A-Z0-9]{12,124}$/.test(value)) continue;
        yield {
          range,
          message: `${value} is the unique id of a principal that was deleted`,
          advice: "Remove it, or name the new principal by its ARN.",
        };
      }
    }
  },
};
