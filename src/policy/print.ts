/** A policy back to text: `printPolicy(parse(text))` means what the text meant. */
import type { Condition, PolicyDocument, PrincipalElement, Statement, TextWithRange } from "./ast.ts";

type Json = string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in AWS's usual order of elements. Only for documents whose statements are all exact: of others it prints the reading
 * that was kept. A condition that was not understood becomes an operator that nobody knows, so that AWS refuses the text
 * instead of taking a wider policy.
 *
 * Invariant of the AST: one operator (with quantifier and IfExists) tests a key once. Of two tests the last is printed.
 */
export function printPolicy(document: PolicyDocument, indent = 2): string {
  return JSON.stringify(
    {
      Version: document.version,
      ...(document.id === null ? {} : { Id: document.id }),
      Statement: document.statements.map(printStatement),
    },
    null,
    indent,
  );
}

function printStatement(statement: Statement): Json {
  const { sid, effect, principal, action, resource, conditions } = statement;
  return {
    ...(sid === null ? {} : { Sid: sid }),
    Effect: effect,
    ...(principal === null
      ? {}
      : { [principal.negated ? "NotPrincipal" : "Principal"]: printPrincipals(principal) }),
    [action.negated ? "NotAction" : "Action"]: oneOrMany(texts(action.patterns)),
    ...(resource === null
      ? {}
      : { [resource.negated ? "NotResource" : "Resource"]: oneOrMany(texts(resource.patterns)) }),
    ...(conditions.length === 0 ? {} : { Condition: printConditions(conditions) }),
  };
}

function texts(values: readonly TextWithRange[]): readonly string[] {
  return values.map((value) => value.text);
}

function oneOrMany(values: readonly string[]): Json {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

/** `"*"` can't stand beside other principals; there it is written as `{"AWS": "*"}`. */
function printPrincipals({ entries }: PrincipalElement): Json {
  if (entries.length > 0 && entries.every((entry) => entry.type === "*")) return "*";
  const byType: Record<string, string[]> = {};
  for (const { type, value } of entries) {
    const name = type === "*" ? "AWS" : type;
    byType[name] ??= [];
    byType[name].push(value);
  }
  return Object.fromEntries(Object.entries(byType).map(([type, values]) => [type, oneOrMany(values)]));
}

/** The operator as a policy writes it, prefix and suffix included. */
export function operatorText(condition: Extract<Condition, { kind: "test" }>): string {
  const prefix = condition.quantifier === null ? "" : `${condition.quantifier}:`;
  return `${prefix}${condition.operator}${condition.ifExists ? "IfExists" : ""}`;
}

function printConditions(conditions: readonly Condition[]): Json {
  const operators = new Map<string, Map<string, Json>>();
  for (const condition of conditions) {
    const [operator, key, value] =
      condition.kind === "test"
        ? [operatorText(condition), condition.key, oneOrMany(texts(condition.values))]
        : ["NotUnderstood", condition.text, condition.reason];
    const keys = operators.get(operator) ?? new Map<string, Json>();
    operators.set(operator, keys.set(key, value));
  }
  return Object.fromEntries([...operators].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}
