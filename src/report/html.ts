/** Text for HTML: markup in it is shown, not followed. */
import { plain } from "./plain.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Fits between tags and in quoted attributes. Control and direction characters are shown as in terminals. */
export function html(text: string): string {
  return plain(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
