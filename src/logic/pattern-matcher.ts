/**
 * Does a text match? Linear in text × pattern at worst, never back-tracking; the common shapes (a literal, a prefix, a
 * suffix, something in the middle) are string comparisons. Hot: every role of an organization comes by here.
 */
import type { Token } from "./tokens.ts";

type Matcher = (text: string) => boolean;

export function compileMatcher(tokens: readonly Token[]): Matcher {
  const runs = runsOf(tokens);
  if (runs === null) return forcedMatcher(tokens) ?? simulation(tokens);
  const plain = runs.every(({ literal }) => literal !== null);
  const quick = plain ? plainMatcher(runs.map(({ literal }) => literal ?? "")) : greedyMatcher(runs);
  const surrogates = tokens.some(({ kind, code }) => kind === "char" && isSurrogate(code));
  const beyondPlane = tokens.some(({ code }) => code > 0xffff);
  if (plain && !surrogates) return quick;
  // The quick way counts code units: a lone half in the pattern, or a pair in the text under `?`, asks for the slow one.
  const slow = simulation(tokens);
  if (surrogates || beyondPlane) return slow;
  return (text) => (hasSurrogates(text) ? slow(text) : quick(text));
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function hasSurrogates(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (isSurrogate(text.charCodeAt(i))) return true;
  return false;
}

/** The tokens between two `*`: code units, -1 where any character fits; `literal` when there is no such place. */
type Run = { readonly units: () => readonly number[]; readonly literal: string | null };

/** Null when some wildcard excepts a character: then the first place where a run fits may be the wrong one. */
function runsOf(tokens: readonly Token[]): readonly Run[] | null {
  const runs: Run[] = [];
  // A question mark keeps the place of each `?`; which of them are meant, `ones` knows.
  let text = "";
  let ones: number[] = [];
  const close = (): void => {
    const [all, open] = [text, ones];
    const units = (): readonly number[] => {
      const made = Array.from({ length: all.length }, (_, at) => all.charCodeAt(at));
      for (const at of open) made[at] = -1;
      return made;
    };
    runs.push({ units, literal: open.length === 0 ? all : null });
    text = "";
    ones = [];
  };
  for (const { kind, code } of tokens) {
    if (kind === "char") text += String.fromCodePoint(code);
    else if (code >= 0) return null;
    else if (kind === "many") close();
    else {
      ones.push(text.length);
      text += "?";
    }
  }
  close();
  return runs;
}

function plainMatcher(runs: readonly string[]): Matcher {
  const [first = "", second = ""] = runs;
  const last = runs.at(-1) ?? "";
  if (runs.length === 1) return (text) => text === first;
  if (runs.length === 2) {
    if (first === "" && last === "") return () => true;
    if (last === "") return (text) => text.startsWith(first);
    if (first === "") return (text) => text.endsWith(last);
    const least = first.length + last.length;
    return (text) => text.length >= least && text.startsWith(first) && text.endsWith(last);
  }
  if (runs.length === 3 && first === "" && last === "") return (text) => text.includes(second);
  const middle = runs.slice(1, -1);
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const run of middle) {
      const found = text.indexOf(run, at);
      if (found < 0) return false;
      at = found + run.length;
      if (at > end) return false;
    }
    return true;
  };
}

function fits(run: readonly number[], text: string, at: number): boolean {
  for (let i = 0; i < run.length; i++) {
    const unit = run[i];
    if (unit !== -1 && text.charCodeAt(at + i) !== unit) return false;
  }
  return true;
}

/** Each run is put as far left as it goes: no other choice leaves more room for the rest. */
function greedyMatcher(runs: readonly Run[]): Matcher {
  const all = runs.map(({ units }) => units());
  const first = all[0] ?? [];
  const last = all.at(-1) ?? [];
  if (all.length === 1) return (text) => text.length === first.length && fits(first, text, 0);
  const middle = all.slice(1, -1);
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !fits(first, text, 0) || !fits(last, text, end)) return false;
    let at = first.length;
    for (const run of middle) {
      while (at + run.length <= end && !fits(run, text, at)) at++;
      at += run.length;
      if (at > end) return false;
    }
    return true;
  };
}

/**
 * A `*` that excepts a character and stands before that very character ends at its first occurrence: no choice. So are
 * nearly all patterns of ARNs, whose components end at a colon. Null: this pattern is not so.
 */
function forcedMatcher(tokens: readonly Token[]): Matcher | null {
  const last = tokens.findLastIndex(({ kind, code }) => kind !== "char" && code >= 0);
  const next = tokens.findIndex(({ kind }, at) => at > last && kind !== "char");
  const end = next < 0 ? tokens.length : next;
  const head = tokens.slice(0, end);
  const forced = head.every(({ kind, code }, at) => {
    if (kind === "char") return code <= 0xffff && !isSurrogate(code);
    return kind === "many" && code >= 0 && tokens[at + 1]?.kind === "char" && tokens[at + 1]?.code === code;
  });
  if (!forced) return null;
  // Each piece but the first begins with the character at which the `*` before it ends.
  const pieces: string[] = [""];
  for (const { kind, code } of head) {
    if (kind === "many") pieces.push("");
    else pieces[pieces.length - 1] += String.fromCharCode(code);
  }
  const [first = "", ...others] = pieces;
  const rest = compileMatcher(tokens.slice(end));
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const piece of others) {
      at = text.indexOf(piece.charAt(0), at);
      if (at < 0 || !text.startsWith(piece, at)) return false;
      at += piece.length;
    }
    return rest(text.slice(at));
  };
}

/** Follows every place of the pattern that the text read so far may have led to; mostly one or two at a time. */
function simulation(tokens: readonly Token[]): Matcher {
  const size = tokens.length + 1;
  const kinds = tokens.map(({ kind }) => kind);
  const codes = tokens.map(({ code }) => code);
  return (text) => {
    let places: number[] = [];
    let next: number[] = [];
    const addedAt = new Int32Array(size).fill(-1);
    const add = (list: number[], place: number, step: number): void => {
      for (let at = place; ; at++) {
        if (addedAt[at] === step) return;
        addedAt[at] = step;
        list.push(at);
        if (kinds[at] !== "many") return;
      }
    };
    add(places, 0, 0);
    let step = 0;
    for (let i = 0; i < text.length; ) {
      const char = text.codePointAt(i) ?? 0;
      i += char > 0xffff ? 2 : 1;
      step++;
      next.length = 0;
      for (const place of places) {
        const kind = kinds[place];
        const code = codes[place];
        if (kind === "char") {
          if (code === char) add(next, place + 1, step);
        } else if (kind === "one") {
          if (code !== char) add(next, place + 1, step);
        } else if (kind === "many" && code !== char) add(next, place, step);
      }
      if (next.length === 0) return false;
      [places, next] = [next, places];
    }
    return places.includes(tokens.length);
  };
}
