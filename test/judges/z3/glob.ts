/** A naive matcher of wildcards: it tries every length that a star can take. For short texts alone. */

/** One character as such, or any one, or any number of any. Lists of code points, so that `?` is one character. */
export type GlobToken =
  | { readonly kind: "character"; readonly is: string }
  | { readonly kind: "one" | "many" };

export function characters(text: string): GlobToken[] {
  return [...text].map((is) => ({ kind: "character", is }));
}

export function globOf(text: string): GlobToken[] {
  return [...text].map((is) =>
    is === "*" ? { kind: "many" } : is === "?" ? { kind: "one" } : { kind: "character", is },
  );
}

export function globMatches(pattern: readonly GlobToken[], text: string): boolean {
  return matchesFrom(pattern, 0, [...text], 0);
}

function matchesFrom(
  pattern: readonly GlobToken[],
  at: number,
  text: readonly string[],
  start: number,
): boolean {
  const token = pattern[at];
  if (token === undefined) return start === text.length;
  if (token.kind === "many") {
    for (let end = start; end <= text.length; end += 1) {
      if (matchesFrom(pattern, at + 1, text, end)) return true;
    }
    return false;
  }
  const here = text[start];
  if (here === undefined || (token.kind === "character" && token.is !== here)) return false;
  return matchesFrom(pattern, at + 1, text, start + 1);
}
