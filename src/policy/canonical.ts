/**
 * One text for all policies that differ only in how they are written: equal texts mean equal policies, but not the other
 * way round (what two patterns have in common is `logic`'s business).
 *
 * Left out: Id, Sids, positions, issues. Unified: the order and repetition of statements, patterns, principals, conditions
 * and values; a single value and a list of one; the case of actions and condition keys (IAM-SEMANTICS 52; ASCII letters
 * only); operators' case; `"*"` beside other principals and `{"AWS": "*"}`. Kept: everything else, such as the Version,
 * the case of values, an account's id and its root ARN, `"*"` alone and `{"AWS": "*"}`.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Condition, PolicyDocument, PrincipalElement, Statement, TextWithRange } from "./ast.ts";
import { operatorText } from "./print.ts";

/** One line of JSON. It is for comparing: of statements that are not exact it is not a policy. */
export function canonicalPolicy(document: PolicyDocument): string {
  const statements = sorted(document.statements.map(canonicalStatement));
  return `{"Version":${JSON.stringify(document.version)},"Statement":[${statements.join(",")}]}`;
}

/** SHA-256 of the canonical form, 64 hexadecimal digits: equal hashes mean equal policies. */
export function policyHash(document: PolicyDocument): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalPolicy(document))));
}

function canonicalStatement(statement: Statement): string {
  const { effect, principal, action, resource, conditions, exact } = statement;
  return JSON.stringify({
    Effect: effect,
    ...(exact ? {} : { Exact: false }),
    ...(principal === null
      ? {}
      : { [principal.negated ? "NotPrincipal" : "Principal"]: canonicalPrincipals(principal) }),
    [action.negated ? "NotAction" : "Action"]: sorted(texts(action.patterns).map(foldCase)),
    ...(resource === null
      ? {}
      : { [resource.negated ? "NotResource" : "Resource"]: sorted(texts(resource.patterns)) }),
    Condition: sorted(conditions.map(canonicalCondition)),
  });
}

function canonicalPrincipals({ entries }: PrincipalElement): readonly string[] {
  const isOnlyStar = entries.every((entry) => entry.type === "*");
  return sorted(entries.map(({ type, value }) => `${type === "*" && !isOnlyStar ? "AWS" : type} ${value}`));
}

function canonicalCondition(condition: Condition): string {
  return condition.kind === "unknown"
    ? JSON.stringify(["unknown", condition.text, condition.reason])
    : JSON.stringify([operatorText(condition), foldCase(condition.key), sorted(texts(condition.values))]);
}

function texts(values: readonly TextWithRange[]): readonly string[] {
  return values.map((value) => value.text);
}

/** By UTF-16 units, without repetitions. */
function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** ASCII only: what other letters do in AWS is not documented, and equal texts must mean the same. */
function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
