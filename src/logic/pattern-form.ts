/**
 * A pattern's normal form: one token per character or wildcard, wildcards in a fixed order, case folded away where it
 * does not count. Made once per pattern and kept as long as the pattern lives.
 */
import { foldText } from "./case-folding.ts";
import { compileMatcher } from "./pattern-matcher.ts";
import { mentionsCase, type Token, tokensOf } from "./tokens.ts";
import type { Pattern } from "./types.ts";

export type PatternForm = {
  /** Two patterns with the same key are equal; equal patterns nearly always have the same key. */
  readonly key: string;
  readonly tokens: readonly Token[];
  readonly ignoreCase: boolean;
  /** The only text that matches, where there is only one. */
  readonly exact: string | null;
  /** Every text matches. */
  readonly matchesAll: boolean;
  /** What every match begins and ends with; folded when the case is ignored. */
  readonly prefix: string;
  readonly suffix: string;
  /** In characters; Infinity where there is no bound. */
  readonly minLength: number;
  readonly maxLength: number;
  readonly matches: (text: string) => boolean;
};

const forms = new WeakMap<Pattern, PatternForm>();

export function formOf(pattern: Pattern): PatternForm {
  const known = forms.get(pattern);
  if (known !== undefined) return known;
  const form = makeForm(pattern);
  forms.set(pattern, form);
  return form;
}

function makeForm(pattern: Pattern): PatternForm {
  const ignoreCase = pattern.ignoreCase && mentionsCase(pattern);
  const tokens = tokensOf(pattern, ignoreCase);
  const wild = tokens.findIndex(({ kind }) => kind !== "char");
  const lastWild = tokens.findLastIndex(({ kind }) => kind !== "char");
  const minLength = tokens.reduce((sum, { kind }) => sum + (kind === "many" ? 0 : 1), 0);
  const endless = tokens.some(({ kind }) => kind === "many");
  const prefix = textOf(wild < 0 ? tokens : tokens.slice(0, wild));
  return {
    key: keyOf(tokens, ignoreCase),
    tokens,
    ignoreCase,
    exact: wild < 0 && !ignoreCase ? prefix : null,
    matchesAll: tokens.length === 1 && tokens[0]?.kind === "many" && tokens[0].code < 0,
    prefix,
    suffix: textOf(tokens.slice(lastWild + 1)),
    minLength,
    maxLength: endless ? Number.POSITIVE_INFINITY : minLength,
    matches: matcherOf(tokens, ignoreCase),
  };
}

function matcherOf(tokens: readonly Token[], ignoreCase: boolean): (text: string) => boolean {
  const matches = compileMatcher(tokens);
  return ignoreCase ? (text) => matches(foldText(text)) : matches;
}

function textOf(tokens: readonly Token[]): string {
  let text = "";
  for (const { code } of tokens) text += String.fromCodePoint(code);
  return text;
}

function keyOf(tokens: readonly Token[], ignoreCase: boolean): string {
  let key = ignoreCase ? "i" : "c";
  for (const { kind, code } of tokens) {
    // A wildcard is marked by a character that no text can be confused with: the escape is escaped itself.
    if (kind === "char") key += code === 0x1b ? "\u001b\u001b" : String.fromCodePoint(code);
    else key += `\u001b${kind === "one" ? "?" : "*"}${code};`;
  }
  return key;
}
