/** Sets of texts: how to write them, whether a text is in one, and how two of them lie to each other. */
import { formOf } from "./pattern-form.ts";
import { overlap } from "./pattern-overlap.ts";
import { findText } from "./text-search.ts";
import type { Answer, Pattern, PatternElement } from "./types.ts";

/** The one text; with `ignoreCase`, also those that differ by case only. */
export function exactly(text: string, ignoreCase = false): Pattern {
  return { elements: text === "" ? [] : [{ kind: "text", text }], ignoreCase };
}

const many: PatternElement = { kind: "many", except: null };
const one: PatternElement = { kind: "one", except: null };

/** IAM's wildcards: `*` any characters, `?` any one. Nothing escapes them: use {@link concat} for a literal star. */
export function glob(text: string, ignoreCase = false): Pattern {
  const elements: PatternElement[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char !== "*" && char !== "?" && char !== undefined) continue;
    if (at > from) elements.push({ kind: "text", text: text.slice(from, at) });
    if (char !== undefined) elements.push(char === "*" ? many : one);
    from = at + 1;
  }
  return { elements, ignoreCase };
}

export const anything: Pattern = { elements: [{ kind: "many", except: null }], ignoreCase: false };

/** One after the other. It ignores case where any of its parts does. */
export function concat(...parts: readonly Pattern[]): Pattern {
  return {
    elements: parts.flatMap(({ elements }) => elements),
    ignoreCase: parts.some(({ ignoreCase }) => ignoreCase),
  };
}

/** Linear time, no back-tracking; compiled at the pattern object's first use, so keep the object. */
export function patternMatches(pattern: Pattern, text: string): boolean {
  return formOf(pattern).matches(text);
}

/** Whether some text matches both. Always exact; time is the product of the lengths. */
export function patternsOverlap(a: Pattern, b: Pattern): boolean {
  return overlap(formOf(a), formOf(b));
}

/** Whether every text that matches `a` matches `b`; capped only for patterns such as `*a` with dozens of `?` behind. */
export function patternWithin(a: Pattern, b: Pattern): Answer<boolean> {
  const found = findText({ all: [[formOf(a)]], none: [formOf(b)] }, 10_000);
  if (found.kind === "capped") return found;
  return { kind: "exact", value: found.kind === "none" };
}

/** For people: `*` and `?` for wildcards, `[^c]` before one that excepts a character, `(?i)` before one that ignores case. */
export function printPattern(pattern: Pattern): string {
  const printed = pattern.elements.map((element) => {
    if (element.kind === "text") return element.text;
    const sign = element.kind === "many" ? "*" : "?";
    return element.except === null ? sign : `[^${element.except}]${sign}`;
  });
  return (pattern.ignoreCase ? "(?i)" : "") + printed.join("");
}
