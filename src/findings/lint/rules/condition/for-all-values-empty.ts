import { operatorName } from "../../condition-values.ts";
import { knownKeyFacts } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";
import { requiresPresence } from "./for-all-values.ts";

export const forAllValuesEmpty: LintRule = {
  code: "for-all-values-empty",
  title: "ForAllValues without a demand that there are values, in Allow",
  rationale:
    "ForAllValues holds where there are no values at all (IAM-SEMANTICS 48). For tags that is often meant; where it is not, a Null condition demands the key.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
  severity: "suggestion",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: "*",
      Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } },
    },
    good: {
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: "*",
      Condition: {
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
        Null: { "aws:TagKeys": "false" },
      },
    },
  },

  *check({ statements, catalogue }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow") continue;
      for (const { test, operator } of conditions) {
        if (test.quantifier !== "ForAllValues" || requiresPresence(conditions, test.key)) continue;
        if (knownKeyFacts(test.key, catalogue)?.multiValued !== true) continue;
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: `${operatorName(test)} holds for requests without any ${test.key}`,
          advice: `Where that is not meant, add "Null": {"${test.key}": "false"}.`,
        };
      }
    }
  },
};
