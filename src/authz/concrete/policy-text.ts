/**
 * Policy variables (IAM-SEMANTICS 53): a value of a policy as a template, and what it says in one request.
 * Version 2012-10-17 only; in older policies `${…}` is literal text.
 */
import { keyFacts } from "../keys.ts";
import { type Glob, type GlobPiece, globOf, many, one } from "./glob.ts";
import { type Outcome, unknown } from "./outcome.ts";
import type { RequestContext } from "./request-context.ts";

export type TextReading = {
  /** Whether `*` and `?` are wildcards; else they stand for themselves. */
  readonly wildcards: boolean;
  /** Whether `${…}` is replaced: true for Version 2012-10-17. */
  readonly variables: boolean;
};

type Variable = { readonly key: string; readonly fallback: string | null };

export type PolicyText = {
  readonly source: string;
  readonly pieces: readonly (GlobPiece | Variable)[];
  readonly hasVariables: boolean;
};

export function readPolicyText(source: string, reading: TextReading): PolicyText {
  if (!reading.variables || !source.includes("${")) {
    const plain = source === "" ? [] : [source];
    return { source, pieces: reading.wildcards ? globOf(source) : plain, hasVariables: false };
  }
  const pieces: (GlobPiece | Variable)[] = [];
  let literal = "";
  let hasVariables = false;
  const push = (piece: GlobPiece | Variable): void => {
    if (literal !== "") pieces.push(literal);
    literal = "";
    pieces.push(piece);
  };
  for (let at = 0; at < source.length; ) {
    const inner = innerText(source, at);
    if (inner !== null) {
      if (inner === "*" || inner === "?" || inner === "$") literal += inner;
      else {
        hasVariables = true;
        push(variableOf(inner));
      }
      at += inner.length + 3;
      continue;
    }
    const character = source[at] ?? "";
    if (reading.wildcards && character === "*") push(many);
    else if (reading.wildcards && character === "?") push(one);
    else literal += character;
    at += 1;
  }
  if (literal !== "") pieces.push(literal);
  return { source, pieces, hasVariables };
}

/** What stands in the `${…}` that begins here; null where none does. An empty one is plain text. */
function innerText(source: string, at: number): string | null {
  if (!source.startsWith("${", at)) return null;
  const end = source.indexOf("}", at + 2);
  const inner = end < 0 ? "" : source.slice(at + 2, end);
  if (inner === "$") return inner;
  return inner.trim() === "" || inner.includes("$") || inner.includes("{") ? null : inner;
}

/** `key` or `key, 'default'`. */
function variableOf(inner: string): Variable {
  const withDefault = /^([^,]*),\s*'([^']*)'\s*$/.exec(inner);
  return {
    key: (withDefault?.[1] ?? inner).trim().toLowerCase(),
    fallback: withDefault?.[2] ?? null,
  };
}

/**
 * The text with its variables replaced, their values taken literally. Null: a variable has no value, so the text matches
 * nothing. Only single-valued keys can stand in a variable.
 */
export function textInRequest(
  text: PolicyText,
  context: RequestContext,
): Glob | null | { readonly reason: string } {
  const glob: GlobPiece[] = [];
  for (const piece of text.pieces) {
    if (typeof piece !== "object") {
      appendPiece(glob, piece);
      continue;
    }
    const values = keyFacts(piece.key).multiValued ? null : context.values(piece.key);
    if (values !== null && "reason" in values) return unknown(values.reason);
    const only = values?.length === 1 ? values[0] : undefined;
    const value = only ?? (values === null ? piece.fallback : null);
    if (value === null) return null;
    if (value !== "") appendPiece(glob, value);
  }
  return glob;
}

/** Literals next to each other are joined, so that a search for a literal sees all of it. */
function appendPiece(glob: GlobPiece[], piece: GlobPiece): void {
  const last = glob.at(-1);
  if (typeof piece === "string" && typeof last === "string") glob[glob.length - 1] = last + piece;
  else glob.push(piece);
}

/** Prepares a test of request values against one text of a policy; `prepare` is asked once where the text is fixed. */
export function textTest(
  source: string,
  reading: TextReading,
  prepare: (glob: Glob) => (value: string) => Outcome,
): (value: string, context: RequestContext) => Outcome {
  const text = readPolicyText(source, reading);
  const fixed = fixedGlob(text);
  if (fixed !== null) return prepare(fixed);
  return (value, context) => {
    const glob = textInRequest(text, context);
    if (glob === null) return false;
    return "reason" in glob ? glob : prepare(glob)(value);
  };
}

/** What a text without variables says in every request; null where it has some. */
export function fixedGlob(text: PolicyText): Glob | null {
  return text.pieces.every(isGlobPiece) ? text.pieces : null;
}

function isGlobPiece(piece: GlobPiece | Variable): piece is GlobPiece {
  return typeof piece !== "object";
}
