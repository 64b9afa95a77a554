import type { LintRule } from "../../lint-rule.ts";
import { swallowed } from "../../swallowed.ts";
import { withoutStatement } from "../../text-edits.ts";

export const coveredStatement: LintRule = {
  code: "covered-statement",
  title: "Statement that others cover",
  rationale:
    "Whatever it allows or denies, other statements of the policy allow or deny too: without it nothing changes. Told only where it is certain.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  severity: "suggestion",
  example: {
    kind: "identity",
    bad: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:Get*", Resource: "*" },
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
      ],
    },
    good: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "s3:Get*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        },
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
      ],
    },
  },

  *check(view) {
    for (const covered of swallowed(view).covered) {
      yield {
        range: covered.statement.range,
        message: "other statements of the policy say all that this one says",
        advice: "Remove it.",
        edit: withoutStatement(view, covered),
      };
    }
  },
};
