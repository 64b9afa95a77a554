/** Action, NotAction, Resource and NotResource: one text or a list of texts. */
import type { ActionElement, SourceRange, TextWithRange } from "./ast.ts";
import { type Effect, type Elements, joinReadings } from "./elements.ts";
import type { Issues } from "./issues.ts";
import type { JsonNode, JsonObject } from "./json.ts";

export function parsePatterns(
  name: "Action" | "Resource",
  elements: Elements,
  effect: Effect,
  node: JsonObject,
  issues: Issues,
): ActionElement {
  const positive = elements[name];
  const negative = elements[`Not${name}`];
  const entries = positive ?? negative;
  if (entries === undefined) {
    issues.error("missing-element", `a statement without ${name}`, `Add ${name} or Not${name}.`, node);
    return everything(effect, node);
  }
  const readings = entries.map((entry) => texts(entry.value, entry.key, issues));
  if (positive !== undefined && negative !== undefined) {
    const message = `a statement with ${name} and Not${name}`;
    const [range = node] = negative.map((entry) => entry.value);
    issues.error("contradicting-elements", message, "Keep one of them.", range);
    return everything(effect, node);
  }
  const understood = readings.filter((reading) => reading !== null);
  if (understood.length < readings.length) return everything(effect, entries[0]?.value ?? node);
  const negated = positive === undefined;
  return { negated, patterns: joinReadings(understood, effect, negated, ({ text }) => text) };
}

/** Everything for a statement that allows, nothing for one that denies: for what can't be understood. */
export function everything(effect: Effect, range: SourceRange): ActionElement {
  return {
    negated: false,
    patterns: effect === "Allow" ? [{ text: "*", range: { start: range.start, end: range.end } }] : [],
  };
}

/**
 * The texts of a value that is one text or a list of texts; null where some value can't be one. JSON's numbers and booleans
 * count as they are written, as AWS reads them elsewhere, but do not belong here.
 */
export function texts(node: JsonNode, what: string, issues: Issues): readonly TextWithRange[] | null {
  const found: TextWithRange[] = [];
  let understood = true;
  for (const item of node.kind === "array" ? node.items : [node]) {
    const text = scalarText(item);
    if (text !== null) found.push({ text, range: { start: item.start, end: item.end } });
    else understood = false;
    if (item.kind !== "string") {
      issues.error("wrong-type", `${what} holds a ${item.kind} where a text belongs`, "Write a text.", item);
    }
  }
  return understood ? found : null;
}

/** Null for what is neither text, number nor boolean. */
export function scalarText(node: JsonNode): string | null {
  switch (node.kind) {
    case "string":
      return node.value;
    case "number":
      return node.text;
    case "boolean":
      return String(node.value);
    default:
      return null;
  }
}
