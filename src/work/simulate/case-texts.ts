/** Cases one by one out of a file or stream: a line each, the items of one JSON array, or one object over many lines. */
import { itemsOf } from "./skim.ts";

const lineFeed = 0x0a;
/** Items of an array told at once. */
const mostItems = 100;

/**
 * `chunks`: the text as UTF-8, cut anywhere. Lines come as soon as they are complete; an array when all of it was read.
 * Empty lines are no cases.
 *
 * Each case is decoded by itself: slices of one long text are read at half of the speed, and keep all of it in memory.
 */
export async function* caseTexts(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  /** What was read of a line whose end has not come; of the other layouts, all of it. */
  let pieces: Buffer[] = [];
  let layout: Layout | null = null;
  for await (const chunk of chunks) {
    const texts: string[] = [];
    let from = 0;
    while (layout === null || layout === "lines") {
      const end = chunk.indexOf(lineFeed, from);
      if (end < 0) break;
      pieces.push(chunk.subarray(from, end));
      const line = joined(pieces);
      const text = line.toString("utf8").trim();
      pieces = [];
      if (text !== "") {
        layout ??= layoutOf(text);
        if (layout === "lines") texts.push(text);
        else pieces.push(line, chunk.subarray(end, end + 1));
      }
      from = end + 1;
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
    yield texts;
  }
  const rest = joined(pieces);
  // An array is not to be in memory twice while its cases are answered.
  pieces = [];
  const start = rest.subarray(firstVisible(rest));
  layout ??= layoutOf(start.toString("utf8", 0, 1));
  if (layout === "array") yield* itemTexts(start);
  else {
    const text = start.toString("utf8").trim();
    if (text !== "") yield [text];
  }
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
}

type Layout = "lines" | "array" | "one";

/** By the first line that is not empty. One with a brace alone begins an object over many lines. */
function layoutOf(line: string): Layout {
  if (line.startsWith("[")) return "array";
  return line === "{" ? "one" : "lines";
}

function* itemTexts(bytes: Buffer): Generator<readonly string[]> {
  const items = itemsOf(bytes);
  if (items === null) {
    // One broken case, whose error tells the place.
    yield [bytes.toString("utf8")];
    return;
  }
  for (let from = 0; from < items.length; from += mostItems) {
    yield items.slice(from, from + mostItems).map(({ start, end }) => bytes.toString("utf8", start, end));
  }
}

/** Where the white space ends that the text begins with; a byte order mark counts as such. */
function firstVisible(bytes: Buffer): number {
  let at = 0;
  for (;;) {
    // A character that is cut off at the end of the piece is no white space, and begins the next one.
    const text = bytes.toString("utf8", at, at + 1024);
    const blank = text.length - text.trimStart().length;
    if (blank === 0) return at;
    at += Buffer.byteLength(text.slice(0, blank));
  }
}
