/** One statement of a policy: its elements by name, its effect, and what is not allowed in a policy of its kind. */
import type { Condition, PolicyKind, ResourceElement, Statement } from "./ast.ts";
import {
  type Effect,
  type Elements,
  memberRange,
  type StatementElement,
  statementElement,
} from "./elements.ts";
import { type Issues, quoted } from "./issues.ts";
import type { JsonMember, JsonNode, JsonObject } from "./json.ts";
import { checkKind } from "./kind-rules.ts";
import { parseConditions, unknownCondition } from "./parse-conditions.ts";
import { everything, parsePatterns } from "./parse-patterns.ts";
import { parsePrincipals } from "./parse-principals.ts";

/** `documentExact`: false where the document around it has a fault that could change what the statement means. */
export function parseStatement(
  node: JsonObject,
  index: number,
  kind: PolicyKind,
  documentExact: boolean,
  issues: Issues,
): Statement {
  const before = issues.errors;
  const elements = elementsOf(node, issues);
  const effect = parseEffect(elements.Effect, node, issues);
  const statement = {
    index,
    sid: parseSid(elements.Sid, issues),
    effect,
    principal: parsePrincipals(elements, effect, kind, node, issues),
    action: parsePatterns("Action", elements, effect, node, issues),
    resource: parseResource(elements, effect, kind, node, issues),
    conditions: parseConditionElement(elements.Condition, issues),
    range: { start: node.start, end: node.end },
  };
  checkKind(kind, statement, issues);
  return { ...statement, exact: documentExact && issues.errors === before };
}

function elementsOf(node: JsonObject, issues: Issues): Elements {
  const elements: Partial<Record<StatementElement, JsonMember[]>> = {};
  for (const entry of node.members) {
    const range = memberRange(entry);
    const name = statementElement(entry.key);
    if (name === null) {
      issues.error("unknown-element", `unknown element ${quoted(entry.key)}`, "Remove it.", range);
      continue;
    }
    if (name !== entry.key) {
      const message = `${quoted(entry.key)} is spelled in another case`;
      issues.error("element-case", message, `Write ${name}.`, range);
    }
    const others = elements[name];
    if (others === undefined) elements[name] = [entry];
    else {
      others.push(entry);
      issues.error("duplicate-key", `${name} stands twice in one statement`, "Merge the two.", range);
    }
  }
  return elements;
}

/** Deny only where every reading is Deny: what may allow is kept as what allows. */
function parseEffect(entries: Elements["Effect"], node: JsonObject, issues: Issues): Effect {
  if (entries === undefined) {
    issues.error("missing-element", "a statement without Effect", 'Add "Effect": "Allow" or "Deny".', node);
    return "Allow";
  }
  const readings = entries.map((entry) => effectOf(entry.value, issues));
  return readings.includes("Allow") ? "Allow" : "Deny";
}

/** AWS takes `Allow` and `Deny` in this case only. */
function effectOf(node: JsonNode, issues: Issues): Effect {
  if (node.kind === "string") {
    if (node.value === "Allow" || node.value === "Deny") return node.value;
    issues.error("unknown-effect", `unknown effect ${quoted(node.value)}`, "Write Allow or Deny.", node);
    return node.value.toLowerCase() === "deny" ? "Deny" : "Allow";
  }
  issues.error("wrong-type", "Effect is not a text", "Write Allow or Deny.", node);
  const [only] = node.kind === "array" ? node.items : [];
  const isDeny = node.kind === "array" && node.items.length === 1 && only?.kind === "string";
  return isDeny && only.value === "Deny" ? "Deny" : "Allow";
}

function parseSid(entries: Elements["Sid"], issues: Issues): string | null {
  let sid: string | null = null;
  for (const entry of entries ?? []) {
    if (entry.value.kind === "string") sid = entry.value.value;
    else issues.error("wrong-type", "Sid is not a text", "Write a text.", entry.value);
  }
  return sid;
}

function parseResource(
  elements: Elements,
  effect: Effect,
  kind: PolicyKind,
  node: JsonObject,
  issues: Issues,
): ResourceElement | null {
  const [entry] = elements.Resource ?? elements.NotResource ?? [];
  if (entry === undefined) {
    // A trust policy has none; a resource policy's statement may leave it out in some services.
    if (kind === "trust" || kind === "resource") return null;
    issues.error("missing-element", "a statement without Resource", "Add Resource or NotResource.", node);
    return everything(effect, node);
  }
  if (kind === "trust") {
    const message = `${entry.key} in a trust policy`;
    issues.error("element-not-allowed", message, "Remove it: it is the role itself.", entry.value);
    if (effect === "Allow") return null;
  }
  return parsePatterns("Resource", elements, effect, node, issues);
}

/** A repeated or misspelled Condition may count or not, so that nobody can say what it asks for. */
function parseConditionElement(entries: Elements["Condition"], issues: Issues): readonly Condition[] {
  if (entries === undefined) return [];
  const [only] = entries;
  if (entries.length === 1 && only?.key === "Condition") return parseConditions(only.value, issues);
  return entries.map((entry) =>
    unknownCondition(
      "Condition",
      entries.length > 1
        ? "Condition stands twice in the statement"
        : `${quoted(entry.key)} is not Condition`,
      memberRange(entry),
    ),
  );
}
