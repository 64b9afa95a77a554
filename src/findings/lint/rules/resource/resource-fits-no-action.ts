import { fitsSome, resourcePattern } from "../../../../authz/action-resources.ts";
import type { LintRule } from "../../lint-rule.ts";

export const resourceFitsNoAction: LintRule = {
  code: "resource-fits-no-action",
  title: "Resource that none of the statement's actions works on",
  rationale:
    "The ARN does nothing in the statement: it is of another service or of another kind than its actions work on.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  severity: "warning",
  kinds: ["identity", "boundary", "session", "scp", "resource"],
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:Get*",
      Resource: ["arn:aws:s3:::a/*", "arn:aws:sqs:eu-west-1:123456789012:q"],
    },
    good: { Effect: "Allow", Action: "s3:Get*", Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::a"] },
  },

  *check({ statements }) {
    for (const view of statements) {
      const { resource } = view.statement;
      // With names that are not known, nobody knows what they work on.
      if (resource === null || !view.actionsAreKnown) continue;
      for (const { text, range } of resource.patterns) {
        const pattern = /^\*+$/.test(text) ? null : resourcePattern(text);
        if (pattern === null || fitsSome(view.actions, pattern)) continue;
        yield {
          range,
          message: `none of the statement's actions works on ${JSON.stringify(text)}`,
          advice: "Correct the ARN, or move it to the statement whose actions it belongs to.",
        };
      }
    }
  },
};
