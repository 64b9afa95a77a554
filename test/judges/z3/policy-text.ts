/** A value of a policy, taken apart: characters, wildcards, and variables (IAM-SEMANTICS 53). */
import type { PolicyDocument } from "../../../src/policy/ast.ts";
import type { GlobToken } from "./glob.ts";

export type Variable = { readonly kind: "variable"; readonly key: string; readonly fallback: string | null };
export type Part = GlobToken | Variable;
export type Version = PolicyDocument["version"];

/** `wildcards`: whether `*` and `?` are more than characters here. */
export function partsOf(text: string, version: Version, wildcards: boolean): readonly Part[] {
  const parts: Part[] = [];
  let rest = text;
  while (rest !== "") {
    const variable = version === "2012-10-17" ? /^\$\{([^}]*)\}/.exec(rest) : null;
    if (variable !== null) {
      parts.push(variableOf(variable[1] ?? ""));
      rest = rest.slice(variable[0].length);
      continue;
    }
    const [character = ""] = rest;
    if (wildcards && character === "*") parts.push({ kind: "many" });
    else if (wildcards && character === "?") parts.push({ kind: "one" });
    else parts.push({ kind: "character", is: character });
    rest = rest.slice(character.length);
  }
  return parts;
}

function variableOf(inner: string): Part {
  if (inner === "*" || inner === "?" || inner === "$") return { kind: "character", is: inner };
  const withDefault = /^([^,]*),\s*'([^']*)'\s*$/.exec(inner);
  return {
    kind: "variable",
    key: (withDefault?.[1] ?? inner).trim().toLowerCase(),
    fallback: withDefault?.[2] ?? null,
  };
}

export function isVariable(part: Part): part is Variable {
  return part.kind === "variable";
}

/** The variables' keys, each once. */
export function variablesOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.filter(isVariable).map(({ key }) => key))];
}

/** Null: a variable without a value, so nothing matches. The value's own `*` and `?` are characters. */
export function resolved(
  parts: readonly Part[],
  valueFor: (key: string) => string | null,
): readonly GlobToken[] | null {
  const tokens: GlobToken[] = [];
  for (const part of parts) {
    if (!isVariable(part)) {
      tokens.push(part);
      continue;
    }
    const value = valueFor(part.key) ?? part.fallback;
    if (value === null) return null;
    for (const is of value) tokens.push({ kind: "character", is });
  }
  return tokens;
}

/** At the first five colons: the six components of an ARN. Null: fewer. */
export function componentsOf<T>(items: readonly T[], isColon: (item: T) => boolean): T[][] | null {
  const components: T[][] = [[]];
  for (const item of items) {
    if (components.length < 6 && isColon(item)) components.push([]);
    else components.at(-1)?.push(item);
  }
  return components.length === 6 ? components : null;
}
