/**
 * Simple case folding, one character to one character, as Unicode's CaseFolding.txt has it (statuses C and S): capital
 * and small letters are one, and so are K and the Kelvin sign, but ß and "ss" are not.
 */

/** The one character's code point, or null when the text is longer. */
function single(text: string): number | null {
  const code = text.codePointAt(0);
  return code !== undefined && text.length === (code > 0xffff ? 2 : 1) ? code : null;
}

const dotlessI = 0x131;
/** No code point from here on has a case. */
const endOfCasedScripts = 0x1f000;

/** The code point that stands for all that differ from this one by case only. */
export function foldCodePoint(code: number): number {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code + 32 : code;
  // Its capital is I, yet Unicode folds it to itself outside Turkish.
  if (code >= endOfCasedScripts || code === dotlessI) return code;
  const upper = single(String.fromCodePoint(code).toUpperCase()) ?? code;
  return single(String.fromCodePoint(upper).toLowerCase()) ?? upper;
}

export function foldText(text: string): string {
  let ascii = true;
  for (let i = 0; i < text.length && ascii; i++) ascii = text.charCodeAt(i) < 0x80;
  if (ascii) return text.toLowerCase();
  let folded = "";
  for (const char of text) folded += String.fromCodePoint(foldCodePoint(char.codePointAt(0) ?? 0));
  return folded;
}

const kelvinSign = 0x212a;
const longS = 0x17f;
let othersByFolded: ReadonlyMap<number, readonly number[]> | null = null;

/** All code points that fold as this one does, itself included. */
export function sameButForCase(code: number): readonly number[] {
  const folded = foldCodePoint(code);
  if (folded < 0x80) {
    if (folded < 0x61 || folded > 0x7a) return [folded];
    const upper = folded - 32;
    if (folded === 0x6b) return [folded, upper, kelvinSign];
    return folded === 0x73 ? [folded, upper, longS] : [folded, upper];
  }
  // Some 20 ms, once, and only for patterns that ignore the case of letters beyond ASCII.
  othersByFolded ??= collectOthers();
  return [folded, ...(othersByFolded.get(folded) ?? [])];
}

function collectOthers(): ReadonlyMap<number, readonly number[]> {
  const others = new Map<number, number[]>();
  for (let code = 0x80; code < endOfCasedScripts; code++) {
    if (code >= 0x2e80 && code < 0xa640) continue; // ideographs
    if (code >= 0xac00 && code < 0xfb00) continue; // Hangul, surrogates, private use
    const folded = foldCodePoint(code);
    if (folded === code) continue;
    const list = others.get(folded);
    if (list === undefined) others.set(folded, [code]);
    else list.push(code);
  }
  return others;
}
