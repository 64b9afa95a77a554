/** Tables for terminals: no lines, columns as wide as needed, the last one wrapped where the terminal ends. */
import { displayWidth, wrap } from "./layout.ts";
import { plain } from "./plain.ts";

export type Cell = {
  readonly text: string;
  /** Colours the text after it was neutralised and laid out. */
  readonly style?: (text: string) => string;
};

/** Columns that the last one keeps, however narrow the terminal: less can't be read. */
const leastRoom = 24;

/**
 * One line a row, or more where the last column is wrapped; nothing is cut off. `width` is the terminal's; 0: as wide as
 * the text. Every text is neutralised here.
 */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], width: number): string {
  const last = head.length - 1;
  const texts = rows.map((row) => head.map((_, column) => plain(row[column]?.text ?? "")));
  // A loop, because all rows of a large organization are more arguments than a call takes.
  const widths = head.map(displayWidth);
  for (const row of texts) {
    for (const [column, text] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
    }
  }
  const before = widths.slice(0, last).reduce((sum, one) => sum + one + 2, 0);
  const room = width === 0 ? 0 : Math.max(leastRoom, width - before);
  const lines = [laidOut(head, widths, undefined)];
  for (const [index, row] of texts.entries()) {
    const [first = "", ...more] = room === 0 ? [row[last] ?? ""] : wrap(row[last] ?? "", room);
    lines.push(laidOut([...row.slice(0, last), first], widths, rows[index]));
    const style = rows[index]?.[last]?.style ?? unstyled;
    for (const line of more) lines.push(" ".repeat(before) + style(line));
  }
  return lines.join("\n");
}

function laidOut(
  texts: readonly string[],
  widths: readonly number[],
  cells: readonly Cell[] | undefined,
): string {
  let line = "";
  // Spaces that nothing follows are left out.
  let pending = "";
  for (const [column, text] of texts.entries()) {
    if (text !== "") {
      line += pending + (cells?.[column]?.style ?? unstyled)(text);
      pending = "";
    }
    pending += " ".repeat((widths[column] ?? 0) - displayWidth(text) + 2);
  }
  return line;
}

function unstyled(text: string): string {
  return text;
}
