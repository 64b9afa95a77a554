import { operatorName } from "../../condition-values.ts";
import { knownKeyFacts } from "../../key-names.ts";
import type { LintRule, PlacedCondition } from "../../lint-rule.ts";
import { underOperator } from "../../text-edits.ts";

export const forAllValuesSingleValued: LintRule = {
  code: "for-all-values-single-valued",
  title: "ForAllValues on a key with one value, in Allow",
  rationale:
    "ForAllValues holds where the key is absent. On a key with one value it says nothing more than the plain operator, except that whoever leaves the key out passes (IAM-SEMANTICS 48).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
  severity: "security",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: "*",
      Condition: { "ForAllValues:StringEquals": { "sts:ExternalId": "8f7d2c1e5b" } },
    },
    good: {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: "*",
      Condition: { StringEquals: { "sts:ExternalId": "8f7d2c1e5b" } },
    },
  },

  *check({ statements, catalogue }) {
    for (const { statement, conditions, conditionNode } of statements) {
      if (statement.effect !== "Allow") continue;
      for (const condition of conditions) {
        const { test, operator } = condition;
        if (test.quantifier !== "ForAllValues") continue;
        if (knownKeyFacts(test.key, catalogue)?.multiValued !== false) continue;
        if (requiresPresence(conditions, test.key)) continue;
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: `${operatorName(test)} lets requests without ${test.key} pass`,
          advice: `Use ${test.operator}: the key has one value.`,
          edit: test.ifExists ? null : underOperator(condition, conditionNode, test.operator),
        };
      }
    }
  },
};

/** A Null condition, or a positive one on the same key, demands that the key is there. */
export function requiresPresence(conditions: readonly PlacedCondition[], key: string): boolean {
  return conditions.some(
    ({ test }) =>
      test.operator === "Null" &&
      test.key.toLowerCase() === key.toLowerCase() &&
      test.values.length > 0 &&
      test.values.every(({ text }) => text.toLowerCase() === "false"),
  );
}
