/** Lints policies that are written as values. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type ActionCatalogue, readActionCatalogue } from "../../src/authz/action-catalogue.ts";
import { type LintFinding, lintPolicy } from "../../src/findings/lint/lint-policy.ts";
import type { PolicyKind } from "../../src/policy/index.ts";

function readCatalogue(): ActionCatalogue {
  const read = readActionCatalogue(readFileSync("dist/actions.json", "utf8"));
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

export const catalogue = readCatalogue();

/** A policy as it is; one statement or several become one. */
export function policyText(value: object): string {
  const policy = "Statement" in value ? value : { Version: "2012-10-17", Statement: value };
  return JSON.stringify(policy, null, 2);
}

/** A text that is no JSON object is a mistake of the test. */
export function lintText(text: string, kind: PolicyKind): readonly LintFinding[] {
  const found = lintPolicy(text, { kind, catalogue });
  if (!found.ok) throw new Error(`${found.error.message}: ${text}`);
  return found.value;
}

/** The codes that are reported, each once, in order of place. */
export function codesOf(value: object, kind: PolicyKind): readonly string[] {
  return [...new Set(lintText(policyText(value), kind).map(({ code }) => code))];
}

/** A rule's code, and one statement (or a whole policy) with its kind. */
export type LintCase = readonly [code: string, what: string, kind: PolicyKind, value: object];

/** Declares a test for each case: those that the rule reports, and safe ones that look alike. */
export function declareCases(reported: readonly LintCase[], safe: readonly LintCase[]): void {
  for (const [code, what, kind, value] of reported) {
    test(`${code} reports ${what}`, () =>
      assert.ok(codesOf(value, kind).includes(code), `${codesOf(value, kind)}`));
  }
  for (const [code, what, kind, value] of safe) {
    test(`${code} does not report ${what}`, () => assert.ok(!codesOf(value, kind).includes(code)));
  }
}

/** An identity policy's statement: what is not given is an Allow of s3:ListBucket on one bucket. */
export function statement(parts: object): object {
  const usual = { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::a" };
  return "NotAction" in parts || "NotResource" in parts
    ? { Effect: "Allow", ...parts }
    : { ...usual, ...parts };
}

/** The usual statement under one condition. */
export function under(operator: string, key: string, value: unknown, parts: object = {}): object {
  return statement({ ...parts, Condition: { [operator]: { [key]: value } } });
}
