/** Cases one by one out of a file or stream: a line each, or the items of one JSON array. */
import { itemsOf } from "./skim.ts";

/**
 * `chunks`: the text in pieces, cut anywhere. Lines come as soon as they are complete; an array when all of it was read.
 * Empty lines are no cases.
 */
export async function* caseTexts(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = "";
  let isArray: boolean | null = null;
  for await (const chunk of chunks) {
    rest += chunk;
    if (isArray === null) {
      rest = rest.replace(/^[\uFEFF\s]+/, "");
      if (rest === "") continue;
      isArray = rest.startsWith("[");
    }
    if (isArray) continue;
    const end = rest.lastIndexOf("\n");
    if (end < 0) continue;
    yield nonEmpty(rest.slice(0, end).split("\n"));
    rest = rest.slice(end + 1);
  }
  if (isArray !== true) {
    yield nonEmpty(rest.split("\n"));
    return;
  }
  const items = itemsOf(rest, { start: 0, end: rest.length });
  // An array that can't be taken apart is one broken case, whose error tells the place.
  yield items === null ? [rest] : items.map(({ start, end }) => rest.slice(start, end));
}

function nonEmpty(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}
