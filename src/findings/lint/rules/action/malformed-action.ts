import type { LintRule } from "../../lint-rule.ts";

export const malformedAction: LintRule = {
  code: "malformed-action",
  title: "Action that is no `service:Name`",
  rationale:
    "An action is a service's prefix, a colon and a name, or a lone `*`. What does not look so is refused, or matches nothing.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
  severity: "error",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "GetObject", Resource: "arn:aws:s3:::example/*" },
    good: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::example/*" },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      for (const { text, range } of statement.action.patterns) {
        if (text === "*" || /^[A-Za-z0-9*?-]+:[A-Za-z0-9*?._-]+$/.test(text)) continue;
        yield {
          range,
          message: `${JSON.stringify(text)} is no action`,
          advice: "Write the service's prefix, a colon and the action's name: s3:GetObject.",
        };
      }
    }
  },
};
