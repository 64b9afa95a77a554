/** Replacements of a policy's text that leave it valid JSON. */
import type { SourceRange } from "../../policy/ast.ts";
import type { JsonMember, JsonNode, JsonObject } from "../../policy/json.ts";
import type { LintView, PlacedCondition, StatementView, TextEdit } from "./lint-rule.ts";

/** Another name for a member. */
function rename(member: JsonMember, name: string): TextEdit {
  return { range: { start: member.keyStart, end: member.keyEnd }, text: JSON.stringify(name) };
}

/** One item out of a list, its comma too; null where it is the only one or no item of the list. */
export function withoutItem(list: JsonNode, item: SourceRange): TextEdit | null {
  return list.kind === "array" ? withoutOne(list.items, item) : null;
}

function withoutOne(items: readonly SourceRange[], item: SourceRange): TextEdit | null {
  const at = items.findIndex(({ start }) => start === item.start);
  const own = items[at];
  const next = items[at + 1];
  const before = items[at - 1];
  if (own === undefined) return null;
  if (next !== undefined) return { range: { start: own.start, end: next.start }, text: "" };
  return before === undefined ? null : { range: { start: before.end, end: own.end }, text: "" };
}

/** The value of a statement's element. */
export function elementOf({ node }: StatementView, ...names: readonly string[]): JsonNode | null {
  return node.members.find(({ key }) => names.includes(key))?.value ?? null;
}

/** A whole statement out of the list; null where it is the only one. */
export function withoutStatement(view: LintView, { node }: StatementView): TextEdit | null {
  for (const { value } of view.root.members) {
    const edit = withoutItem(value, node);
    if (edit !== null) return edit;
  }
  return null;
}

/**
 * The condition under another operator: by renaming where it is the operator's only key, else null. Null too where the
 * statement has that operator already.
 */
export function underOperator(
  { operator, siblings }: PlacedCondition,
  conditions: JsonObject | null,
  name: string,
): TextEdit | null {
  const taken = conditions?.members.some(({ key }) => key.toLowerCase() === name.toLowerCase()) ?? true;
  return siblings.length === 1 && !taken ? rename(operator, name) : null;
}
