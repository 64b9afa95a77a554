/** Questions about policies by themselves, as texts: what is wrong with one, and whether one allows more than another. */
import { comparePolicies, type PolicyComparison } from "../authz/symbolic/index.ts";
import { type LintFinding, lintPolicy } from "../findings/lint/lint-policy.ts";
import { err, ok, type Result } from "../model/index.ts";
import { lineAndColumn, type PolicyDocument, type PolicyKind } from "../policy/index.ts";
import { acceptedPolicy, type ComparedKind, kindOfTexts, lintedKindOf } from "./accepted-policy.ts";
import { openActionCatalogue } from "./action-file.ts";
import type { NameFault } from "./named-in-snapshot.ts";

export type PolicyLinted = {
  readonly kind: PolicyKind;
  readonly findings: readonly LintFinding[];
  /** Where the text is no JSON object, which is all that can be said then. */
  readonly unreadable: {
    readonly line: number;
    readonly column: number;
    readonly offset: number;
    readonly message: string;
    readonly advice: string;
  } | null;
};

/** `kind` null: the text has to say itself what it is. */
export function askLint(text: string, kind: PolicyKind | null): PolicyLinted {
  const told = kind ?? lintedKindOf(text);
  const linted = lintPolicy(text, { kind: told, catalogue: openActionCatalogue() });
  return linted.ok
    ? { kind: told, findings: linted.value, unreadable: null }
    : {
        kind: told,
        findings: [],
        unreadable: { ...linted.error, ...lineAndColumn(text, linted.error.offset) },
      };
}

export type CompareQuestion = {
  readonly a: string;
  readonly b: string;
  /** Null: it follows from the texts. */
  readonly kind: ComparedKind | null;
  readonly knownActions: boolean;
};

export type PolicyCompared = {
  readonly kind: ComparedKind;
  readonly knownActions: boolean;
} & PolicyComparison;

export function askCompare({ a, b, kind, knownActions }: CompareQuestion): Result<PolicyCompared, NameFault> {
  const told = kind ?? kindOfTexts([a, b]);
  const before = policyOf(a, told, "A");
  if (!before.ok) return before;
  const after = policyOf(b, told, "B");
  if (!after.ok) return after;
  const catalogue = openActionCatalogue();
  const options = { catalogue, knownActions: knownActions ? catalogue : null };
  return ok({ kind: told, knownActions, ...comparePolicies(before.value, after.value, told, options) });
}

function policyOf(text: string, kind: ComparedKind, name: string): Result<PolicyDocument, NameFault> {
  const accepted = acceptedPolicy(text, kind);
  if (accepted.ok) return accepted;
  const { offset, message, advice } = accepted.error;
  const { line, column } = lineAndColumn(text, offset);
  return err({
    kind: "usage",
    message: `policy ${name}, line ${line}, column ${column}: ${message}`,
    advice,
  });
}
