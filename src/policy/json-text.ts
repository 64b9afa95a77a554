/** What is done with nodes that were read: their plain values, their own text, and their place for people. */
import type { JsonNode } from "./json.ts";

/**
 * The node as a plain JavaScript value; of a repeated key the last member counts, as with `JSON.parse`. Where the reader
 * and `JSON.parse` both take a text, `toValue` gives what `JSON.parse` gives.
 */
export function toValue(node: JsonNode): unknown {
  switch (node.kind) {
    case "object": {
      const value: Record<string, unknown> = {};
      for (const { key, value: member } of node.members) {
        // A plain assignment to "__proto__" would set the prototype instead.
        Object.defineProperty(value, key, {
          value: toValue(member),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return value;
    }
    case "array":
      return node.items.map(toValue);
    case "number":
      return Number(node.text);
    case "null":
      return null;
    case "string":
    case "boolean":
      return node.value;
  }
}

/** The node's own text without white space between its parts; order, repeated keys and spelling of values stay. */
export function compactText(text: string, node: JsonNode): string {
  switch (node.kind) {
    case "object":
      return `{${node.members
        .map((member) => `${text.slice(member.keyStart, member.keyEnd)}:${compactText(text, member.value)}`)
        .join(",")}}`;
    case "array":
      return `[${node.items.map((item) => compactText(text, item)).join(",")}]`;
    default:
      return text.slice(node.start, node.end);
  }
}

/** From 1; a column counts UTF-16 units. Lines end with a line feed, as in the texts that AWS gives. */
export type LineAndColumn = { readonly line: number; readonly column: number };

/** For one place in a text; {@link LineIndex} is for many. */
export function lineAndColumn(text: string, offset: number): LineAndColumn {
  const end = Math.min(offset, text.length);
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: end - lineStart + 1 };
}

/** The places of a text's lines, found once, so that every further place costs a binary search. */
export class LineIndex {
  readonly #length: number;
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#length = text.length;
    this.#starts = starts;
  }

  at(offset: number): LineAndColumn {
    const end = Math.min(offset, this.#length);
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= end) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: end - (this.#starts[low] ?? 0) + 1 };
  }

  /** First and last line of [start, end). */
  lines(range: { readonly start: number; readonly end: number }): readonly [number, number] {
    return [this.at(range.start).line, this.at(Math.max(range.start, range.end - 1)).line];
  }
}
