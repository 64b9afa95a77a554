import type { LintRule } from "../../lint-rule.ts";

export const trustBareStar: LintRule = {
  code: "trust-bare-star",
  title: 'The text "*" as a trust policy\'s Principal',
  rationale: 'IAM refuses a trust policy with "Principal": "*"; it takes {"AWS": "*"} (IAM-SEMANTICS 15).',
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  severity: "error",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: "*",
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
    good: {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      const star = statement.principal?.entries.find(({ type }) => type === "*");
      if (star === undefined) continue;
      // Under a condition, or denied, it surely means what the form that IAM takes means.
      const meant = statement.effect === "Deny" || statement.conditions.length > 0;
      yield {
        range: star.range,
        message: 'a trust policy takes no Principal "*"',
        advice: 'Name who may assume the role; everybody is {"AWS": "*"}.',
        edit: meant ? { range: star.range, text: '{"AWS": "*"}' } : null,
      };
    }
  },
};
