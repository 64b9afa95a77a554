import type { LintRule } from "../../lint-rule.ts";
import { didYouMean, nearestName } from "../../nearest-name.ts";

export const unknownService: LintRule = {
  code: "unknown-service",
  title: "Service that is not known",
  rationale:
    "No service of AWS has this prefix in the data at hand (`accesslens --version` tells its day). A new service may be missing there; else the action matches nothing.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "dynamo:GetItem", Resource: "*" },
    good: { Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" },
  },

  *check({ statements, catalogue }) {
    for (const { statement } of statements) {
      for (const { text, range } of statement.action.patterns) {
        const prefix = text.slice(0, Math.max(0, text.indexOf(":"))).toLowerCase();
        if (!/^[a-z0-9-]+$/.test(prefix) || catalogue.services.has(prefix)) continue;
        const near = nearestName(prefix, catalogue.services);
        yield {
          range,
          message: `no service is known by the prefix ${JSON.stringify(prefix)}${didYouMean(near)}`,
          advice: "Correct the prefix.",
        };
      }
    }
  },
};
