/** A story as HTML for e-mail: no pictures, no links, no styles but a few on elements. */
import { plain, plainLines } from "../model/plain-text.ts";
import type { Story, StoryPart } from "./story/story.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

export function htmlOf({ severity, title, parts, id }: Story): string {
  return [
    '<!doctype html><html lang="en"><body style="font-family:sans-serif;max-width:50em;overflow-wrap:anywhere">',
    `<h2>${severity.toUpperCase()}: ${html(plain(title))}</h2>`,
    ...parts.map(partHtml),
    `<p style="color:#666">${html(plain(id))}</p>`,
    "</body></html>",
  ].join("\n");
}

function partHtml(part: StoryPart): string {
  switch (part.kind) {
    case "heading":
      return `<hr><h3>${html(plain(part.text))}</h3>`;
    case "text":
      return `<p>${html(plain(part.text))}</p>`;
    case "facts": {
      const rows = part.rows.map(
        ([label, value]) =>
          `<tr><th style="text-align:left;vertical-align:top;padding-right:1em">${label}</th><td>${html(plain(value))}</td></tr>`,
      );
      return `<table>${rows.join("")}</table>`;
    }
    case "list":
      return `<h4>${part.title}</h4><ul>${part.items.map((item) => `<li>${html(plain(item))}</li>`).join("")}</ul>`;
    case "code":
      return `<h4>${part.title}</h4><pre style="white-space:pre-wrap">${html(plainLines(part.text))}</pre>`;
  }
}
