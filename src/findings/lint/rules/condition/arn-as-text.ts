import { hasWildcard, operatorName } from "../../condition-values.ts";
import { knownKeyFacts } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";

export const arnAsText: LintRule = {
  code: "arn-as-text",
  title: "Wildcard for an ARN under StringLike",
  rationale:
    "StringLike reads an ARN as one text, so that a wildcard swallows colons and may match another account or service than it seems to. ArnLike matches part by part (IAM-SEMANTICS 50).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN",
  severity: "suggestion",
  example: {
    kind: "resource",
    bad: {
      Effect: "Allow",
      Principal: "*",
      Action: "sqs:SendMessage",
      Resource: "*",
      Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } },
    },
    good: {
      Effect: "Allow",
      Principal: "*",
      Action: "sqs:SendMessage",
      Resource: "*",
      Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } },
    },
  },

  *check({ statements, catalogue }) {
    for (const { conditions } of statements) {
      for (const { test } of conditions) {
        if (test.operator !== "StringLike" && test.operator !== "StringNotLike") continue;
        if (knownKeyFacts(test.key, catalogue)?.type !== "arn") continue;
        for (const { text, range } of test.values) {
          // After the fifth colon both read alike.
          if (!text.startsWith("arn:") || !hasWildcard(text.split(":").slice(0, 5).join(":"))) continue;
          yield {
            range,
            message: `under ${operatorName(test)} the wildcard in ${JSON.stringify(text)} also stands for colons`,
            advice: `Use ${operatorName({ ...test, operator: test.operator === "StringLike" ? "ArnLike" : "ArnNotLike" })}.`,
          };
        }
      }
    }
  },
};
