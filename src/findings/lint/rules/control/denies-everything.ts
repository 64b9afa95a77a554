import type { LintRule } from "../../lint-rule.ts";

export const deniesEverything: LintRule = {
  code: "denies-everything",
  title: "Everything is denied",
  rationale:
    "A Deny of every action on every resource without a condition shuts down whatever the policy is attached to. In quarantine that is meant.",
  reference:
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html",
  severity: "warning",
  kinds: ["scp", "identity", "boundary"],
  example: {
    kind: "scp",
    bad: { Effect: "Deny", Action: "*", Resource: "*" },
    good: {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": ["eu-west-1"] } },
    },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      const { effect, action, resource, conditions, range } = statement;
      if (effect !== "Deny" || conditions.length > 0 || action.negated || resource?.negated !== false)
        continue;
      if (!action.patterns.some(({ text }) => /^\*+(:\*+)?$/.test(text))) continue;
      if (!resource.patterns.some(({ text }) => /^\*+$/.test(text))) continue;
      yield {
        range,
        message: "the statement denies everything, always",
        advice: "Add the condition under which it should, or remove it.",
      };
    }
  },
};
