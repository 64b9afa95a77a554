import { isNegated } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

export const sourceAccountMissing: LintRule = {
  code: "source-account-missing",
  title: "aws:SourceArn without an account",
  rationale:
    "A bucket's ARN names no account. When the bucket is deleted, anybody can make one of that name and is let in by the ARN alone; aws:SourceAccount beside it says whose it has to be.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  severity: "security",
  kinds: ["resource", "trust"],
  example: {
    kind: "resource",
    bad: {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sns:Publish",
      Resource: "arn:aws:sns:eu-west-1:123456789012:t",
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::uploads" } },
    },
    good: {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sns:Publish",
      Resource: "arn:aws:sns:eu-west-1:123456789012:t",
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::uploads" },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      },
    },
  },

  *check({ statements }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow") continue;
      if (conditions.some(({ test }) => /^aws:source(account|orgid|orgpaths)$/i.test(test.key))) continue;
      for (const { test } of conditions) {
        if (test.key.toLowerCase() !== "aws:sourcearn" || isNegated(test)) continue;
        for (const { text, range } of test.values) {
          if (!/^arn:[^:]*:[^:]*:[^:]*:(\*?):/.test(text)) continue;
          yield {
            range,
            message: `${JSON.stringify(text)} names no account`,
            advice: "Add a condition on aws:SourceAccount.",
          };
        }
      }
    }
  },
};
