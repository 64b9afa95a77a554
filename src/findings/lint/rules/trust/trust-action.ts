import { glob, patternMatches } from "../../../../logic/index.ts";
import type { LintRule } from "../../lint-rule.ts";

const trustActions = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:TagSession",
  "sts:SetSourceIdentity",
  "sts:SetContext",
] as const;

export const trustAction: LintRule = {
  code: "trust-action",
  title: "Action that does not belong in a trust policy",
  rationale:
    "A trust policy speaks of assuming the role and of what the session brings: IAM refuses other actions. Wildcards allow ways in that nobody thought of (IAM-SEMANTICS 23–34).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html",
  severity: "error",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: ["sts:AssumeRole", "s3:GetObject"],
    },
    good: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      if (statement.action.negated) continue;
      for (const { text, range } of statement.action.patterns) {
        const pattern = glob(text.toLowerCase());
        const matched = trustActions.filter((name) => patternMatches(pattern, name.toLowerCase()));
        if (matched.length === 0) {
          yield {
            range,
            message: `${JSON.stringify(text)} is no action of a trust policy`,
            advice: `Its actions are ${trustActions.join(", ")}.`,
          };
        } else if (/[*?]/.test(text) && statement.effect === "Allow") {
          yield {
            range,
            severity: "warning",
            message: `${JSON.stringify(text)} allows ${matched.join(", ")}`,
            advice: "List the actions that are meant.",
          };
        }
      }
    }
  },
};
