import type { LintRule } from "../../lint-rule.ts";
import { underOperator } from "../../text-edits.ts";

export const mfaBoolInDeny: LintRule = {
  code: "mfa-bool-in-deny",
  title: "Deny without MFA that forgets access keys",
  rationale:
    "Requests that are signed with a user's access keys have no aws:MultiFactorAuthPresent at all, so that Bool with false does not hold for them and they are not denied (IAM-SEMANTICS 47).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent",
  severity: "security",
  example: {
    kind: "identity",
    bad: {
      Effect: "Deny",
      Action: "iam:*",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    },
    good: {
      Effect: "Deny",
      Action: "iam:*",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    },
  },

  *check({ statements }) {
    for (const { statement, conditions, conditionNode } of statements) {
      if (statement.effect !== "Deny") continue;
      for (const condition of conditions) {
        const { test, operator } = condition;
        if (test.operator !== "Bool" || test.ifExists || test.quantifier !== null) continue;
        if (test.key.toLowerCase() !== "aws:multifactorauthpresent") continue;
        if (!test.values.some(({ text }) => text.toLowerCase() === "false")) continue;
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: "Bool does not hold for requests with long-term access keys, which are not denied then",
          advice: "Use BoolIfExists.",
          edit: underOperator(condition, conditionNode, "BoolIfExists"),
        };
      }
    }
  },
};
