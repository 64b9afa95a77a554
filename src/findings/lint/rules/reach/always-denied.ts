import type { LintRule } from "../../lint-rule.ts";
import { swallowed } from "../../swallowed.ts";
import { withoutStatement } from "../../text-edits.ts";

export const alwaysDenied: LintRule = {
  code: "always-denied",
  title: "Allow of which everything is denied",
  rationale:
    "A Deny wins over every Allow (IAM-SEMANTICS 1): the policy's own Deny statements leave nothing of this one.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::a/*" },
        { Effect: "Deny", NotAction: "s3:Get*", Resource: "*" },
      ],
    },
    good: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
        { Effect: "Deny", NotAction: "s3:Get*", Resource: "*" },
      ],
    },
  },

  *check(view) {
    for (const denied of swallowed(view).denied) {
      yield {
        range: denied.statement.range,
        message: "the policy's own Deny statements deny all that the statement allows",
        advice: "Remove it, or narrow the Deny.",
        edit: withoutStatement(view, denied),
      };
    }
  },
};
