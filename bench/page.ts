/** Tables of figures, and docs/performance.md, whose parts are measured apart. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";

export type Row = {
  readonly work: string;
  readonly figure: string;
  /** Against a ceiling of the same run, because machines differ. */
  readonly ratio: string;
  readonly target: string;
};

export const machine = `${cpus()[0]?.model ?? "processor not known"}, ${availableParallelism()} processors, Node ${process.version}`;
export const today = (): string => new Date().toISOString().slice(0, 10);
export const seconds = (value: number): string => `${value.toFixed(2)} s`;
export const times = (value: number): string => `${value.toFixed(2)}×`;

export function tableOf(rows: readonly Row[]): string {
  const widths = (["work", "figure", "ratio", "target"] as const).map((column) =>
    Math.max(column.length, ...rows.map((one) => one[column].length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [
    line(["work", "figure", "ratio", "target"]),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map(({ work, figure, ratio, target }) => line([work, figure, ratio, target])),
  ].join("\n");
}

const page = "docs/performance.md";
const headings = {
  collecting: "\n## Collecting\n",
  pages: "\n## Pages\n",
  watching: "\n## Watching\n",
  trail: "\n## The trail\n",
  trailMemory: "\n## A long trail\n",
} as const;

/** Writes one part of the page and leaves the others as they are. */
export function writePart(
  part: "engine" | "collecting" | "pages" | "watching" | "trail" | "trailMemory",
  text: string,
): void {
  const before = readFileSync(page, "utf8");
  const parts = { engine: before, collecting: "", pages: "", watching: "", trail: "", trailMemory: "" };
  for (const name of ["trailMemory", "trail", "watching", "pages", "collecting"] as const) {
    const at = parts.engine.indexOf(headings[name]);
    if (at < 0) continue;
    parts[name] = parts.engine.slice(at + headings[name].length + 1);
    parts.engine = parts.engine.slice(0, at);
  }
  parts[part] = text;
  const told = (["collecting", "pages", "watching", "trail", "trailMemory"] as const)
    .filter((name) => parts[name] !== "")
    .map((name) => `${headings[name]}\n${parts[name]}`);
  writeFileSync(page, [parts.engine, ...told].join(""));
}
