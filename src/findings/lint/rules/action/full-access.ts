import type { LintRule } from "../../lint-rule.ts";
import { elementOf } from "../../text-edits.ts";

export const fullAccess: LintRule = {
  code: "full-access",
  title: "Every action on every resource",
  rationale:
    "Whoever has the policy administrates the account. SCPs and boundaries say so as a rule, because they limit and do not grant; there it is not reported.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  severity: "security",
  kinds: ["identity"],
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "*", Resource: "*" },
    good: { Effect: "Deny", Action: "*", Resource: "*" },
  },

  *check({ statements }) {
    for (const view of statements) {
      const { effect, action, resource, conditions } = view.statement;
      if (effect !== "Allow" || conditions.length > 0 || action.negated || resource?.negated !== false)
        continue;
      const everything = action.patterns.find(({ text }) => /^\*+(:\*+)?$/.test(text));
      if (everything === undefined || !resource.patterns.some(({ text }) => /^\*+$/.test(text))) continue;
      const node = elementOf(view, "Action") ?? view.node;
      yield {
        range: { start: node.start, end: node.end },
        message: "the statement allows every action on every resource",
        advice: "List the actions that are needed.",
      };
    }
  },
};
