import type { LintRule } from "../../lint-rule.ts";
import { swallowed } from "../../swallowed.ts";
import { withoutStatement } from "../../text-edits.ts";

export const neverMatches: LintRule = {
  code: "never-matches",
  title: "Statement that no request matches",
  rationale:
    "Its conditions contradict each other, or its resources can't exist: it allows nothing and denies nothing. Told only where it is certain.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { StringEquals: { "s3:prefix": "home/" }, StringLike: { "s3:prefix": "shared/*" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { StringEquals: { "s3:prefix": ["home/", "shared/"] } },
    },
  },

  *check(view) {
    for (const dead of swallowed(view).dead) {
      yield {
        range: dead.statement.range,
        message: "no request matches the statement",
        advice: "Correct its conditions and resources, or remove it.",
        edit: withoutStatement(view, dead),
      };
    }
  },
};
