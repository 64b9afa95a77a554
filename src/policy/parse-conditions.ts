/** A statement's Condition: operators over keys over values, all of which must hold (IAM-SEMANTICS 45). */
import {
  type Condition,
  type ConditionOperator,
  conditionOperators,
  type SetQuantifier,
  type TextWithRange,
} from "./ast.ts";
import type { Issues } from "./issues.ts";
import type { JsonMember, JsonNode } from "./json.ts";

type OperatorName = {
  readonly operator: ConditionOperator;
  readonly quantifier: SetQuantifier | null;
  readonly ifExists: boolean;
};

const operatorByLowerCase = new Map<string, ConditionOperator>(
  conditionOperators.map((operator) => [operator.toLowerCase(), operator]),
);

// Few distinct spellings occur; each is taken apart once.
const parsedNames = new Map<string, OperatorName | null>();
const parsedNamesLimit = 1000;

/** Takes `ForAnyValue:StringLikeIfExists` apart; operators are compared without regard to case. Null: no operator. */
export function parseOperator(text: string): OperatorName | null {
  const known = parsedNames.get(text);
  if (known !== undefined) return known;
  const match = /^(?:(foranyvalue|forallvalues):)?([a-z]+?)(ifexists)?$/.exec(text.toLowerCase());
  const operator = operatorByLowerCase.get(match?.[2] ?? "");
  const ifExists = match?.[3] !== undefined;
  const parsed: OperatorName | null =
    operator === undefined || (operator === "Null" && (ifExists || match?.[1] !== undefined))
      ? null
      : {
          operator,
          quantifier:
            match?.[1] === "foranyvalue"
              ? "ForAnyValue"
              : match?.[1] === "forallvalues"
                ? "ForAllValues"
                : null,
          ifExists,
        };
  if (parsedNames.size < parsedNamesLimit) parsedNames.set(text, parsed);
  return parsed;
}

export function parseConditions(node: JsonNode, issues: Issues): readonly Condition[] {
  if (node.kind !== "object") {
    issues.error(
      "wrong-type",
      `Condition is a ${node.kind}`,
      'Write {"StringEquals": {"key": "value"}}.',
      node,
    );
    return [unknown("Condition", `Condition is a ${node.kind}`, node)];
  }
  const conditions: Condition[] = [];
  const seen = new Set<string>();
  for (const entry of node.members) {
    const range = { start: entry.keyStart, end: entry.value.end };
    const name = parseOperator(entry.key);
    const lowerCase = entry.key.toLowerCase();
    if (name === null) {
      issues.error(
        "unknown-operator",
        `unknown condition operator ${JSON.stringify(entry.key)}`,
        "Correct its spelling.",
        {
          start: entry.keyStart,
          end: entry.keyEnd,
        },
      );
      conditions.push(unknown(entry.key, "the operator is not known", range));
    } else if (entry.value.kind !== "object") {
      issues.error(
        "wrong-type",
        `${entry.key} is a ${entry.value.kind}`,
        'Write {"key": "value"}.',
        entry.value,
      );
      conditions.push(unknown(entry.key, `${entry.key} has no keys`, range));
    } else if (seen.has(lowerCase)) {
      issues.error("duplicate-key", `${entry.key} stands twice in one Condition`, "Merge the two.", range);
      conditions.push(unknown(entry.key, `${entry.key} stands twice`, range));
    } else {
      conditions.push(...keyConditions(name, entry.value.members, issues));
    }
    seen.add(lowerCase);
  }
  return conditions;
}

function unknown(
  text: string,
  reason: string,
  range: { readonly start: number; readonly end: number },
): Condition {
  return { kind: "unknown", text, reason, range: { start: range.start, end: range.end } };
}

function keyConditions(
  name: OperatorName,
  members: readonly JsonMember[],
  issues: Issues,
): readonly Condition[] {
  const seen = new Set<string>();
  return members.map((entry): Condition => {
    const range = { start: entry.keyStart, end: entry.value.end };
    const lowerCase = entry.key.toLowerCase();
    if (seen.has(lowerCase)) {
      issues.error(
        "duplicate-key",
        `${JSON.stringify(entry.key)} stands twice under one operator`,
        "Merge the values.",
        range,
      );
      return unknown(entry.key, `${entry.key} stands twice under ${name.operator}`, range);
    }
    seen.add(lowerCase);
    const values = conditionValues(entry.value, issues);
    if (values === null) return unknown(entry.key, `${entry.key} has a value that is no text`, range);
    return { kind: "test", ...name, key: entry.key, values, range };
  });
}

/** Numbers and booleans count as their text, as AWS reads them; null where some value is neither. */
function conditionValues(node: JsonNode, issues: Issues): readonly TextWithRange[] | null {
  const values: TextWithRange[] = [];
  let broken = false;
  for (const item of node.kind === "array" ? node.items : [node]) {
    const range = { start: item.start, end: item.end };
    switch (item.kind) {
      case "string":
        values.push({ text: item.value, range });
        break;
      case "number":
        values.push({ text: item.text, range });
        break;
      case "boolean":
        values.push({ text: String(item.value), range });
        break;
      default:
        broken = true;
        issues.error(
          "wrong-type",
          `a condition's value is a ${item.kind}`,
          "Write a text, a number or a boolean.",
          item,
        );
    }
  }
  return broken ? null : values;
}
