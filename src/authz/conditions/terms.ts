/** A guard's term read back as a test. */
import { conditionOperators } from "../../policy/ast.ts";
import type { GuardTerm } from "../types.ts";
import { makeTest, type Test, takesVariables } from "./test.ts";

const operators = new Map(conditionOperators.map((operator) => [operator as string, operator]));

/** The inverse of `termOf`. A term that no test has written is a bug. */
export function testOfTerm(term: GuardTerm): Test {
  const [, quantifier, name, ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(term.operator) ?? [];
  const operator = operators.get(name ?? "");
  if (operator === undefined) throw new Error(`a guard with operator ${term.operator}`);
  const test = makeTest(term.key, operator, term.values);
  return {
    ...test,
    quantifier: quantifier === "ForAnyValue" || quantifier === "ForAllValues" ? quantifier : null,
    ifExists: ifExists !== undefined,
    variables:
      term.literal !== true && takesVariables(operator) && term.values.some((value) => value.includes("${")),
  };
}
