/** Cases one by one out of a file or stream: a line each, the items of one JSON array, or one object over many lines. */
import { itemsOf } from "./skim.ts";

/**
 * `chunks`: the text in pieces, cut anywhere. Lines come as soon as they are complete; an array when all of it was read.
 * Empty lines are no cases.
 */
export async function* caseTexts(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = "";
  let layout: "lines" | "array" | "one" | null = null;
  for await (const chunk of chunks) {
    rest += chunk;
    if (layout === null) {
      rest = rest.replace(/^[\uFEFF\s]+/, "");
      layout = layoutOf(rest);
    }
    if (layout !== "lines") continue;
    const end = rest.lastIndexOf("\n");
    if (end < 0) continue;
    yield nonEmpty(rest.slice(0, end).split("\n"));
    rest = rest.slice(end + 1);
  }
  if (layout !== "array") {
    yield layout === "one" ? [rest.trim()] : nonEmpty(rest.split("\n"));
    return;
  }
  const items = itemsOf(rest, { start: 0, end: rest.length });
  // An array that can't be taken apart is one broken case, whose error tells the place.
  yield items === null ? [rest] : items.map(({ start, end }) => rest.slice(start, end));
}

/** Null: not to be told yet. A first line with a brace alone begins an object over many lines. */
function layoutOf(text: string): "lines" | "array" | "one" | null {
  if (text.startsWith("[")) return "array";
  const end = text.indexOf("\n");
  if (end < 0) return null;
  return text.slice(0, end).trim() === "{" ? "one" : "lines";
}

function nonEmpty(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}
