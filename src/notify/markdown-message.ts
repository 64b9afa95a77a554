/** An alert as Markdown (CommonMark): for tickets, pull requests and chats that take it. */
import type { Alert } from "../model/index.ts";
import { jsonLine, plain, plainLines } from "../model/plain-text.ts";
import { cut } from "./story/lines.ts";
import { type StoryPart, storyOf, wholeStory } from "./story/story.ts";

/** Several lines; ends without a line end. */
export function markdownMessage(alert: Alert): string {
  const { severity, title, parts, id } = storyOf(alert, wholeStory);
  return [`## ${severity.toUpperCase()}: ${markdown(title)}`, ...parts.map(partText), markdown(id)].join(
    "\n\n",
  );
}

/** As JSON, for receivers that make an issue or a message of it: `{id, severity, title, body}`. */
export function markdownBody({ id, severity, title }: Alert, body: string): string {
  return jsonLine({ id, severity, title: cut(plain(title), 250), body });
}

function partText(part: StoryPart): string {
  switch (part.kind) {
    case "heading":
      return `### ${markdown(part.text)}`;
    case "text":
      return markdown(part.text);
    case "facts":
      return part.rows.map(([label, value]) => `- **${label}:** ${markdown(value)}`).join("\n");
    case "list":
      return [`**${part.title}**`, part.items.map((item) => `- ${markdown(item)}`).join("\n")].join("\n\n");
    case "code": {
      const text = plainLines(part.text);
      const fence = fenceFor(text, 3);
      return `**${part.title}**\n\n${fence}json\n${text}\n${fence}`;
    }
  }
}

/**
 * Text that means nothing but itself. What sites make links and mentions of after Markdown is done (`@team`, addresses, `#12`) stands as
 * code, where they don't look.
 */
function markdown(text: string): string {
  const line = plain(text);
  if (/[@#]|:\/\/|www\./i.test(line)) return codeSpan(line);
  return line
    .replaceAll(/[\\`*_[\]<>|~!&$]/g, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/^[-+=]/, "\\$&");
}

function codeSpan(line: string): string {
  const fence = fenceFor(line, 1);
  return `${fence} ${line} ${fence}`;
}

/** Longer than any run of backticks inside. */
function fenceFor(text: string, least: number): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  return "`".repeat(Math.max(least, longest + 1));
}
