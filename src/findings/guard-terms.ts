/**
 * What a guard really asks for: only a positive test that a request without the key fails is a demand. IfExists, negated
 * operators, ForAllValues and Null say something about a key and protect nothing by it (IAM-SEMANTICS 45–49).
 */
import type { GuardTerm, TrustGrant } from "../authz/types.ts";

/** `operator` without set prefix and IfExists, in lower case. */
export function bareOperator(operator: string): string {
  const plain = operator.toLowerCase().replace(/^for(?:any|all)values?:/, "");
  return plain.endsWith("ifexists") ? plain.slice(0, -"ifexists".length) : plain;
}

/** Whether a request without the key passes (IAM-SEMANTICS 46, 48). */
export function admitsAbsence(term: GuardTerm): boolean {
  const operator = term.operator.toLowerCase();
  if (operator === "null") return term.values.some((value) => value.toLowerCase() === "true");
  if (operator.startsWith("forallvalues:")) return true;
  if (operator.startsWith("foranyvalue:")) return false;
  return operator.endsWith("ifexists") || operator.includes("not");
}

const positive = new Set([
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
  "arnequals",
  "arnlike",
  "numericequals",
]);

/** Every request that passes has the key, with one of the term's values. */
export function isDemand(term: GuardTerm): boolean {
  return positive.has(bareOperator(term.operator)) && !admitsAbsence(term);
}

/** Whether `*` and `?` stand for other characters under the term's operator (IAM-SEMANTICS 49, 50). */
export function hasWildcards(term: GuardTerm): boolean {
  const operator = bareOperator(term.operator);
  return operator === "stringlike" || operator === "arnlike" || operator === "arnequals";
}

/** A text that a demand asks for: what stands before its first wildcard, and whether there is one. */
export type DemandedText = { readonly text: string; readonly fixed: string; readonly open: boolean };

export function demandedTexts(term: GuardTerm): readonly DemandedText[] {
  const wild = hasWildcards(term);
  return term.values.map((value) => {
    // A policy variable stands for what the caller's token or session holds: from there on nothing is fixed.
    const mark = term.literal === true ? /[*?]/ : /[*?]|\$\{/;
    const at = wild ? value.search(mark) : term.literal === true ? -1 : value.indexOf("${");
    return { text: value, fixed: at < 0 ? value : value.slice(0, at), open: at >= 0 };
  });
}

/** Demands on one of the keys (in lower case). */
export function demandsOn(grant: TrustGrant, keys: ReadonlySet<string>): readonly GuardTerm[] {
  return grant.guard.filter((term) => keys.has(term.key.toLowerCase()) && isDemand(term));
}

/**
 * A block of addresses so large that strangers have some of it: `0.0.0.0/0`, but also the two halves that stand for it.
 * Nobody is assigned more than a /8 (IPv4) or a /16 (IPv6).
 */
export function isAnyNetwork(block: string): boolean {
  const bits = /\/(\d+)$/.exec(block)?.[1];
  return bits !== undefined && Number(bits) < (block.includes(":") ? 16 : 8);
}

/** The value holds nothing but wildcards: everything matches it. */
export function isAnything(value: string): boolean {
  return /^[*?]+$/.test(value) && value.includes("*");
}

/** The grants' Allow statements, each once. */
export function statementsOf(grants: readonly number[], all: readonly TrustGrant[]): readonly number[] {
  return [...new Set(grants.flatMap((index) => all[index]?.allowedBy ?? []))];
}

/**
 * Asks for one role or user by its unique id, which AWS gives and no other ever has (IAM-SEMANTICS 13, 14): the beginning
 * of aws:userid, which for a role's sessions goes on with the session's name.
 */
export function pinsPrincipal(term: GuardTerm): boolean {
  return (
    term.key.toLowerCase() === "aws:userid" &&
    isDemand(term) &&
    term.values.length > 0 &&
    term.values.every((value) => /^A(?:RO|ID)A[A-Z0-9]{12,}(?:$|:)/.test(value))
  );
}
