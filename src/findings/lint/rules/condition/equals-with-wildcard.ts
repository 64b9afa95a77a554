import { operatorFacts } from "../../../../authz/conditions/operators.ts";
import { operatorName, plainText } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

export const equalsWithWildcard: LintRule = {
  code: "equals-with-wildcard",
  title: "Wildcard under an operator that knows none",
  rationale:
    "Under StringEquals and its likes `*` is a star, which hardly any value holds (IAM-SEMANTICS 49). A positive condition then never holds, and a negated one always does.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String",
  severity: "warning",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::a",
      Condition: { StringEquals: { "s3:prefix": "home/*" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::a",
      Condition: { StringLike: { "s3:prefix": "home/*" } },
    },
  },

  *check({ statements }) {
    for (const { conditions } of statements) {
      for (const { test } of conditions) {
        const { family, wildcards } = operatorFacts[test.operator];
        if (family !== "text" || wildcards || test.operator === "BinaryEquals") continue;
        for (const { text, range } of test.values) {
          if (!plainText(text).includes("*")) continue;
          yield {
            range,
            message: `under ${operatorName(test)} the star in ${JSON.stringify(text)} stands for itself`,
            advice: test.operator.endsWith("IgnoreCase")
              ? "Use StringLike: no operator has wildcards and ignores case."
              : "Use StringLike where a wildcard is meant.",
          };
        }
      }
    }
  },
};
