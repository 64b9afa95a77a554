/** Wildcards as regular expressions of SMT-LIB, and texts as its literals. */
import type { GlobToken } from "./glob.ts";
import { componentsOf } from "./policy-text.ts";
import type { Term } from "./terms.ts";
import { isEverything } from "./value-match.ts";

export function literal(text: string): Term {
  const escaped = [...text].map((character) =>
    /^[a-zA-Z0-9 :/*?.,@_$={}-]$/.test(character)
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${escaped.join("")}"`;
}

const anyText = "re.all";
const anyCharacter = "re.allchar";
const noColon = '(re.union (re.range "\\u{0}" "9") (re.range ";" "\\u{2ffff}"))';

function joined(pieces: readonly Term[]): Term {
  const [first] = pieces;
  if (first === undefined) return '(str.to_re "")';
  return pieces.length === 1 ? first : `(re.++ ${pieces.join(" ")})`;
}

/** `within`: what a wildcard's character may be. */
function piecesOf(tokens: readonly GlobToken[], one: Term, many: Term): Term[] {
  const pieces: Term[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") pieces.push(`(str.to_re ${literal(plain)})`);
    plain = "";
  };
  for (const token of tokens) {
    if (token.kind === "character") {
      plain += token.is;
      continue;
    }
    flush();
    pieces.push(token.kind === "one" ? one : many);
  }
  flush();
  return pieces;
}

export function regularOf(tokens: readonly GlobToken[]): Term {
  return joined(piecesOf(tokens, anyCharacter, anyText));
}

/** Component by component: only in the last may a wildcard be a colon. */
export function regularOfArn(tokens: readonly GlobToken[]): Term {
  if (isEverything(tokens)) return anyText;
  const components = componentsOf(tokens, (token) => token.kind === "character" && token.is === ":");
  if (components === null) return "re.none";
  const pieces = components.flatMap((component, i) => {
    if (i === 5) return piecesOf(component, anyCharacter, anyText);
    return [...piecesOf(component, noColon, `(re.* ${noColon})`), '(str.to_re ":")'];
  });
  return joined(pieces);
}

/** Each character in both its cases. */
export function regularIgnoringCase(text: string): Term {
  const pieces = [...text].map((character) => {
    const cases = [...new Set([character, character.toLowerCase(), character.toUpperCase()])]
      .filter((one) => [...one].length === 1)
      .map((one) => `(str.to_re ${literal(one)})`);
    return cases.length === 1 ? (cases[0] ?? "re.none") : `(re.union ${cases.join(" ")})`;
  });
  return joined(pieces);
}

export function isIn(text: Term, regular: Term): Term {
  return `(str.in_re ${text} ${regular})`;
}
