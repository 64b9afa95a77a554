/** What a grant's guard asks of `sts:ExternalId`, decided by meaning: which external IDs does it let through? */
import type { GuardTerm, TrustGrant } from "../../../authz/types.ts";
import { admitsAbsence, bareOperator } from "../../guard-terms.ts";
import { termsOf } from "../../rule.ts";

export const externalIdKey = "sts:ExternalId";

export type ExternalIdDemand =
  /** The guard says nothing about it. */
  | { readonly kind: "none" }
  /** It is mentioned, and a request without any is let through all the same; `how` ends the sentence "…". */
  | { readonly kind: "optional"; readonly how: string }
  /** Some value is needed, and any will do, or any but some. */
  | { readonly kind: "any-value"; readonly hasExceptions: boolean }
  /** One of these, which may hold wildcards if `wildcards`; with policy variables unless `isLiteral`. */
  | {
      readonly kind: "values";
      readonly values: readonly string[];
      readonly wildcards: boolean;
      readonly isLiteral: boolean;
      readonly ignoresCase: boolean;
    };

export function externalIdDemand(grant: TrustGrant): ExternalIdDemand {
  const terms = termsOf(grant, externalIdKey);
  if (terms.length === 0) return { kind: "none" };
  if (terms.every(admitsAbsence)) return { kind: "optional", how: howOptional(terms) };
  // All terms must hold, so the narrowest positive one is what a caller has to know.
  const exact = terms.find((term) => isPositive(term) && !hasWildcards(term));
  if (exact !== undefined) return valuesOf(exact, false);
  const like = terms.find(isPositive);
  return like === undefined
    ? { kind: "any-value", hasExceptions: terms.some(isNegative) }
    : valuesOf(like, true);
}

function valuesOf(term: GuardTerm, wildcards: boolean): ExternalIdDemand {
  return {
    kind: "values",
    values: term.values,
    wildcards,
    isLiteral: term.literal === true,
    ignoresCase: bareOperator(term.operator) === "stringequalsignorecase",
  };
}

function isPositive(term: GuardTerm): boolean {
  const operator = bareOperator(term.operator);
  return operator === "stringequals" || operator === "stringequalsignorecase" || operator === "stringlike";
}

function hasWildcards(term: GuardTerm): boolean {
  return bareOperator(term.operator) === "stringlike" && term.values.some((value) => /[*?]/.test(value));
}

function isNegative(term: GuardTerm): boolean {
  return bareOperator(term.operator).startsWith("stringnot");
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
