/**
 * One condition of a statement against one request: absent keys, set quantifiers and alternatives (IAM-SEMANTICS 45–48).
 * How values are compared stands in the operator families beside this file.
 */
import type { Condition, ConditionOperator, PolicyDocument } from "../../../policy/ast.ts";
import { allOf, anyOf, type Outcome, opposite, unknown } from "../outcome.ts";
import { mayBeAbsent, type RequestContext } from "../request-context.ts";
import { addressComparisons } from "./addresses.ts";
import { arnComparisons } from "./arns.ts";
import { binaryComparisons } from "./binary.ts";
import { booleanComparisons, readBoolean } from "./booleans.ts";
import type { Comparison, ValueTest } from "./comparison.ts";
import { dateComparisons } from "./dates.ts";
import { numberComparisons } from "./numbers.ts";
import { stringComparisons } from "./strings.ts";

const comparisons: Readonly<Record<Exclude<ConditionOperator, "Null">, Comparison>> = {
  ...stringComparisons,
  ...numberComparisons,
  ...dateComparisons,
  ...booleanComparisons,
  ...binaryComparisons,
  ...addressComparisons,
  ...arnComparisons,
};

type Test = Extract<Condition, { readonly kind: "test" }>;

/** A condition made ready to be asked about many requests. */
export type PreparedCondition = (context: RequestContext) => Outcome;

/** Whether the condition holds in the request. `version` is that of the policy: it decides about policy variables. */
export function evaluateCondition(
  condition: Condition,
  version: PolicyDocument["version"],
  context: RequestContext,
): Outcome {
  return prepareCondition(condition, version)(context);
}

export function prepareCondition(
  condition: Condition,
  version: PolicyDocument["version"],
): PreparedCondition {
  if (condition.kind === "unknown") {
    const open = unknown(`the condition ${condition.text} is not known: ${condition.reason}`);
    return () => open;
  }
  if (condition.operator === "Null") return prepareNull(condition);
  const comparison = comparisons[condition.operator];
  const tests = condition.values.map((value) => comparison.prepare(value.text, version === "2012-10-17"));
  const key = condition.key.toLowerCase();
  const holdsFor = holdsForValue(comparison, tests);
  return (context) => {
    const values = context.values(key);
    if (values === null) return whenAbsent(condition, comparison);
    if ("reason" in values) return values;
    if (condition.quantifier === "ForAllValues") return allOf(values, (value) => holdsFor(value, context));
    if (condition.quantifier === "ForAnyValue") return anyOf(values, (value) => holdsFor(value, context));
    return withoutQuantifier(condition.key, values, (value) => holdsFor(value, context));
  };
}

/** The policy's values are alternatives; for a negated operator none of them may match (IAM-SEMANTICS 45). */
function holdsForValue(comparison: Comparison, tests: readonly ValueTest[]): ValueTest {
  return (value, context) => {
    const matched = anyOf(tests, (test) => test(value, context));
    return comparison.negated ? opposite(matched) : matched;
  };
}

/** IAM-SEMANTICS 46–48. */
function whenAbsent(condition: Test, comparison: Comparison): boolean {
  if (condition.ifExists || condition.quantifier === "ForAllValues") return true;
  return condition.quantifier === null && comparison.negated;
}

/**
 * AWS does not say what an operator without a set quantifier makes of several values (IAM-SEMANTICS 48): where "some
 * value" and "every value" come to the same, that is the answer.
 */
function withoutQuantifier(
  key: string,
  values: readonly string[],
  holds: (value: string) => Outcome,
): Outcome {
  const every = allOf(values, holds);
  if (values.length === 1) return every;
  const some = anyOf(values, holds);
  return every === some
    ? every
    : unknown(
        `${key} has several values, and the condition does not say whether one or all of them must match`,
      );
}

/** `"true"` asks for absence, `"false"` for presence (IAM-SEMANTICS 46). */
function prepareNull(condition: Test): PreparedCondition {
  const key = condition.key.toLowerCase();
  const wanted = condition.values.map((value) => readBoolean(value.text));
  return (context) => {
    const values = context.values(key);
    if (mayBeAbsent(values)) return values;
    const absent = values === null;
    return anyOf(wanted, (isNull) =>
      isNull === null ? unknown(`Null takes true or false, for ${condition.key}`) : isNull === absent,
    );
  };
}
