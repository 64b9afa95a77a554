import { hasWildcard, operatorName } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";
import { underOperator } from "../../text-edits.ts";

const plainOperators: Readonly<Record<string, "StringEquals" | "StringNotEquals">> = {
  StringLike: "StringEquals",
  StringNotLike: "StringNotEquals",
};

export const likeWithoutWildcard: LintRule = {
  code: "like-without-wildcard",
  title: "StringLike without a wildcard",
  rationale:
    "Without wildcards it means the same as StringEquals, and whoever reads it looks for the wildcard that somebody forgot.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String",
  severity: "suggestion",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::a",
      Condition: { StringLike: { "s3:prefix": "home" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::a",
      Condition: { StringLike: { "s3:prefix": "home/*" } },
    },
  },

  *check({ document, statements }) {
    for (const { conditions, conditionNode } of statements) {
      for (const condition of conditions) {
        const { test, operator } = condition;
        const plain = plainOperators[test.operator];
        if (plain === undefined || test.values.length === 0) continue;
        if (test.values.some(({ text }) => hasWildcard(text, document.version))) continue;
        const name = operatorName({ ...test, operator: plain });
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: `${operatorName(test)} on ${test.key} without a wildcard`,
          advice: `Write ${name}, or the wildcard that is meant.`,
          edit: underOperator(condition, conditionNode, name),
        };
      }
    }
  },
};
