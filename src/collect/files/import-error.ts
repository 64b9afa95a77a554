/** What is wrong with the files of an import: where exactly, why, and what to do. */

export type ImportError = {
  /** Relative to what is imported, safe to print. */
  readonly file: string;
  /** From 1; null where the file as a whole is meant. Columns count UTF-16 units. */
  readonly position: { readonly line: number; readonly column: number } | null;
  /** One sentence. */
  readonly message: string;
  readonly advice: string;
};

/** `file:line:column`, as editors and terminals understand it. */
export function placeOf({ file, position }: ImportError): string {
  return position === null ? file : `${file}:${position.line}:${position.column}`;
}

const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A name that someone else chose, without the characters that steer a terminal. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A value from a file, quoted, short and safe to print. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text));
}

/** An error that has no place inside the file. */
export function wholeFile(file: string, message: string, advice: string): ImportError {
  return { file: printable(file), position: null, message, advice };
}
