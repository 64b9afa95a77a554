/** A review as Markdown, for tickets, wikis and chats. */
import type { ReviewAnswer } from "../work/trail/review/index.ts";
import { markdown, markdownCode } from "./markdown.ts";
import {
  type Cell,
  countText,
  type ReviewPages,
  reviewLead,
  reviewSections,
  type Section,
} from "./review-sections.ts";

export function reviewMarkdown(answer: ReviewAnswer, pages: ReviewPages): string {
  const sections = reviewSections(answer, pages);
  const lines = [
    "# Access review",
    "",
    ...reviewLead(answer).flatMap((sentence) => [markdown(sentence), ""]),
    ...sections.map(({ title, count }) => `- **${countText(count)}** ${markdown(title)}`),
    ...sections.flatMap(sectionLines),
  ];
  return `${lines
    .filter((line, at) => line !== "" || lines[at - 1] !== "")
    .join("\n")
    .trimEnd()}\n`;
}

function sectionLines({ title, count, lead, columns, rows }: Section): readonly string[] {
  const none = rows.length === 0 && columns.length > 0 ? ["None.", ""] : [];
  return [
    "",
    `## ${markdown(title)} (${countText(count)})`,
    "",
    ...lead.flatMap((sentence) => [markdown(sentence), ""]),
    ...none,
    // A table would break at a bar in a name, and is read badly as text.
    ...rows.map(
      (cells) => `- ${cells.flatMap((cell, at) => cellText(cell, columns[at] ?? "", at)).join("; ")}`,
    ),
  ];
}

function cellText(cell: Cell, heading: string, at: number): readonly string[] {
  if (cell.text === "") return [];
  const shown = cell.kind === "name" ? markdownCode(cell.text) : markdown(cell.text);
  const linked =
    cell.href === null ? shown : `[${shown}](<${cell.href.replaceAll(/[<>\\]/g, encodeURIComponent)}>)`;
  return [at < 2 ? linked : `${heading.toLowerCase()}: ${linked}`];
}
