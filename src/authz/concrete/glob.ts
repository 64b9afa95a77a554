/**
 * Texts with wildcards, matched without back-tracking beyond the last `*`: time grows at most with the product of the two
 * lengths, never exponentially. Written apart from the automata of the symbolic half, on purpose.
 */

/** `many`: any number of characters; `one`: exactly one character (a surrogate pair counts as one). */
export type GlobPiece = string | typeof many | typeof one;
export const many = Symbol("*");
export const one = Symbol("?");

export type Glob = readonly GlobPiece[];

/** Reads `*` and `?` as wildcards; everything else stands for itself. */
export function globOf(text: string): Glob {
  const pieces: GlobPiece[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== asterisk && code !== questionMark) continue;
    if (at > from) pieces.push(text.slice(from, at));
    pieces.push(code === asterisk ? many : one);
    from = at + 1;
  }
  if (from < text.length) pieces.push(from === 0 ? text : text.slice(from));
  return pieces;
}

const asterisk = 0x2a;
const questionMark = 0x3f;

/** A test that may be asked often: what most patterns are made of (plain text, text and a last `*`) is compared at once. */
export function globTest(glob: Glob): (text: string) => boolean {
  const [first, second] = glob;
  if (glob.length === 0) return (text) => text === "";
  if (glob.length === 1 && first === many) return () => true;
  if (glob.length === 1 && typeof first === "string") return (text) => text === first;
  if (glob.length === 2 && typeof first === "string" && second === many) {
    return (text) => text.startsWith(first);
  }
  return (text) => globMatches(glob, text);
}

export function globMatches(glob: Glob, text: string): boolean {
  let piece = 0;
  let at = 0;
  let afterMany = -1;
  let retryAt = 0;
  for (;;) {
    const expected = glob[piece];
    if (expected === many) {
      piece += 1;
      if (piece === glob.length) return true;
      afterMany = piece;
      retryAt = at;
      continue;
    }
    const next = expected === undefined ? (at === text.length ? at : -1) : step(expected, text, at);
    if (expected === undefined && next >= 0) return true;
    if (next >= 0) {
      piece += 1;
      at = next;
      continue;
    }
    // Give the last `*` one character more; without one there is nothing left to try.
    if (afterMany < 0 || retryAt >= text.length) return false;
    retryAt += characterLength(text, retryAt);
    const sought = glob[afterMany];
    if (typeof sought === "string") {
      retryAt = text.indexOf(sought, retryAt);
      if (retryAt < 0) return false;
    }
    piece = afterMany;
    at = retryAt;
  }
}

/** The offset after the piece, or -1 where it does not fit. */
function step(piece: GlobPiece, text: string, at: number): number {
  if (typeof piece === "string") return text.startsWith(piece, at) ? at + piece.length : -1;
  return at < text.length ? at + characterLength(text, at) : -1;
}

function characterLength(text: string, at: number): number {
  const point = text.codePointAt(at);
  return point !== undefined && point > 0xffff ? 2 : 1;
}

/** Its capital is I, but it is another letter than i. */
const dotlessI = "\u0131";

/** Simple case folding: characters whose other case is more than one character stand for themselves. */
export function foldCase(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  let folded = "";
  for (const character of text) {
    if (character === dotlessI) {
      folded += character;
      continue;
    }
    const upper = character.toUpperCase();
    const lower = (upper.length === character.length ? upper : character).toLowerCase();
    folded += lower.length === character.length ? lower : character;
  }
  return folded;
}
