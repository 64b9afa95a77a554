/** An alert as plain text: e-mail, and SNS for people. */
import type { Alert } from "../model/index.ts";
import { plain, plainLines } from "../model/plain-text.ts";
import { type Story, type StoryPart, storyOf, wholeStory } from "./story/story.ts";

/** Several lines. */
export function textMessage(alert: Alert): string {
  return textOf(storyOf(alert, wholeStory));
}

export function textOf({ severity, title, parts, id }: Story): string {
  return [`${severity.toUpperCase()}: ${plain(title)}`, ...parts.map(partText), plain(id)].join("\n\n");
}

function partText(part: StoryPart): string {
  switch (part.kind) {
    case "heading":
      return `== ${plain(part.text)}`;
    case "text":
      return plain(part.text);
    case "facts":
      return part.rows.map(([label, value]) => `${`${label}:`.padEnd(10)} ${plain(value)}`).join("\n");
    case "list":
      return [`${part.title}:`, ...part.items.map((item) => `  - ${plain(item)}`)].join("\n");
    case "code":
      return [
        `${part.title}:`,
        ...plainLines(part.text)
          .split("\n")
          .map((line) => `    ${line}`),
      ].join("\n");
  }
}
