/** Whether two patterns have a text in common: a walk over pairs of places, so never more than the product of both. */
import { foldCodePoint, sameButForCase } from "./case-folding.ts";
import type { PatternForm } from "./pattern-form.ts";
import type { Token } from "./tokens.ts";

export function overlap(a: PatternForm, b: PatternForm): boolean {
  if (a.matchesAll || b.matchesAll) return true;
  if (a.exact !== null) return b.matches(a.exact);
  if (b.exact !== null) return a.matches(b.exact);
  if (a.minLength > b.maxLength || b.minLength > a.maxLength) return false;
  if (!a.ignoreCase && !b.ignoreCase) {
    if (!a.prefix.startsWith(b.prefix) && !b.prefix.startsWith(a.prefix)) return false;
    if (!a.suffix.endsWith(b.suffix) && !b.suffix.endsWith(a.suffix)) return false;
  }
  return walk(a, b);
}

function walk(a: PatternForm, b: PatternForm): boolean {
  const width = b.tokens.length + 1;
  const target = a.tokens.length * width + b.tokens.length;
  const seen = new Uint8Array(target + 1);
  const open: number[] = [];
  const visit = (pair: number): void => {
    if (seen[pair] === 1) return;
    seen[pair] = 1;
    open.push(pair);
  };
  visit(0);
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (pair === target) return true;
    const left = a.tokens[Math.floor(pair / width)];
    const right = b.tokens[pair % width];
    if (left?.kind === "many") visit(pair + width);
    if (right?.kind === "many") visit(pair + 1);
    if (left === undefined || right === undefined) continue;
    // Two loops read the same characters on and on: nothing new.
    if (left.kind === "many" && right.kind === "many") continue;
    if (!shareCharacter(left, a.ignoreCase, right, b.ignoreCase)) continue;
    visit(pair + (left.kind === "many" ? 0 : width) + (right.kind === "many" ? 0 : 1));
  }
  return false;
}

function shareCharacter(a: Token, aIgnoresCase: boolean, b: Token, bIgnoresCase: boolean): boolean {
  if (a.kind === "char" && b.kind === "char") {
    const either = aIgnoresCase || bIgnoresCase;
    return a.code === b.code || (either && foldCodePoint(a.code) === foldCodePoint(b.code));
  }
  // There are always more characters than two wildcards except.
  if (a.kind !== "char" && b.kind !== "char") return true;
  const [char, charIgnoresCase] = a.kind === "char" ? [a, aIgnoresCase] : [b, bIgnoresCase];
  const [wildcard, wildcardIgnoresCase] = a.kind === "char" ? [b, bIgnoresCase] : [a, aIgnoresCase];
  if (wildcard.code < 0) return true;
  const admits = (code: number): boolean =>
    (wildcardIgnoresCase ? foldCodePoint(code) : code) !== wildcard.code;
  return charIgnoresCase ? sameButForCase(char.code).some(admits) : admits(char.code);
}
