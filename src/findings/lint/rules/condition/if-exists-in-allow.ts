import { isNegated, operatorName } from "../../condition-values.ts";
import { knownKeyFacts } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";
import { requiresPresence } from "./for-all-values.ts";

/** Keys that a caller leaves out at will, or that weaker credentials do not have: what they guard is then open. */
const guards =
  /^(sts:externalid|sts:sourceidentity|sts:rolesessionname|aws:sourceidentity|aws:multifactorauth(present|age)|aws:principalorgid|aws:principalorgpaths|aws:sourcevpce?|aws:sourceip|aws:sourcearn|aws:sourceaccount|aws:principaltag\/.*|aws:requesttag\/.*)$/;

export const ifExistsInAllow: LintRule = {
  code: "if-exists-in-allow",
  title: "IfExists in Allow on what should protect",
  rationale:
    "An operator with IfExists holds where the key is absent. In an Allow, whoever comes without the key passes: without an external id, without MFA, from outside any organization.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists",
  severity: "security",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "iam:*",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
    },
    good: {
      Effect: "Allow",
      Action: "iam:*",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    },
  },

  *check({ statements, catalogue }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow") continue;
      for (const { test, operator } of conditions) {
        if (!test.ifExists || isNegated(test) || !guards.test(test.key.toLowerCase())) continue;
        if (requiresPresence(conditions, test.key)) continue;
        // ForAllValues passes without values anyway, which other rules tell.
        if (test.quantifier === "ForAllValues" || knownKeyFacts(test.key, catalogue) === null) continue;
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: `${operatorName(test)} lets requests without ${test.key} pass`,
          advice:
            "Remove IfExists, or move those who are meant to come without it to a statement of their own.",
        };
      }
    }
  },
};
