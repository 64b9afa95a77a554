/** How much room text takes in a terminal, and where its lines break. */

/** Letters that take two columns: the scripts of East Asia, full-width forms, and pictures. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const combining = /\p{M}/u;

/** Columns that a line of neutralised text takes. */
export function displayWidth(text: string): number {
  // Most texts are ASCII, and tables may have a hundred thousand rows.
  if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  return wide.test(character) ? 2 : combining.test(character) ? 0 : 1;
}

/** Lines of at most so many columns, broken between words, and inside a word that is longer than a line. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(" ")) {
    const width = displayWidth(word);
    if (used > 0 && used + 1 + width <= columns) {
      line += ` ${word}`;
      used += 1 + width;
      continue;
    }
    if (used > 0) lines.push(line);
    [line, used] = width <= columns ? [word, width] : brokenInto(word, columns, lines);
  }
  lines.push(line);
  return lines;
}

/** Adds all lines but the last of a long word, and gives that one back with its width. */
function brokenInto(word: string, columns: number, lines: string[]): [line: string, used: number] {
  let line = "";
  let used = 0;
  for (const character of word) {
    const width = widthOf(character);
    if (used + width > columns) {
      lines.push(line);
      [line, used] = ["", 0];
    }
    line += character;
    used += width;
  }
  return [line, used];
}
