/**
 * Applies a rule's proposal to a policy's text. Works on the JSON, not on the parsed tree, so that everything that the
 * edit does not touch (Sids, order, unknown elements) comes out as it went in.
 */
import type { StatementEdit } from "./rule.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/** The edited policy as JSON text, or null where the text is no policy, or the edit does not fit it. */
export function editPolicy(text: string, edits: readonly StatementEdit[]): string | null {
  const policy = parse(text);
  if (policy === null || !isObject(policy)) return null;
  const statements = policy.Statement;
  if (statements === undefined) return null;
  // Removed statements leave a hole until the end, so that later edits still find theirs by position.
  const edited: (JsonObject | null)[] = [];
  for (const statement of isList(statements) ? statements : [statements]) {
    if (!isObject(statement)) return null;
    edited.push(statement);
  }
  for (const edit of edits) {
    if (edit.kind === "add-statement") {
      const added = parse(edit.text);
      if (added === null || !isObject(added)) return null;
      edited.push(added);
      continue;
    }
    const statement = edited[edit.statement];
    if (statement === undefined || statement === null) return null;
    if (edit.kind === "require-of") {
      const parts = apart(statement, edit.principals);
      if (parts === null) return null;
      const asking = required(parts.theirs, edit);
      if (parts.others === null) edited[edit.statement] = asking;
      else {
        edited[edit.statement] = parts.others;
        edited.push(asking);
      }
      continue;
    }
    const result = editStatement(statement, edit);
    if (result === undefined) return null;
    edited[edit.statement] = result;
  }
  const left = edited.filter((statement) => statement !== null);
  // AWS takes no policy without a statement.
  return left.length === 0 ? null : JSON.stringify({ ...policy, Statement: left });
}

/** Null: the statement is gone. Undefined: the edit does not fit. */
function editStatement(
  statement: JsonObject,
  edit: Exclude<StatementEdit, { kind: "add-statement" | "require-of" }>,
): JsonObject | null | undefined {
  switch (edit.kind) {
    case "remove-statement":
      return null;
    case "replace-statement": {
      const replacement = parse(edit.text);
      return replacement !== null && isObject(replacement) ? replacement : undefined;
    }
    case "require":
      return required(statement, edit);
    case "remove-condition": {
      const { Condition, ...rest } = statement;
      const left = withoutKey(Condition, edit.key);
      return Object.keys(left).length === 0 ? rest : { ...rest, Condition: left };
    }
    case "remove-principal":
      return editPrincipals(statement, edit.value, []);
    case "replace-principal":
      return editPrincipals(statement, edit.value, edit.by);
    case "add-actions":
      return {
        ...statement,
        Action: oneOrMany([...new Set([...texts(statement.Action), ...edit.actions])]),
      };
    case "replace-actions": {
      const { NotAction: _, ...rest } = statement;
      return { ...rest, Action: oneOrMany(edit.actions) };
    }
    case "replace-resources": {
      const { NotResource: _, ...rest } = statement;
      return { ...rest, Resource: oneOrMany(edit.resources) };
    }
  }
}

type Demand = Pick<Extract<StatementEdit, { kind: "require" }>, "operator" | "key" | "values">;

function required(statement: JsonObject, { operator, key, values }: Demand): JsonObject {
  const others = withoutKey(statement.Condition, key);
  const block = others[operator];
  return {
    ...statement,
    Condition: { ...others, [operator]: { ...(isObject(block) ? block : {}), [key]: oneOrMany(values) } },
  };
}

type Apart = {
  readonly theirs: JsonObject;
  /** Null: the statement names nobody else. */
  readonly others: JsonObject | null;
};

/** The statement for the named principals and for all others; null where it names none of them. */
function apart(statement: JsonObject, principals: readonly string[]): Apart | null {
  const { Principal } = statement;
  if (Principal === undefined) return null;
  if (!isObject(Principal))
    return typeof Principal === "string" && principals.includes(Principal)
      ? { theirs: statement, others: null }
      : null;
  const theirs: Record<string, Json> = {};
  const others: Record<string, Json> = {};
  for (const [type, values] of Object.entries(Principal)) {
    const named = texts(values).filter((text) => principals.includes(text));
    const rest = texts(values).filter((text) => !principals.includes(text));
    if (named.length > 0) theirs[type] = oneOrMany(named);
    if (rest.length > 0) others[type] = oneOrMany(rest);
  }
  if (Object.keys(theirs).length === 0) return null;
  if (Object.keys(others).length === 0) return { theirs: statement, others: null };
  // A Sid is unique in its policy: the statement that keeps its place keeps it.
  const { Sid: _, ...unnamed } = statement;
  return { theirs: { ...unnamed, Principal: theirs }, others: { ...statement, Principal: others } };
}

function editPrincipals(
  statement: JsonObject,
  value: string,
  by: readonly string[],
): JsonObject | null | undefined {
  const principal = statement.Principal;
  if (principal === undefined || principal === null) return undefined;
  if (!isObject(principal)) {
    if (principal !== value) return undefined;
    return by.length === 0 ? null : { ...statement, Principal: { AWS: oneOrMany(by) } };
  }
  let found = false;
  const kept: Record<string, Json> = {};
  for (const [type, values] of Object.entries(principal)) {
    const left = texts(values).flatMap((text) => {
      if (text !== value) return [text];
      found = true;
      return by;
    });
    if (left.length > 0) kept[type] = oneOrMany([...new Set(left)]);
  }
  if (!found) return undefined;
  return Object.keys(kept).length === 0 ? null : { ...statement, Principal: kept };
}

/** The condition block without one key, whatever its operator; operators that are left without a key go. */
function withoutKey(condition: Json | undefined, key: string): JsonObject {
  const left: Record<string, Json> = {};
  if (condition === undefined || !isObject(condition)) return left;
  const unwanted = key.toLowerCase();
  for (const [operator, block] of Object.entries(condition)) {
    if (!isObject(block)) continue;
    const kept = Object.entries(block).filter(([name]) => name.toLowerCase() !== unwanted);
    if (kept.length > 0) left[operator] = Object.fromEntries(kept);
  }
  return left;
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return value !== undefined && isList(value) ? value.filter((text) => typeof text === "string") : [];
}

function oneOrMany(values: readonly string[]): Json {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

function parse(text: string): Json | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
