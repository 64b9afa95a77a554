/** What a grant's guard asks of `sts:ExternalId`, decided by meaning: which external ids does it let through? */
import type { GuardTerm, TrustGrant } from "../../../authz/types.ts";
import { termsOf } from "../../rule.ts";

export const externalIdKey = "sts:ExternalId";

export type ExternalIdDemand =
  /** The guard says nothing about it. */
  | { readonly kind: "none" }
  /** It is mentioned, and a request without any is let through all the same; `how` ends the sentence "…". */
  | { readonly kind: "optional"; readonly how: string }
  /** Some value is needed, and any will do, or any but some. */
  | { readonly kind: "any-value" }
  /** One of these, which may hold wildcards if `wildcards`. */
  | { readonly kind: "values"; readonly values: readonly string[]; readonly wildcards: boolean };

export function externalIdDemand(grant: TrustGrant): ExternalIdDemand {
  const terms = termsOf(grant, externalIdKey);
  if (terms.length === 0) return { kind: "none" };
  if (terms.every(admitsAbsence)) return { kind: "optional", how: howOptional(terms) };
  // All terms must hold, so the narrowest positive one is what a caller has to know.
  const exact = terms.find((term) => isPositive(term) && !hasWildcards(term));
  if (exact !== undefined) return { kind: "values", values: exact.values, wildcards: false };
  const like = terms.find(isPositive);
  return like === undefined
    ? { kind: "any-value" }
    : { kind: "values", values: like.values, wildcards: true };
}

/** Whether a request without an external id passes (IAM-SEMANTICS 46, 48). */
function admitsAbsence(term: GuardTerm): boolean {
  const operator = term.operator.toLowerCase();
  if (operator === "null") return term.values.some((value) => value.toLowerCase() === "true");
  if (operator.startsWith("forallvalues:")) return true;
  if (operator.startsWith("foranyvalue:")) return false;
  return operator.endsWith("ifexists") || operator.includes("not");
}

function isPositive(term: GuardTerm): boolean {
  const operator = bare(term.operator);
  return operator === "stringequals" || operator === "stringequalsignorecase" || operator === "stringlike";
}

function hasWildcards(term: GuardTerm): boolean {
  return bare(term.operator) === "stringlike" && term.values.some((value) => /[*?]/.test(value));
}

function bare(operator: string): string {
  const plain = operator.toLowerCase().replace(/^for(?:any|all)values?:/, "");
  return plain.endsWith("ifexists") ? plain.slice(0, -"ifexists".length) : plain;
}

function howOptional(terms: readonly GuardTerm[]): string {
  const operators = terms.map((term) => term.operator);
  if (operators.some((operator) => /^ForAllValues:/i.test(operator)))
    return "ForAllValues is true when the key is missing";
  if (operators.some((operator) => /IfExists$/i.test(operator)))
    return "IfExists lets a request without the key through";
  if (operators.some((operator) => /Not/.test(operator)))
    return "a negated operator is true when the key is missing";
  return "a request without the key is let through";
}
