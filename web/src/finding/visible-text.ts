/** Code as it is read, not as it would be drawn: characters that hide, or that turn the direction of writing, by their codes. */

// The same as the command line respells: controls, separators of lines, directions, what has no width, tags.
const hiding =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** Line feeds and tabs stay. */
export function visibleText(text: string): string {
  return text.replace(hiding, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
