/**
 * How a policy is shown, and where its parts stand there. Most documents come as one long line; those are laid out with
 * one member a line, order and repeated keys kept. A document of several lines is shown as its author wrote it.
 */
import type { SourceRange } from "./ast.ts";
import { type JsonNode, type JsonObject, lineAndColumn, readJson } from "./json.ts";

export type DisplayedPolicy = {
  readonly text: string;
  /** First and last line of a statement in `text`, from 1; null when the document has no such statement. */
  statementLines(index: number): readonly [number, number] | null;
};

/** The display form; text that is no JSON is shown as it is, and has no statements. */
export function displayPolicy(source: string): DisplayedPolicy {
  const json = readJson(source);
  const laidOut = json.ok && !source.trim().includes("\n") ? layOut(source, json.value, "") : source;
  const shown = laidOut === source ? json : readJson(laidOut);
  return {
    text: laidOut,
    statementLines(index) {
      if (!shown.ok || shown.value.kind !== "object") return null;
      const statement = statementNodes(shown.value)[index];
      return statement === undefined ? null : lineRange(laidOut, statement);
    },
  };
}

/** The objects among the statements, numbered as `parsePolicy` numbers them. */
function statementNodes(root: JsonObject): readonly JsonNode[] {
  return root.members
    .filter((member) => member.key.toLowerCase() === "statement")
    .flatMap((member) => (member.value.kind === "array" ? member.value.items : [member.value]))
    .filter((node) => node.kind === "object");
}

/** First and last line of a range, from 1. */
export function lineRange(text: string, range: SourceRange): readonly [number, number] {
  return [
    lineAndColumn(text, range.start).line,
    lineAndColumn(text, Math.max(range.start, range.end - 1)).line,
  ];
}

function layOut(source: string, node: JsonNode, indent: string): string {
  const deeper = `${indent}  `;
  if (node.kind === "object" && node.members.length > 0) {
    const lines = node.members.map(
      (member) =>
        `${deeper}${source.slice(member.keyStart, member.keyEnd)}: ${layOut(source, member.value, deeper)}`,
    );
    return `{\n${lines.join(",\n")}\n${indent}}`;
  }
  if (node.kind === "array" && node.items.length > 0) {
    return `[\n${node.items.map((item) => deeper + layOut(source, item, deeper)).join(",\n")}\n${indent}]`;
  }
  return node.kind === "object" ? "{}" : node.kind === "array" ? "[]" : source.slice(node.start, node.end);
}
