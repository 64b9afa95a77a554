/** Tables for terminals: no lines, columns as wide as needed, the last one wrapped where the terminal ends. */
import Table from "cli-table3";
import { plain } from "./plain.ts";

export type Cell = {
  readonly text: string;
  /** Colours the text after it was neutralised and laid out. */
  readonly style?: (text: string) => string;
};

const noLines = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
} as const;

/**
 * One line a row, or more where the last column is wrapped. `width` is the terminal's; 0: as wide as the text.
 * Every text is neutralised here.
 */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], width: number): string {
  const texts = rows.map((row) => row.map((cell) => plain(cell.text)));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => (row[column] ?? "").length)),
  );
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, one) => sum + one + 2, 0);
  const room = width === 0 ? 0 : Math.max(24, width - before);
  const drawn = new Table({
    chars: noLines,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    wordWrap: true,
    colWidths: widths.map((one, column) => (column === last && room > 0 ? Math.min(one, room) : one)),
  });
  for (const [index, row] of rows.entries()) {
    drawn.push(row.map((cell, column) => styled(texts[index]?.[column] ?? "", cell.style)));
  }
  const title = head
    .map((text, column) => (column === last ? text : text.padEnd(widths[column] ?? 0)))
    .join("  ");
  const body = rows.length === 0 ? [] : drawn.toString().split("\n");
  return [title, ...body].map((line) => line.trimEnd()).join("\n");
}

function styled(text: string, style: ((text: string) => string) | undefined): string {
  return style === undefined ? text : style(text);
}
