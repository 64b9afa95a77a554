/**
 * Texts from outside as a database holds them. PostgreSQL refuses NUL, neither keeps a lone surrogate, and an index of
 * PostgreSQL refuses what is long; what is stored comes back as it was.
 */
import { createHash } from "node:crypto";

const longest = 400;
const hashed = "sha256:";
const quoted = "\u0001";

/** What a text is looked up by: itself where an index can hold it, else its hash. The same only for the same text. */
export function lookup(text: string): string {
  if (text.length <= longest && isStorable(text) && !text.startsWith(hashed)) return text;
  // UTF-16 as it stands: UTF-8 would make all lone surrogates one.
  return `${hashed}${createHash("sha256").update(Buffer.from(text, "utf16le")).digest("hex")}`;
}

/** A whole text, to be read again by {@link unpacked}. */
export function packed(text: string): string {
  return isStorable(text) && !text.startsWith(quoted) ? text : `${quoted}${JSON.stringify(text)}`;
}

export function unpacked(stored: string): string {
  if (!stored.startsWith(quoted)) return stored;
  const text: string = JSON.parse(stored.slice(quoted.length));
  return text;
}

/** Without regard to case; a part of a text is a part of it in this form, too. */
export function searchable(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text.toLowerCase()).slice(1, -1)).join("\n");
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
