import { operatorFacts } from "../../../../authz/conditions/operators.ts";
import { hasWildcard } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

/** Keys of which AWS says that a wildcard never makes sense in their values (IAM-SEMANTICS A5). */
const sensitiveKeys: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:resourceaccount",
  "aws:resourceorgid",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpceaccount",
  "aws:vpceorgid",
]);

export const sensitiveKeyWildcard: LintRule = {
  code: "sensitive-key-wildcard",
  title: "Wildcard where only an exact id protects",
  rationale:
    "Ids of accounts, organizations, networks and endpoints that begin alike belong to different customers. A pattern for them looks like protection and is little or none.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive",
  severity: "security",
  example: {
    kind: "resource",
    bad: {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::a/*",
      Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    },
    good: {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::a/*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
  },

  *check({ statements }) {
    for (const { conditions } of statements) {
      for (const { test } of conditions) {
        const { family, wildcards } = operatorFacts[test.operator];
        if (family !== "text" || !wildcards || !sensitiveKeys.has(test.key.toLowerCase())) continue;
        for (const { text, range } of test.values) {
          if (!hasWildcard(text)) continue;
          yield {
            range,
            message: `${test.key} is compared with the pattern ${JSON.stringify(text)}`,
            advice: "List the exact ids with StringEquals.",
          };
        }
      }
    }
  },
};
