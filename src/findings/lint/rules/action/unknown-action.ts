import type { LintRule } from "../../lint-rule.ts";
import { didYouMean, nearestName } from "../../nearest-name.ts";

export const unknownAction: LintRule = {
  code: "unknown-action",
  title: "Action that is not known",
  rationale:
    "The service is known and has no such action, or none that the pattern matches, in the data at hand. A new action may be missing there; else the text does nothing: it allows nothing, and a Deny protects from nothing.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "s3:ListBuckets", Resource: "*" },
    good: { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
  },

  *check({ statements, catalogue }) {
    for (const { statement } of statements) {
      for (const { text, range } of statement.action.patterns) {
        const prefix = text.slice(0, Math.max(0, text.indexOf(":"))).toLowerCase();
        if (!/^[a-z0-9-]+$/.test(prefix) || !catalogue.services.has(prefix)) continue;
        if (catalogue.matching(text).length > 0) continue;
        const isPattern = /[*?]/.test(text);
        const names = catalogue.matching(`${prefix}:*`).map(({ service, name }) => `${service}:${name}`);
        yield {
          range,
          message: isPattern
            ? `${JSON.stringify(text)} matches no action that is known`
            : `no action is known as ${JSON.stringify(text)}${didYouMean(nearestName(text, names))}`,
          advice: isPattern ? "Correct the pattern, or remove it." : "Correct the name, or remove it.",
        };
      }
    }
  },
};
