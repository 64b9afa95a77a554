import type { LintRule } from "../../lint-rule.ts";
import { elementOf } from "../../text-edits.ts";

export const allowWithNotAction: LintRule = {
  code: "allow-with-not-action",
  title: "NotAction with Allow",
  rationale:
    "It allows every action of every service but those listed, those included that AWS adds tomorrow. In an SCP, where something else must allow besides, it is less grave.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  severity: "security",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
    good: { Effect: "Deny", NotAction: "iam:*", Resource: "*" },
  },

  *check({ statements, kind }) {
    for (const view of statements) {
      const { effect, action } = view.statement;
      const node = elementOf(view, "NotAction");
      if (effect !== "Allow" || !action.negated || node === null) continue;
      yield {
        range: { start: node.start, end: node.end },
        severity: kind === "scp" || kind === "boundary" ? "warning" : "security",
        message: "NotAction with Allow allows every action but those listed",
        advice: "List the actions that are meant with Action.",
      };
    }
  },
};
