/**
 * The values of text and ARN operators as patterns: wildcards, the components of an ARN, and policy variables, which are
 * replaced where their value is known (IAM-SEMANTICS 49–51, 53).
 */
import type { Pattern, PatternElement } from "../../logic/types.ts";
import type { Lookup } from "./values.ts";

export type Matcher =
  | { readonly kind: "pattern"; readonly pattern: Pattern }
  /** A variable without a value: nothing matches. */
  | { readonly kind: "never" }
  /** What the value matches is not known; `reason` is a sentence. */
  | { readonly kind: "opaque"; readonly label: string; readonly reason: string };

/** How a text is read. */
export type TextMode = {
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
  /** Matched component by component. */
  readonly arn: boolean;
  readonly variables: boolean;
};

type Piece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "glob"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string; readonly fallback: string | null };

const variablePattern = /\$\{([^{}]*)\}/g;

function piecesOf(text: string, mode: TextMode): readonly Piece[] {
  const plain = (part: string): Piece => ({ kind: mode.wildcards ? "glob" : "literal", text: part });
  if (!mode.variables || !text.includes("${")) return [plain(text)];
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(variablePattern)) {
    if (match.index > end) pieces.push(plain(text.slice(end, match.index)));
    end = match.index + match[0].length;
    pieces.push(variableOf(match[1] ?? ""));
  }
  if (end < text.length) pieces.push(plain(text.slice(end)));
  return pieces;
}

function variableOf(inside: string): Piece {
  if (inside === "*" || inside === "?" || inside === "$") return { kind: "literal", text: inside };
  const parts = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside);
  return { kind: "variable", name: parts?.[1] ?? inside, fallback: parts?.[2] ?? null };
}

/** Names of the policy variables in a text, lower case. */
export function variableNames(text: string): readonly string[] {
  if (!text.includes("${")) return [];
  return [...text.matchAll(variablePattern)].flatMap((match) => {
    const piece = variableOf(match[1] ?? "");
    return piece.kind === "variable" ? [piece.name.toLowerCase()] : [];
  });
}

/** What the text of a value matches, given what is known of the request. */
export function matcherOf(text: string, mode: TextMode, lookup: Lookup): Matcher {
  if (!mode.variables || !text.includes("${")) return cachedMatcher(text, mode);
  const elements: PatternElement[] = [];
  for (const piece of piecesOf(text, mode)) {
    if (piece.kind === "glob") pushGlob(elements, piece.text);
    else if (piece.kind === "literal") elements.push({ kind: "text", text: piece.text });
    else {
      const value = lookup(piece.name.toLowerCase());
      if (value.kind === "open") {
        const reason = `it is compared with \${${piece.name}}, whose value is not known`;
        return { kind: "opaque", label: text, reason };
      }
      const [only] = value.kind === "known" && value.texts.length === 1 ? value.texts : [piece.fallback];
      // Unresolved: a positive operator does not match, a negated one does (IAM-SEMANTICS 53).
      if (only === null || only === undefined) return { kind: "never" };
      elements.push({ kind: "text", text: only });
    }
  }
  return finished(elements, text, mode);
}

function cachedMatcher(text: string, mode: TextMode): Matcher {
  const slot = (mode.wildcards ? 1 : 0) + (mode.ignoreCase ? 2 : 0) + (mode.arn ? 4 : 0);
  const cache = caches[slot];
  const found = cache?.get(text);
  if (found !== undefined) return found;
  const elements: PatternElement[] = [];
  if (mode.wildcards) pushGlob(elements, text);
  else elements.push({ kind: "text", text });
  const made = finished(elements, text, mode);
  // Unique external ids would otherwise fill the memo with values that never come again.
  if (cache !== undefined && cache.size < 20_000) cache.set(text, made);
  return made;
}

const caches: readonly Map<string, Matcher>[] = Array.from({ length: 8 }, () => new Map());

function finished(elements: readonly PatternElement[], text: string, mode: TextMode): Matcher {
  if (!mode.arn) return { kind: "pattern", pattern: { elements, ignoreCase: mode.ignoreCase } };
  const byComponent = withinComponents(elements);
  if (byComponent !== null) return { kind: "pattern", pattern: { elements: byComponent, ignoreCase: false } };
  return { kind: "opaque", label: text, reason: `${text} does not have the six components of an ARN` };
}

function pushGlob(elements: PatternElement[], text: string): void {
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char !== "*" && char !== "?") continue;
    if (i > start) elements.push({ kind: "text", text: text.slice(start, i) });
    elements.push({ kind: char === "*" ? "many" : "one", except: null });
    start = i + 1;
  }
  if (start < text.length) elements.push({ kind: "text", text: text.slice(start) });
}

/**
 * Keeps the wildcards of the first five components from passing a colon. A lone `*` is every value. Null: there are fewer
 * than six components.
 */
function withinComponents(elements: readonly PatternElement[]): readonly PatternElement[] | null {
  if (elements.length > 0 && elements.every(({ kind }) => kind === "many")) return elements;
  let colons = 0;
  const kept = elements.map((element): PatternElement => {
    if (element.kind !== "text") return colons < 5 ? { kind: element.kind, except: ":" } : element;
    for (const char of element.text) if (char === ":") colons++;
    return element;
  });
  return colons < 5 ? null : kept;
}

/** The text that the pattern has matched when it holds no wildcard, else null. */
export function exactText(pattern: Pattern): string | null {
  let text = "";
  for (const element of pattern.elements) {
    if (element.kind !== "text") return null;
    text += element.text;
  }
  return text;
}

/** Every text that matches begins so. */
export function literalStart(pattern: Pattern): string {
  let text = "";
  for (const element of pattern.elements) {
    if (element.kind !== "text") return text;
    text += element.text;
  }
  return text;
}
