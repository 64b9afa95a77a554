import { isGlobalKey, knownKeyFacts } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";

export const setOperatorMissing: LintRule = {
  code: "set-operator-missing",
  title: "Key with many values without ForAnyValue or ForAllValues",
  rationale:
    "The key can have several values in one request, and AWS does not say what an operator without a set operator does then (IAM-SEMANTICS 48).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
  severity: "error",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { StringLike: { "aws:PrincipalOrgPaths": "o-exampleorg1/r-ab12/ou-ab12-11111111/*" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: {
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-exampleorg1/r-ab12/ou-ab12-11111111/*" },
      },
    },
  },

  *check({ statements, catalogue }) {
    for (const { conditions } of statements) {
      for (const { test, key } of conditions) {
        if (test.quantifier !== null || test.operator === "Null") continue;
        if (knownKeyFacts(test.key, catalogue)?.multiValued !== true) continue;
        yield {
          range: { start: key.keyStart, end: key.keyEnd },
          // What the services' lists say of their own keys, AWS's own policies do not always heed.
          severity: isGlobalKey(test.key) ? "error" : "warning",
          message: `${test.key} can have many values, and ${test.operator} is for one`,
          advice: `Say whether one of them or all have to match: ForAnyValue:${test.operator}, ForAllValues:${test.operator}.`,
        };
      }
    }
  },
};
