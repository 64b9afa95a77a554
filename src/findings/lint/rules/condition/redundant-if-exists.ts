import { isNegated, operatorName } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";
import { underOperator } from "../../text-edits.ts";

export const redundantIfExists: LintRule = {
  code: "redundant-if-exists",
  title: "IfExists that changes nothing",
  rationale:
    "A negated operator holds where the key is absent, and so does ForAllValues: with IfExists they mean the same (IAM-SEMANTICS 46, 48). Some write it to say that they know; then leave it.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists",
  severity: "suggestion",
  // Guard rails of AWS's own samples are written so.
  kinds: ["identity", "boundary", "session", "trust", "resource"],
  example: {
    kind: "identity",
    bad: {
      Effect: "Deny",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-0123456789abcdef0" } },
    },
    good: {
      Effect: "Deny",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" } },
    },
  },

  *check({ statements }) {
    for (const { conditions, conditionNode } of statements) {
      for (const condition of conditions) {
        const { test, operator } = condition;
        if (!test.ifExists) continue;
        const same = test.quantifier === "ForAllValues" || (test.quantifier === null && isNegated(test));
        if (!same) continue;
        const plain = operatorName({ ...test, ifExists: false });
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: `${operatorName(test)} means the same as ${plain}`,
          advice: `Write ${plain}.`,
          edit: underOperator(condition, conditionNode, plain),
        };
      }
    }
  },
};
