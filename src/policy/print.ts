/**
 * A policy back to text. `printPolicy(parse(text))` means what the text meant; `canonicalPolicy` gives the same text for
 * policies that differ only in how they are written, so that equal texts mean equal policies (not the other way round).
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Condition, PolicyDocument, PrincipalElement, Statement, TextWithRange } from "./ast.ts";

type Json = string | readonly Json[] | { readonly [key: string]: Json };

/** JSON in AWS's usual order of elements. Only for documents whose statements are all exact; others lose what was not understood. */
export function printPolicy(document: PolicyDocument, indent = 2): string {
  return JSON.stringify(
    {
      Version: document.version,
      ...(document.id === null ? {} : { Id: document.id }),
      Statement: document.statements.map(printStatement),
    },
    null,
    indent,
  );
}

function printStatement(statement: Statement): Json {
  const { sid, effect, principal, action, resource, conditions } = statement;
  return {
    ...(sid === null ? {} : { Sid: sid }),
    Effect: effect,
    ...(principal === null
      ? {}
      : { [principal.negated ? "NotPrincipal" : "Principal"]: printPrincipals(principal) }),
    [action.negated ? "NotAction" : "Action"]: oneOrMany(texts(action.patterns)),
    ...(resource === null
      ? {}
      : { [resource.negated ? "NotResource" : "Resource"]: oneOrMany(texts(resource.patterns)) }),
    ...(conditions.length === 0 ? {} : { Condition: printConditions(conditions) }),
  };
}

function texts(values: readonly TextWithRange[]): readonly string[] {
  return values.map((value) => value.text);
}

function oneOrMany(values: readonly string[]): Json {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

function printPrincipals(principal: PrincipalElement): Json {
  if (principal.entries.some((entry) => entry.type === "*")) return "*";
  const byType: Record<string, string[]> = {};
  for (const { type, value } of principal.entries) {
    byType[type] ??= [];
    byType[type].push(value);
  }
  return Object.fromEntries(Object.entries(byType).map(([type, values]) => [type, oneOrMany(values)]));
}

/** The operator as a policy writes it, prefix and suffix included. */
export function operatorText(condition: Extract<Condition, { kind: "test" }>): string {
  const prefix = condition.quantifier === null ? "" : `${condition.quantifier}:`;
  return `${prefix}${condition.operator}${condition.ifExists ? "IfExists" : ""}`;
}

function printConditions(conditions: readonly Condition[]): Json {
  const operators: Record<string, Record<string, Json>> = {};
  for (const condition of conditions) {
    if (condition.kind === "unknown") continue;
    const operator = operatorText(condition);
    operators[operator] = { ...operators[operator], [condition.key]: oneOrMany(texts(condition.values)) };
  }
  return operators;
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/**
 * One line of JSON: Sids and Id left out, lists sorted and without repetitions, a single value as a list of one, actions and
 * condition keys in lower case, statements sorted. Everything whose case or order has a meaning stays as it is.
 */
export function canonicalPolicy(document: PolicyDocument): string {
  const statements = document.statements.map((statement) => JSON.stringify(canonicalStatement(statement)));
  return `{"Version":${JSON.stringify(document.version)},"Statement":[${sorted(statements).join(",")}]}`;
}

function canonicalStatement(statement: Statement): Json {
  const { effect, principal, action, resource, conditions, exact } = statement;
  return {
    Effect: effect,
    ...(exact ? {} : { Exact: "false" }),
    ...(principal === null
      ? {}
      : {
          [principal.negated ? "NotPrincipal" : "Principal"]: sorted(
            principal.entries.map((entry) => `${entry.type} ${entry.value}`),
          ),
        }),
    [action.negated ? "NotAction" : "Action"]: sorted(
      texts(action.patterns).map((text) => text.toLowerCase()),
    ),
    ...(resource === null
      ? {}
      : { [resource.negated ? "NotResource" : "Resource"]: sorted(texts(resource.patterns)) }),
    Condition: sorted(conditions.map(canonicalCondition)),
  };
}

function canonicalCondition(condition: Condition): string {
  return condition.kind === "unknown"
    ? JSON.stringify(["unknown", condition.text, condition.reason])
    : JSON.stringify([operatorText(condition), condition.key.toLowerCase(), sorted(texts(condition.values))]);
}

/** SHA-256 of the canonical form, 64 hexadecimal digits: equal hashes mean equal policies. */
export function policyHash(document: PolicyDocument): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalPolicy(document))));
}
