/** A statement's Condition: operators over keys over values, all of which must hold (IAM-SEMANTICS 45). */
import {
  type Condition,
  type ConditionOperator,
  conditionOperators,
  type SetQuantifier,
  type SourceRange,
  type TextWithRange,
} from "./ast.ts";
import { memberRange } from "./elements.ts";
import { type Issues, quoted } from "./issues.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import { scalarText } from "./parse-patterns.ts";

type OperatorName = {
  readonly operator: ConditionOperator;
  readonly quantifier: SetQuantifier | null;
  readonly ifExists: boolean;
};

const operatorByLowerCase = new Map<string, ConditionOperator>(
  conditionOperators.map((operator) => [operator.toLowerCase(), operator]),
);

// Few distinct spellings occur; each is taken apart once. Bounded, since texts may be hostile.
const parsedNames = new Map<string, OperatorName | null>();
const mostParsedNames = 1000;
/** `ForAllValues:StringNotEqualsIgnoreCaseIfExists`, and some room. */
const longestName = 64;

/** Takes `ForAnyValue:StringLikeIfExists` apart; operators are compared without regard to case. Null: no operator. */
function parseOperator(text: string): OperatorName | null {
  const known = parsedNames.get(text);
  if (known !== undefined) return known;
  if (text.length > longestName) return null;
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
  if (parsedNames.size < mostParsedNames) parsedNames.set(text, parsed);
  return parsed;
}

export function parseConditions(node: JsonNode, issues: Issues): readonly Condition[] {
  if (node.kind !== "object") {
    const message = `Condition is a ${node.kind}`;
    issues.error("wrong-type", message, 'Write {"StringEquals": {"key": "value"}}.', node);
    return [unknownCondition("Condition", message, node)];
  }
  const repeated = repeatedNames(node.members);
  const conditions: Condition[] = [];
  for (const entry of node.members) {
    const range = memberRange(entry);
    const name = parseOperator(entry.key);
    const shown = quoted(entry.key);
    if (name === null) {
      const at = { start: entry.keyStart, end: entry.keyEnd };
      issues.error("unknown-operator", `unknown condition operator ${shown}`, "Correct its spelling.", at);
      conditions.push(unknownCondition(entry.key, "the operator is not known", range));
    } else if (entry.value.kind !== "object") {
      issues.error("wrong-type", `${shown} is a ${entry.value.kind}`, 'Write {"key": "value"}.', entry.value);
      conditions.push(unknownCondition(entry.key, `${shown} has no keys`, range));
    } else if (repeated?.has(entry.key.toLowerCase())) {
      // Not known which of them counts, so that none of them surely does.
      issues.error("duplicate-key", `${shown} stands twice in one Condition`, "Merge the two.", range);
      conditions.push(unknownCondition(entry.key, `${shown} stands twice`, range));
    } else {
      conditions.push(...keyConditions(name, entry.value.members, issues));
    }
  }
  return conditions;
}

/** Names that stand more than once, whatever their case, in lower case; null where none does. */
function repeatedNames(members: readonly JsonMember[]): ReadonlySet<string> | null {
  if (members.length < 2) return null;
  const seen = new Set<string>();
  let repeated: Set<string> | null = null;
  for (const { key } of members) {
    const name = key.toLowerCase();
    if (seen.has(name)) {
      repeated ??= new Set();
      repeated.add(name);
    }
    seen.add(name);
  }
  return repeated;
}

export function unknownCondition(text: string, reason: string, { start, end }: SourceRange): Condition {
  return { kind: "unknown", text, reason, range: { start, end } };
}

function keyConditions(
  name: OperatorName,
  members: readonly JsonMember[],
  issues: Issues,
): readonly Condition[] {
  const repeated = repeatedNames(members);
  return members.map((entry): Condition => {
    const range = memberRange(entry);
    const shown = quoted(entry.key);
    const values = conditionValues(entry.value, issues);
    if (repeated?.has(entry.key.toLowerCase())) {
      issues.error("duplicate-key", `${shown} stands twice under one operator`, "Merge the values.", range);
      return unknownCondition(entry.key, `${shown} stands twice under ${name.operator}`, range);
    }
    if (values === null) return unknownCondition(entry.key, `${shown} has a value that is no text`, range);
    return { kind: "test", ...name, key: entry.key, values, range };
  });
}

/** Numbers and booleans count as their text, as AWS reads them; null where some value is neither. */
function conditionValues(node: JsonNode, issues: Issues): readonly TextWithRange[] | null {
  const values: TextWithRange[] = [];
  let understood = true;
  for (const item of node.kind === "array" ? node.items : [node]) {
    const text = scalarText(item);
    if (text !== null) {
      values.push({ text, range: { start: item.start, end: item.end } });
      continue;
    }
    understood = false;
    const message = `a condition's value is a ${item.kind}`;
    issues.error("wrong-type", message, "Write a text, a number or a boolean.", item);
  }
  return understood ? values : null;
}
