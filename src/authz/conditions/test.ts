/** One condition of a statement, made ready to be decided, turned into a region, negated, or told as a guard term. */
import type { Condition, ConditionOperator, SetQuantifier } from "../../policy/ast.ts";
import { type ActionLens, assumeLens } from "../action-lens.ts";
import { type KeyFacts, knownKey } from "../keys.ts";
import type { Controller, GuardTerm } from "../types.ts";
import { type OperatorFacts, type OperatorFamily, operatorFacts } from "./operators.ts";
import { hasForm } from "./parameter-form.ts";
import { isReadable, readDate, readNumber } from "./read-values.ts";

export type Test = {
  /** As the policy writes it. */
  readonly key: string;
  /** Lower case: names are compared without regard to case (IAM-SEMANTICS 52). */
  readonly name: string;
  readonly facts: KeyFacts;
  readonly operator: ConditionOperator;
  readonly operation: OperatorFacts;
  readonly quantifier: SetQuantifier | null;
  readonly ifExists: boolean;
  readonly values: readonly string[];
  /** Values may hold policy variables: version 2012-10-17, and an operator that takes them (IAM-SEMANTICS 53). */
  readonly variables: boolean;
};

/** Makes the test of a condition that the grammar knows. `version` is the policy's. */
export function testOf(
  condition: Condition & { readonly kind: "test" },
  version: string,
  lens: ActionLens = assumeLens,
): Test {
  const values: string[] = [];
  let dollar = false;
  for (const value of condition.values) {
    values.push(value.text);
    if (value.text.includes("${")) dollar = true;
  }
  const operation = operatorFacts[condition.operator];
  const { name, facts } = knownKey(keyThrough(lens, condition.key));
  return {
    key: condition.key,
    name,
    facts: lens.isAssumption || facts.needs === null ? facts : { ...facts, needs: null },
    operator: condition.operator,
    operation,
    quantifier: condition.quantifier,
    ifExists: condition.ifExists,
    values,
    variables: dollar && version === "2012-10-17" && takesVariables(condition.operator),
  };
}

/** Text and ARN operators do, all others read their values as they stand (IAM-SEMANTICS 53). */
export function takesVariables(operator: ConditionOperator): boolean {
  const { family } = operatorFacts[operator];
  return (family === "text" || family === "arn") && operator !== "BinaryEquals";
}

/** What SNS calls AWS:SourceOwner is the account of whoever asks (IAM-SEMANTICS 65). */
function keyThrough({ service }: ActionLens, key: string): string {
  return service === "sns" && key.toLowerCase() === "aws:sourceowner" ? "aws:PrincipalAccount" : key;
}

/** A test of our own making, in the policy's vocabulary. */
export function makeTest(key: string, operator: ConditionOperator, values: readonly string[]): Test {
  return {
    key,
    ...knownKey(key),
    operator,
    operation: operatorFacts[operator],
    quantifier: null,
    ifExists: false,
    values,
    variables: false,
  };
}

/**
 * Why the outcome of a test is not documented, or null. A key with many values asks for a set operator; without one AWS
 * does not say what happens (IAM-SEMANTICS 48), and neither does it for a value that the operator can't read.
 */
export function undocumented(test: Test): string | null {
  const { family } = test.operation;
  if (test.facts.multiValued && test.quantifier === null && family !== "null") {
    return `${test.key} has many values, and ${test.operator} without ForAnyValue or ForAllValues is not documented for it`;
  }
  if (!fits(family, test))
    return `${test.operator} is not made for ${test.key}, which is a ${test.facts.type}`;
  for (const text of test.values) {
    if (!isReadable(text, family, test.operator)) return `${test.operator} can't read the value "${text}"`;
  }
  return null;
}

/** Whether the test holds where its key is absent (IAM-SEMANTICS 46–48). */
export function holdsWhenAbsent(test: Test): boolean {
  if (test.operation.family === "null") return test.values.some((value) => value.toLowerCase() === "true");
  if (test.ifExists || test.quantifier === "ForAllValues") return true;
  return test.quantifier === "ForAnyValue" ? false : test.operation.negated;
}

/** Texts may hold anything, such as the number in a tag; values of other types are read by their own operators, or as texts. */
function fits(family: OperatorFamily, { facts, name }: Test): boolean {
  if (family === "text" || family === "arn" || family === "null") return true;
  if (family === "number" && name === "aws:epochtime") return true;
  if ((family === "date" || family === "address") && hasForm(name)) return false;
  return facts.type === family || facts.type === "text" || facts.type === "binary";
}

/** Whether only requests with the key can pass. */
export function asksForKey(test: Test): boolean {
  return !holdsWhenAbsent(test) && (test.operation.family !== "null" || undocumented(test) === null);
}

/**
 * The tests that all hold exactly where this one does not; null where the policy language has no words for it.
 */
export function contraryOf(test: Test): readonly Test[] | null {
  const { contrary, family } = test.operation;
  if (contrary === null || undocumented(test) !== null) return null;
  if (family === "null") return contraryOfNull(test);
  if (family === "boolean") return contraryOfTruth(test);
  const values = contraryValues(test);
  if (values === null) return null;
  const quantifier: SetQuantifier | null =
    test.quantifier === null ? null : test.quantifier === "ForAnyValue" ? "ForAllValues" : "ForAnyValue";
  const plain: Test = {
    ...test,
    operator: contrary,
    operation: operatorFacts[contrary],
    quantifier,
    ifExists: false,
    values,
  };
  return withAbsence(plain, !holdsWhenAbsent(test));
}

function contraryOfNull(test: Test): readonly Test[] | null {
  const truths = new Set(test.values.map((value) => value.toLowerCase()));
  const [only] = truths;
  if (truths.size !== 1 || (only !== "true" && only !== "false")) return null;
  return [{ ...test, values: [only === "true" ? "false" : "true"] }];
}

function contraryOfTruth(test: Test): readonly Test[] | null {
  const truths = new Set(test.values.map((value) => value.toLowerCase()));
  const [only] = truths;
  if (truths.size !== 1 || (only !== "true" && only !== "false") || test.facts.multiValued) return null;
  // Of one value, a set operator says no more than what happens where there is none.
  const flipped: Test = {
    ...test,
    quantifier: null,
    ifExists: false,
    values: [only === "true" ? "false" : "true"],
  };
  return withAbsence(flipped, !holdsWhenAbsent(test));
}

/** Makes the test hold, or not, where the key is absent. */
function withAbsence(test: Test, absent: boolean): readonly Test[] {
  if (holdsWhenAbsent(test) === absent) return [test];
  return absent ? [{ ...test, ifExists: true }] : [test, makeTest(test.key, "Null", ["false"])];
}

/** `<` one of several bounds is `<` the greatest, so only that one goes over to the contrary. */
function contraryValues(test: Test): readonly string[] | null {
  const { comparison, family } = test.operation;
  if (comparison === "=") return test.values;
  const readable = test.values.flatMap((text) => {
    const value = family === "date" ? readDate(text) : readNumber(text);
    return value === null ? [] : [{ text, value }];
  });
  const [first, ...others] = readable;
  if (first === undefined) return null;
  const wantsGreatest = comparison.startsWith("<");
  const widest = others.reduce((a, b) => (b.value > a.value === wantsGreatest ? b : a), first);
  return [widest.text];
}

/** The operator as a policy writes it: `ForAnyValue:StringLikeIfExists`. */
export function operatorText(test: Test): string {
  return `${test.quantifier === null ? "" : `${test.quantifier}:`}${test.operator}${test.ifExists ? "IfExists" : ""}`;
}

export function termOf(test: Test, controlledBy: Controller): GuardTerm {
  const term: GuardTerm = { key: test.key, operator: operatorText(test), values: test.values, controlledBy };
  return !test.variables && test.values.some((value) => value.includes("${"))
    ? { ...term, literal: true }
    : term;
}

/** Two tests with the same text hold for the same requests. */
export function testText(test: Test): string {
  return `${operatorText(test)}\n${test.name}\n${test.values.join("\n")}`;
}
