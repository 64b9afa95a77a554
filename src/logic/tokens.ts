/** A pattern as one token per character or wildcard. */
import { foldCodePoint, sameButForCase } from "./case-folding.ts";
import type { Pattern } from "./types.ts";

/** `code` is the character of a `char`; of a wildcard, the one character that it does not match, or -1. */
export type Token = { readonly kind: "char" | "one" | "many"; readonly code: number };

function codePoints(text: string): number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}

/** Whether some character that the pattern names has a variant in another case. */
export function mentionsCase(pattern: Pattern): boolean {
  return pattern.elements.some((element) => {
    const named = element.kind === "text" ? element.text : (element.except ?? "");
    return codePoints(named).some((code) => sameButForCase(code).length > 1);
  });
}

/** In normal form; folded when the case is ignored. */
export function tokensOf(pattern: Pattern, ignoreCase: boolean): readonly Token[] {
  return inOrder(rawTokens(pattern, ignoreCase));
}

// Shared, so that a pattern's tokens take a word each: patterns come by the ten thousand.
const ascii: readonly Token[] = Array.from({ length: 128 }, (_, code) => ({ kind: "char", code }));
const free: Readonly<Record<"one" | "many", Token>> = {
  one: { kind: "one", code: -1 },
  many: { kind: "many", code: -1 },
};

function charToken(code: number): Token {
  return ascii[code] ?? { kind: "char", code };
}

function rawTokens(pattern: Pattern, ignoreCase: boolean): Token[] {
  const fold = (code: number): number => (ignoreCase ? foldCodePoint(code) : code);
  const tokens: Token[] = [];
  for (const element of pattern.elements) {
    if (element.kind === "text") {
      for (const char of element.text) tokens.push(charToken(fold(char.codePointAt(0) ?? 0)));
    } else {
      const except = element.except?.codePointAt(0);
      tokens.push(except === undefined ? free[element.kind] : { kind: element.kind, code: fold(except) });
    }
  }
  return tokens;
}

/** `**` is `*`, `*?` is `?*`: what is left differs only where the texts do, as far as wildcards of one sort go. */
function inOrder(tokens: readonly Token[]): readonly Token[] {
  const made: Token[] = [];
  for (const token of tokens) {
    let before = made.at(-1);
    if (token.kind === "many") {
      // X*Σ* is Σ*, whatever X.
      while (before?.kind === "many" && (token.code < 0 || before.code === token.code)) {
        made.pop();
        before = made.at(-1);
      }
      if (before?.kind === "many" && before.code < 0) continue;
      made.push(token);
    } else if (token.kind === "one" && before?.kind === "many" && before.code === token.code) {
      made.splice(made.length - 1, 0, token);
    } else {
      made.push(token);
    }
  }
  return made;
}
