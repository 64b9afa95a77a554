import { fullName } from "../../../../authz/action-resources.ts";
import type { LintRule } from "../../lint-rule.ts";

export const actionWithoutResource: LintRule = {
  code: "action-without-resource",
  title: "Action that takes no resource, with a Resource that is not `*`",
  rationale:
    "Such an action is asked for on `*`, which no ARN matches: the statement neither allows nor denies it. What AWS's reference says of an action's resources is sometimes incomplete.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  severity: "warning",
  kinds: ["identity", "boundary", "session", "scp"],
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "arn:aws:s3:::example" },
    good: { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
  },

  *check({ statements, catalogue }) {
    for (const { statement } of statements) {
      const { action, resource } = statement;
      if (action.negated || resource === null || resource.negated) continue;
      if (resource.patterns.some(({ text }) => /^\*+$/.test(text))) continue;
      for (const { text, range } of action.patterns) {
        const facts = catalogue.action(text);
        if (facts === null || facts.resources.length > 0) continue;
        yield {
          range,
          message: `${fullName(facts)} takes no resource, so that the statement's Resource never matches it`,
          advice: 'Move it to a statement with "Resource": "*".',
        };
      }
    }
  },
};
