/** An alert as Jira's wiki markup, with the fields that its automation makes an issue of. */
import type { Alert } from "../model/index.ts";
import { jsonLine, plain, plainLines } from "../model/plain-text.ts";
import { cut } from "./story/lines.ts";
import { fittingStory, type Story, type StoryPart } from "./story/story.ts";

/** Jira's limits of a summary and of a description, in characters. */
const mostSummary = 255;
const mostDescription = 32_767;

/** One line of JSON: `{id, severity, summary, description, labels}`. */
export function jiraMessage(alert: Alert): string {
  const description = fittingStory(alert, wikiOf, (text) => text.length <= mostDescription);
  return jsonLine({
    id: alert.id,
    severity: alert.severity,
    summary: cut(plain(`${alert.severity.toUpperCase()}: ${alert.title}`), mostSummary),
    description: cut(description, mostDescription),
    labels: ["accesslens", alert.severity],
  });
}

function wikiOf({ parts, id }: Story): string {
  return [...parts.map(partText), wiki(id)].join("\n\n");
}

function partText(part: StoryPart): string {
  switch (part.kind) {
    case "heading":
      return `h3. ${wiki(part.text)}`;
    case "text":
      return wiki(part.text);
    case "facts":
      return part.rows.map(([label, value]) => `* *${label}:* ${wiki(value)}`).join("\n");
    case "list":
      return [`*${part.title}*`, ...part.items.map((item) => `* ${wiki(item)}`)].join("\n");
    case "code":
      // Nothing inside is markup, but the end of it.
      return `*${part.title}*\n{noformat}\n${plainLines(part.text).replaceAll("{noformat", "{ noformat")}\n{noformat}`;
  }
}

/** Text that means nothing but itself: no macro, mention, picture or link. */
function wiki(text: string): string {
  return plain(text)
    .replaceAll("\\", "&#92;")
    .replaceAll(/[{}[\]*_\-+^~?|!#@]/g, "\\$&")
    .replaceAll("://", ":\u200b//")
    .replace(/^(h[1-6]|bq)\./, "$1\u200b.");
}
