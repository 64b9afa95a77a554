/**
 * How a policy is shown, and where its parts stand there. Most documents come as one long line; those are laid out with
 * one member a line, order and repeated keys kept. A document of several lines is shown as its author wrote it.
 */
import { type JsonNode, readJson } from "./json.ts";
import { LineIndex } from "./json-text.ts";
import { statementNodes } from "./parse.ts";

type DisplayedPolicy = {
  readonly text: string;
  /**
   * First and last line of a statement in `text`, from 1; null when the document has no such statement. `index` is that of
   * the parsed statement.
   */
  statementLines(index: number): readonly [number, number] | null;
};

/** The display form; text that is no JSON is shown as it is, and has no statements. */
export function displayPolicy(source: string): DisplayedPolicy {
  const json = readJson(source);
  const text = json.ok && !source.trim().includes("\n") ? layOut(source, json.value, "") : source;
  let ranges: readonly (readonly [number, number])[] | null = null;
  return {
    text,
    statementLines(index) {
      ranges ??= linesOfStatements(text);
      return ranges[index] ?? null;
    },
  };
}

function linesOfStatements(text: string): readonly (readonly [number, number])[] {
  const json = readJson(text, { maxDepth: 500, maxLength: Number.POSITIVE_INFINITY });
  if (!json.ok || json.value.kind !== "object") return [];
  const lines = new LineIndex(text);
  return statementNodes(json.value).map((node) => lines.lines(node));
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
