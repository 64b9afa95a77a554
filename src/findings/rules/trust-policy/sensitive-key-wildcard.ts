import type { TrustGrant } from "../../../authz/types.ts";
import type { Condition } from "../../../policy/ast.ts";
import { demandedTexts, demandsOn, isAnything } from "../../guard-terms.ts";
import type { Draft, TrustRule, TrustView } from "../../rule.ts";

/** Keys of which AWS says that a wildcard never makes sense in their values (IAM-SEMANTICS A5). */
const sensitiveKeys: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:resourceaccount",
  "aws:resourceorgid",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpceaccount",
  "aws:vpceorgid",
]);

type Test = Extract<Condition, { kind: "test" }>;

export const sensitiveKeyWildcard: TrustRule = {
  kind: "trust",
  id: "sensitive-key-wildcard",
  title: "Wildcard where only an exact id protects",
  rationale:
    "Ids of accounts, organizations, networks and endpoints have no order: those that begin alike belong to different " +
    "customers, and anybody may get one. A pattern for them looks like protection and is little or none. Where another " +
    "condition or the principal fixes the same thing exactly, nothing is reported.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive",
  ],
  severity: "medium",
  appliesTo: ({ keys }) => {
    for (const key of keys) if (sensitiveKeys.has(key)) return true;
    return false;
  },

  *check(view): Iterable<Draft> {
    const found = new Map<string, { readonly value: string; readonly test: Test; readonly at: number[] }>();
    for (const { index, conditions } of view.document.statements) {
      for (const test of conditions) {
        if (test.kind !== "test" || !isPattern(test)) continue;
        if (isSettledOtherwise(test, index, view)) continue;
        for (const { text } of test.values) {
          const value = view.concrete(text);
          if (!/[*?]/.test(value)) continue;
          const cause = `${test.key.toLowerCase()} ${value}`;
          const known = found.get(cause);
          if (known === undefined) found.set(cause, { value, test, at: [index] });
          else known.at.push(index);
        }
      }
    }
    for (const [cause, { value, test, at }] of found) yield draftOf(cause, value, test, at, view);
  },

  fix: () => ({ summary: "List the exact ids that are meant, with StringEquals.", edits: [] }),
};

function isPattern({ operator, key }: Test): boolean {
  return (operator === "StringLike" || operator === "StringNotLike") && sensitiveKeys.has(key.toLowerCase());
}

/** Nobody comes in by the statement, or whoever does is fixed exactly by something else. */
function isSettledOtherwise(test: Test, statement: number, view: TrustView): boolean {
  return grantsBy(statement, view).every((index) => {
    const grant = view.grants[index];
    return grant === undefined || isExact(grant, test.key.toLowerCase());
  });
}

function isExact(grant: TrustGrant, key: string): boolean {
  if (key === "aws:principalaccount" && "account" in grant.party) return true;
  if (key === "aws:principalorgid" && ("account" in grant.party || grant.party.kind === "organization"))
    return true;
  return demandsOn(grant, new Set([key])).some((term) => demandedTexts(term).every(({ open }) => !open));
}

function grantsBy(statement: number, view: TrustView): readonly number[] {
  return [...view.grants.keys()].filter((index) => {
    const grant = view.grants[index];
    return grant?.allowedBy.includes(statement) === true || grant?.narrowedBy.includes(statement) === true;
  });
}

function draftOf(cause: string, value: string, test: Test, at: readonly number[], view: TrustView): Draft {
  const grants = [...new Set(at.flatMap((statement) => grantsBy(statement, view)))];
  // All ids of organizations begin alike.
  const everything = isAnything(value.replace(/^(?:o|vpce?)-/, ""));
  return {
    cause,
    severity: everything ? "medium" : "low",
    reasons: [
      everything
        ? `Every value of ${test.key} matches "${value}": the condition only asks that there is one.`
        : `Ids of others match "${value}" as well.`,
    ],
    title: `${test.key} is compared with the pattern "${value}"`,
    grants,
    statements: at,
  };
}
