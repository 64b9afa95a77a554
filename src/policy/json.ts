/**
 * A JSON reader that keeps positions. `JSON.parse` forgets where things stood and drops all but the last of two members
 * with the same key; evidence needs lines, and a duplicate key in a policy is something to tell.
 *
 * Strict RFC 8259 JSON, bounded in depth and length, without exceptions; a byte order mark before it is skipped. Offsets
 * are UTF-16 units into the text. Strings without escapes are slices of the text, and hold all of it in memory.
 */
import { err, ok, type Result } from "../model/result.ts";

export type JsonMember = {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: JsonNode;
};

export type JsonObject = {
  readonly kind: "object";
  readonly start: number;
  readonly end: number;
  /** All of them in order, repeated keys included. */
  readonly members: readonly JsonMember[];
};

type JsonArray = {
  readonly kind: "array";
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsonNode[];
};

export type JsonNode =
  | JsonObject
  | JsonArray
  | { readonly kind: "string"; readonly start: number; readonly end: number; readonly value: string }
  /** `text` is the number as written. */
  | { readonly kind: "number"; readonly start: number; readonly end: number; readonly text: string }
  | { readonly kind: "boolean"; readonly start: number; readonly end: number; readonly value: boolean }
  | { readonly kind: "null"; readonly start: number; readonly end: number };

/** `message` tells what is there and what was expected, `advice` what to do about it. */
export type JsonError = { readonly offset: number; readonly message: string; readonly advice: string };

export type JsonLimits = {
  /** Objects and arrays inside each other; never more than 500, which the stack surely bears. */
  readonly maxDepth: number;
  /** UTF-16 units. */
  readonly maxLength: number;
  /** Values of all kinds, each an object in memory. Default: any number. */
  readonly maxValues?: number;
};

const policyLimits: JsonLimits = { maxDepth: 64, maxLength: 1 << 20 };
const deepest = 500;
const byteOrderMark = 0xfeff;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

// Sticky: it matches at one place or not at all. An account's id may be written as a number, and then stands for it here
// as `ownAccount` in the documents that all owners share.
const numberPattern = /-?(?:0|[1-9\uE000][0-9\uE000]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

const cutOff = "The text is cut off: fetch it again.";

/** `U+00A0`: for characters that print as nothing, or as something else. */
function nameOf(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What is likely meant by what is no JSON. */
function adviceAt(text: string, offset: number): string {
  if (offset >= text.length) return cutOff;
  const unit = text.charCodeAt(offset);
  if (unit === 0x27) return "Write texts and names in double quotes.";
  if (unit === 0x2f || unit === 0x23) return "Remove comments: JSON has none.";
  if (unit === byteOrderMark) return "Remove the byte order mark: only the first may stand there.";
  if (unit === 0x25) return "Decode the text first: it looks URL-encoded.";
  if (unit === 0 || unit === 0xfffd) return "Save the text as UTF-8: it was read in another encoding.";
  if (unit === 0xa0 || unit >= 0x2000) return "Replace it by plain white space or quotes, or remove it.";
  return "Correct the JSON at this place.";
}

class Reader {
  readonly text: string;
  readonly maxDepth: number;
  /** How many values may still come. */
  left: number;
  at = 0;
  /** The first problem; once there is one, every read gives null. */
  error: JsonError | null = null;

  constructor(text: string, maxDepth: number, maxValues: number) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.left = maxValues;
  }

  fail(offset: number, message: string, advice: string): null {
    this.error ??= { offset, message, advice };
    return null;
  }

  skipSpace(): number {
    const { text } = this;
    let at = this.at;
    let unit = text.charCodeAt(at);
    while (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09) {
      at += 1;
      unit = text.charCodeAt(at);
    }
    this.at = at;
    return unit;
  }

  found(offset: number): string {
    const point = this.text.codePointAt(offset);
    if (point === undefined) return "the end of the text";
    const character = String.fromCodePoint(point);
    return point > 0x20 && point < 0x7f ? JSON.stringify(character) : nameOf(point);
  }

  value(depth: number): JsonNode | null {
    const unit = this.skipSpace();
    const start = this.at;
    this.left -= 1;
    if (this.left < 0) return this.tooMany(start);
    switch (unit) {
      case quote: {
        const value = this.string();
        return value === null ? null : { kind: "string", start, end: this.at, value };
      }
      case openBrace:
        return depth >= this.maxDepth ? this.tooDeep(start) : this.object(start, depth + 1);
      case openBracket:
        return depth >= this.maxDepth ? this.tooDeep(start) : this.array(start, depth + 1);
      case 0x74:
        return this.word("true", { kind: "boolean", start, end: start + 4, value: true });
      case 0x66:
        return this.word("false", { kind: "boolean", start, end: start + 5, value: false });
      case 0x6e:
        return this.word("null", { kind: "null", start, end: start + 4 });
      default:
        return this.number(start);
    }
  }

  tooDeep(offset: number): null {
    return this.fail(
      offset,
      `nested more than ${this.maxDepth} levels deep`,
      "No policy or AWS answer is nested so deep: check that the file is what it should be.",
    );
  }

  tooMany(offset: number): null {
    return this.fail(
      offset,
      "more values than can be read at once",
      "No AWS answer has so many: check that the file is what it should be.",
    );
  }

  word(word: string, node: JsonNode): JsonNode | null {
    if (this.text.startsWith(word, node.start)) {
      this.at = node.end;
      return node;
    }
    const rest = this.text.slice(node.start, node.end);
    return word.startsWith(rest)
      ? this.fail(node.start, `${JSON.stringify(rest)} at the end of the text`, cutOff)
      : this.unexpected(node.start, "a value");
  }

  unexpected(offset: number, expected: string): null {
    return this.fail(
      offset,
      `expected ${expected}, found ${this.found(offset)}`,
      adviceAt(this.text, offset),
    );
  }

  number(start: number): JsonNode | null {
    numberPattern.lastIndex = start;
    const match = numberPattern.exec(this.text);
    if (match === null) return this.unexpected(start, "a value");
    this.at = start + match[0].length;
    return { kind: "number", start, end: this.at, text: match[0] };
  }

  object(start: number, depth: number): JsonNode | null {
    const members: JsonMember[] = [];
    this.at = start + 1;
    let unit = this.skipSpace();
    while (unit !== closeBrace) {
      if (members.length > 0) {
        if (unit !== comma) return this.unexpected(this.at, 'a "," or "}"');
        this.at += 1;
        unit = this.skipSpace();
        if (unit === closeBrace) {
          return this.fail(this.at, 'a "," stands before the closing "}"', "Remove the trailing comma.");
        }
      }
      if (unit !== quote) return this.unexpected(this.at, "a member's name in double quotes");
      const keyStart = this.at;
      const key = this.string();
      if (key === null) return null;
      const keyEnd = this.at;
      if (this.skipSpace() !== colon) return this.unexpected(this.at, 'a ":"');
      this.at += 1;
      const value = this.value(depth);
      if (value === null) return null;
      members.push({ key, keyStart, keyEnd, value });
      unit = this.skipSpace();
    }
    this.at += 1;
    return { kind: "object", start, end: this.at, members };
  }

  array(start: number, depth: number): JsonNode | null {
    const items: JsonNode[] = [];
    this.at = start + 1;
    let unit = this.skipSpace();
    while (unit !== closeBracket) {
      if (items.length > 0) {
        if (unit !== comma) return this.unexpected(this.at, 'a "," or "]"');
        this.at += 1;
        unit = this.skipSpace();
        if (unit === closeBracket) {
          return this.fail(this.at, 'a "," stands before the closing "]"', "Remove the trailing comma.");
        }
      }
      const item = this.value(depth);
      if (item === null) return null;
      items.push(item);
      unit = this.skipSpace();
    }
    this.at += 1;
    return { kind: "array", start, end: this.at, items };
  }

  /** The string that starts at the quote under the cursor; most have no escape and are one slice. */
  string(): string | null {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) {
        this.at = at + 1;
        return text.slice(start + 1, at);
      }
      if (unit === backslash) return this.stringWithEscapes(start, at);
      if (!(unit >= 0x20)) return this.badCharacter(start, at);
      at += 1;
    }
  }

  badCharacter(start: number, at: number): null {
    return at >= this.text.length
      ? this.fail(start, "a string without an end", cutOff)
      : this.fail(
          at,
          `a control character (${nameOf(this.text.charCodeAt(at))}) inside a string`,
          "End the string with a double quote before it, or write it as an escape, such as \\n.",
        );
  }

  stringWithEscapes(start: number, firstEscape: number): string | null {
    const { text } = this;
    let value = text.slice(start + 1, firstEscape);
    let at = firstEscape;
    let from = at;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) {
        this.at = at + 1;
        return value + text.slice(from, at);
      }
      if (unit === backslash) {
        value += text.slice(from, at);
        const letter = text.charAt(at + 1);
        const hex = text.slice(at + 2, at + 6);
        if (letter === "u" && /^[0-9a-fA-F]{4}$/.test(hex)) {
          value += String.fromCharCode(Number.parseInt(hex, 16));
          at += 6;
        } else if (Object.hasOwn(simpleEscapes, letter)) {
          value += simpleEscapes[letter];
          at += 2;
        } else if (at + (letter === "u" ? 6 : 2) > text.length) {
          return this.badCharacter(start, text.length);
        } else {
          return this.fail(at, `"\\${letter}" is no escape of JSON`, 'Write a backslash as "\\\\".');
        }
        from = at;
      } else if (unit >= 0x20) {
        at += 1;
      } else {
        return this.badCharacter(start, at);
      }
    }
  }
}

/** Reads one JSON value that is the whole text. */
export function readJson(text: string, limits: JsonLimits = policyLimits): Result<JsonNode, JsonError> {
  if (text.length > limits.maxLength) {
    return err({
      offset: limits.maxLength,
      message: `longer than ${limits.maxLength} characters`,
      advice: "No policy or AWS answer is so long: check that the file is what it should be.",
    });
  }
  const reader = new Reader(
    text,
    Math.min(limits.maxDepth, deepest),
    limits.maxValues ?? Number.POSITIVE_INFINITY,
  );
  if (text.charCodeAt(0) === byteOrderMark) reader.at = 1;
  const node = reader.value(0);
  if (node !== null) {
    reader.skipSpace();
    if (reader.at < text.length) {
      reader.fail(
        reader.at,
        `more text after the end: ${reader.found(reader.at)}`,
        "Keep one JSON value only.",
      );
    }
  }
  if (node === null || reader.error !== null) {
    return err(reader.error ?? { offset: reader.at, message: "no value", advice: "Give a JSON value." });
  }
  return ok(node);
}
