/**
 * Neutralises untrusted text, for a terminal above all: names, descriptions and policies come from AWS accounts that someone else
 * may control, and a terminal obeys control sequences.
 */

// C0 and C1 controls, DEL, line and paragraph separators, and what reorders or hides text (bidirectional controls,
// zero-width characters, tags, variation selectors beyond text, byte-order mark).
const dangerous =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** One line of text, every character that is not plainly visible as `\u{…}`. */
export function plain(text: string): string {
  return respelled(text, (code) => `\\u{${code.toString(16)}}`);
}

/** Every character that a terminal obeys, or that hides or reorders text, spelled otherwise. */
export function respelled(text: string, spelled: (codePoint: number) => string): string {
  return text.replace(dangerous, (character) => spelled(character.codePointAt(0) ?? 0));
}

/** The same for text of several lines: line feeds and tabs stay. */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map((line) => line.split("\t").map(plain).join("  "))
    .join("\n");
}

/**
 * A value as JSON on one line: the same value to whoever reads it, with the characters that a terminal obeys written as
 * `\uXXXX`, since people look at JSON in terminals too.
 */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(dangerous, (character) =>
    // A character beyond the first 65,536 is two units, each with an escape of its own.
    character.split("").map(escapedUnit).join(""),
  );
}

function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** `1 role`, `2 roles`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
