/**
 * The outline of a JSON text: where members and items begin and end, without reading what is in them. Most of a case is
 * policies that were read before; finding their text again costs a fraction of parsing them.
 *
 * Only brackets, quotes and commas are checked here. Whoever reads a piece checks the rest.
 */

/** A value's place: [start, end). */
export type Piece = { readonly start: number; readonly end: number };
export type Member = Piece & { readonly key: string };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** The members of the object that fills the piece; null where it is no well-formed object. */
export function membersOf(text: string, piece: Piece): readonly Member[] | null {
  let at = skipSpace(text, piece.start);
  if (text.charCodeAt(at) !== openBrace) return null;
  const members: Member[] = [];
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === closeBrace) return endsAt(text, at + 1, piece) ? members : null;
  for (;;) {
    if (text.charCodeAt(at) !== quote) return null;
    const keyEnd = skipString(text, at);
    if (keyEnd < 0) return null;
    const key = stringIn(text, { start: at, end: keyEnd });
    at = skipSpace(text, keyEnd);
    if (key === undefined || text.charCodeAt(at) !== colon) return null;
    const start = skipSpace(text, at + 1);
    const end = skipValue(text, start);
    if (end < 0) return null;
    members.push({ key, start, end });
    at = skipSpace(text, end);
    const next = text.charCodeAt(at);
    if (next === closeBrace) return endsAt(text, at + 1, piece) ? members : null;
    if (next !== comma) return null;
    at = skipSpace(text, at + 1);
  }
}

/** The items of the array that fills the piece; null where it is no well-formed array. */
export function itemsOf(text: string, piece: Piece): readonly Piece[] | null {
  let at = skipSpace(text, piece.start);
  if (text.charCodeAt(at) !== openBracket) return null;
  const items: Piece[] = [];
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === closeBracket) return endsAt(text, at + 1, piece) ? items : null;
  for (;;) {
    const end = skipValue(text, at);
    if (end < 0) return null;
    items.push({ start: at, end });
    at = skipSpace(text, end);
    const next = text.charCodeAt(at);
    if (next === closeBracket) return endsAt(text, at + 1, piece) ? items : null;
    if (next !== comma) return null;
    at = skipSpace(text, at + 1);
  }
}

/** The text that a string stands for; undefined where the piece is no string, or no well-formed one. */
export function stringIn(text: string, { start, end }: Piece): string | undefined {
  if (text.charCodeAt(start) !== quote || end < start + 2) return undefined;
  const inner = text.slice(start + 1, end - 1);
  // Control characters may not stand in a string as they are; with escapes, JSON knows what they mean.
  if (!plainText.test(inner)) {
    try {
      const read: unknown = JSON.parse(text.slice(start, end));
      return typeof read === "string" ? read : undefined;
    } catch {
      return undefined;
    }
  }
  return inner;
}

const plainText = /^[^\\\u0000-\u001f]*$/;

/** A key that stands twice; null where none does. */
export function repeated(members: readonly Member[]): string | null {
  for (let index = 1; index < members.length; index += 1) {
    const key = members[index]?.key;
    for (let before = 0; before < index; before += 1) {
      if (key !== undefined && members[before]?.key === key) return key;
    }
  }
  return null;
}

function endsAt(text: string, at: number, piece: Piece): boolean {
  return skipSpace(text, at) >= piece.end;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** The end of the value that begins here, or -1. */
function skipValue(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === quote) return skipString(text, from);
  if (first === openBrace || first === openBracket) return skipNested(text, from);
  let at = from;
  while (at < text.length && isScalar(text.charCodeAt(at))) at += 1;
  return at === from ? -1 : at;
}

function isScalar(code: number): boolean {
  return code > 0x20 && code !== comma && code !== colon && code !== closeBrace && code !== closeBracket;
}

function skipNested(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipString(text, at) - 1;
      if (at < 0) return -1;
    } else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** The end of the string whose quote stands here, or -1. */
function skipString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return -1;
}
