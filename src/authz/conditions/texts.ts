/**
 * The values of text and ARN operators as patterns: wildcards, the components of an ARN, and policy variables, which are
 * replaced where their value is known (IAM-SEMANTICS 49–51, 53).
 */

import { patternMatches } from "../../logic/patterns.ts";
import type { Pattern, PatternElement } from "../../logic/types.ts";
import { variableParts } from "../../policy/variables.ts";
import { keyFacts } from "../keys.ts";
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

/** Names of the policy variables in a text, lower case. */
export function variableNames(text: string): readonly string[] {
  return variableParts(text).flatMap((part) => (part.kind === "variable" ? [part.key.toLowerCase()] : []));
}

/** What the text of a value matches, given what is known of the request. */
export function matcherOf(text: string, mode: TextMode, lookup: Lookup): Matcher {
  if (!mode.variables || !text.includes("${")) return cachedMatcher(text, mode);
  const elements: PatternElement[] = [];
  for (const part of variableParts(text)) {
    if (part.kind === "text" && mode.wildcards) pushGlob(elements, part.text);
    else if (part.kind !== "variable") elements.push({ kind: "text", text: part.text });
    else {
      const value = variableValue(part.key, part.defaultValue, lookup);
      if (value === "open") {
        const reason = `it is compared with \${${part.key}}, whose value is not known`;
        return { kind: "opaque", label: text, reason };
      }
      // Unresolved: a positive operator does not match, a negated one does (IAM-SEMANTICS 53).
      if (value === null) return { kind: "never" };
      elements.push({ kind: "text", text: value.text });
    }
  }
  return finished(elements, text, mode);
}

/** What the text matches at most, whatever its variables are worth; null where that is nothing to go by. */
export function widestPattern(text: string, mode: TextMode): Pattern | null {
  const elements: PatternElement[] = [];
  for (const part of variableParts(text)) {
    if (part.kind === "text" && mode.wildcards) pushGlob(elements, part.text);
    else if (part.kind === "variable") elements.push({ kind: "many", except: null });
    else elements.push({ kind: "text", text: part.text });
  }
  const matcher = finished(elements, text, mode);
  return matcher.kind === "pattern" ? matcher.pattern : null;
}

/** Null: the variable has no value, or its key has many. */
function variableValue(
  key: string,
  fallback: string | null,
  lookup: Lookup,
): "open" | { readonly text: string } | null {
  if (keyFacts(key).multiValued) return null;
  const value = lookup(key.toLowerCase());
  if (value.kind === "open") return "open";
  const [only] = value.kind === "known" ? value.texts : [fallback];
  return only === null || only === undefined ? null : { text: only };
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
  if (byComponent === "never") return { kind: "never" };
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

const colonFree: PatternElement = { kind: "many", except: ":" };
const colon: PatternElement = { kind: "text", text: ":" };

/** Every ARN: `arn:` and five more components. */
const anyArn: readonly PatternElement[] = [
  { kind: "text", text: "arn:" },
  ...Array.from({ length: 4 }, () => [colonFree, colon]).flat(),
  { kind: "many", except: null },
];

/**
 * Keeps the wildcards of the first five components from passing a colon; the first of them is `arn`. A lone `*` is every
 * ARN. `never`: no ARN matches. Null: there are fewer than six components.
 */
function withinComponents(elements: readonly PatternElement[]): readonly PatternElement[] | "never" | null {
  if (elements.length > 0 && elements.every(({ kind }) => kind === "many")) return anyArn;
  let colons = 0;
  const scheme: PatternElement[] = [];
  const rest: PatternElement[] = [];
  for (const element of elements) {
    if (element.kind !== "text") {
      (colons === 0 ? scheme : rest).push(colons < 5 ? { kind: element.kind, except: ":" } : element);
      continue;
    }
    const end = colons === 0 ? element.text.indexOf(":") : 0;
    const start = colons === 0 ? element.text.slice(0, end < 0 ? undefined : end) : "";
    if (start !== "") scheme.push({ kind: "text", text: start });
    if (end >= 0 && element.text.length > start.length)
      rest.push({ kind: "text", text: element.text.slice(start.length) });
    for (const char of element.text) if (char === ":") colons++;
  }
  if (colons < 5) return null;
  const [only] = scheme;
  const plain = scheme.length === 1 && only?.kind === "text" && only.text === "arn";
  if (!plain && !patternMatches({ elements: scheme, ignoreCase: false }, "arn")) return "never";
  return [{ kind: "text", text: "arn" }, ...rest];
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
