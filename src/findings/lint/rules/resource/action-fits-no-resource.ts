import { fitsPattern, fullName, resourcePattern } from "../../../../authz/action-resources.ts";
import type { LintRule } from "../../lint-rule.ts";

export const actionFitsNoResource: LintRule = {
  code: "action-fits-no-resource",
  title: "Action that none of the statement's resources fits",
  rationale:
    "The action works on another kind of resource than those listed, so that the statement says nothing about it: s3:GetObject on a bucket's ARN is the usual case (IAM-SEMANTICS 62).",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  severity: "warning",
  kinds: ["identity", "boundary", "session", "scp", "resource"],
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "arn:aws:s3:::example" },
    good: {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:ListBucket"],
      Resource: ["arn:aws:s3:::example", "arn:aws:s3:::example/*"],
    },
  },

  *check({ statements, catalogue }) {
    for (const { statement } of statements) {
      const { action, resource } = statement;
      if (action.negated || resource === null || resource.negated) continue;
      const patterns = resource.patterns.map(({ text }) =>
        /^\*+$/.test(text) ? null : resourcePattern(text),
      );
      for (const { text, range } of action.patterns) {
        const facts = catalogue.action(text);
        if (facts === null || facts.resources.length === 0) continue;
        // Null: everything, or not to be understood.
        if (patterns.some((pattern) => pattern === null || fitsPattern(facts, pattern))) continue;
        const expected = facts.resources.flatMap(({ arnPatterns }) => arnPatterns).slice(0, 3);
        yield {
          range,
          message: `none of the statement's resources is one that ${fullName(facts)} works on`,
          advice: `It works on ${expected.join(", ")}.`,
        };
      }
    }
  },
};
