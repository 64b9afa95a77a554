import { isNegated, operatorName } from "../../condition-values.ts";
import { knownKeyFacts } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";

export const forAnyValueNegated: LintRule = {
  code: "for-any-value-negated",
  title: "ForAnyValue with a negated operator",
  rationale:
    "It holds as soon as one value is another than those listed, and never where there are no values (IAM-SEMANTICS 48). In an Allow one stray value lets the request pass; a Deny forgets requests without the key. What is nearly always meant is ForAllValues with the negated operator: none of the values is one of those.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-exampleorg1/*" } },
    },
    good: {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": "o-exampleorg1/*" } },
    },
  },

  *check({ statements, catalogue }) {
    for (const { statement, conditions } of statements) {
      for (const { test, operator } of conditions) {
        if (test.quantifier !== "ForAnyValue" || !isNegated(test)) continue;
        const single = knownKeyFacts(test.key, catalogue)?.multiValued === false;
        const effect =
          statement.effect === "Deny"
            ? `does not deny requests without ${test.key}`
            : "holds as soon as one value is another";
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: `${operatorName(test)} ${effect}`,
          advice: single
            ? `The key has one value: use ${test.operator}.`
            : `Use ForAllValues:${test.operator} where none of the values may be listed.`,
        };
      }
    }
  },
};
