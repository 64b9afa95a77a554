/** Text for Markdown as pull requests and chats draw it: nothing in it is markup, a link, or a mention. */
import { plain } from "./plain.ts";

/** One line; every character that Markdown or HTML obeys is escaped, and nobody is called by `@`. */
export function markdown(text: string): string {
  return (
    plain(text)
      .replaceAll(/[\\`*_{}[\]()#+!|~$]/g, (character) => `\\${character}`)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // A zero-width space would be hidden text; an entity is none, and no mention either.
      .replaceAll("@", "&#64;")
      .replaceAll(/^([-=]|\d+[.)])/g, "\\$1")
      .replaceAll(/\b(https?|ftp|www)(:|\.)/gi, "$1&#58;$2")
      .replaceAll("&#58;:", "&#58;")
      .replaceAll("&#58;.", "&#46;")
  );
}

/** As code: what stands between is shown as it is. A grave accent in it is told otherwise. */
export function markdownCode(text: string): string {
  return `\`${plain(text).replaceAll("`", "\\u{60}")}\``;
}
