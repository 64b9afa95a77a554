/** Questions about policies by themselves: compare, normalise, lint. */
import type { ActionCatalogue } from "../authz/action-catalogue.ts";
import { comparePolicies, type PolicyComparison } from "../authz/symbolic/compare/compare-policies.ts";
import { type NormalizedPolicy, normalizePolicy } from "../authz/symbolic/normalize/normalize-policy.ts";
import { type LintFinding, lintPolicy as lintText } from "../findings/lint/lint-policy.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { PolicyDocument, PolicyKind } from "../policy/ast.ts";
import { acceptedPolicy, type ComparedKind, kindOfTexts, lintedKindOf } from "../work/accepted-policy.ts";
import { faultIn, type InputFault, type PolicyInput, textOfPolicy } from "./policy-input.ts";

/**
 * `kind`: without it, it follows from the policies, which tells identity, resource and trust policies apart; SCPs and RCPs
 * have to be told. `catalogue`: types services' own condition keys.
 */
export type NormalizeOptions = { readonly kind?: ComparedKind; readonly catalogue?: ActionCatalogue };

/**
 * Of {@link NormalizeOptions}. `knownActions`: only requests count for actions that the catalogue lists, on resources of the
 * forms that they take, so that `s3:Get*` is the same as the list of all such actions.
 */
export type CompareOptions =
  | (NormalizeOptions & { readonly knownActions?: false })
  | (NormalizeOptions & { readonly catalogue: ActionCatalogue; readonly knownActions: boolean });

export type Comparison = { readonly kind: ComparedKind } & PolicyComparison;

/**
 * Do two policies allow, and explicitly deny, the same requests? An answer over all requests that anybody could make, or
 * over those that AWS's action data knows, with an example of each difference.
 *
 * ```ts
 * const compared = compare(before, after);
 * if (compared.ok && !compared.value.bWithinA) console.log("allows more:", compared.value.onlyInB);
 * ```
 */
export function compare(
  a: PolicyInput,
  b: PolicyInput,
  { kind, catalogue, knownActions = false }: CompareOptions = {},
): Result<Comparison, InputFault> {
  if (knownActions && catalogue === undefined) {
    return err({
      message: "knownActions needs the catalogue of actions",
      advice: "Pass what readActionCatalogue makes of the package's actions.json.",
      at: "catalogue",
    });
  }
  const textA = textOfPolicy(a, "a");
  if (!textA.ok) return textA;
  const textB = textOfPolicy(b, "b");
  if (!textB.ok) return textB;
  const told = kind ?? kindOfTexts([textA.value, textB.value]);
  const left = policyIn(textA.value, told, "a");
  if (!left.ok) return left;
  const right = policyIn(textB.value, told, "b");
  if (!right.ok) return right;
  const options = {
    ...catalogueOption(catalogue),
    knownActions: (knownActions && catalogue) || null,
  };
  return ok({ kind: told, ...comparePolicies(left.value, right.value, told, options) });
}

export type Normalized = { readonly kind: ComparedKind } & NormalizedPolicy;

/** The same policy without what makes no difference to what it allows or explicitly denies; each removal is proven. */
export function normalize(
  policy: PolicyInput,
  { kind, catalogue }: NormalizeOptions = {},
): Result<Normalized, InputFault> {
  const text = textOfPolicy(policy, "policy");
  if (!text.ok) return text;
  const told = kind ?? kindOfTexts([text.value]);
  const read = policyIn(text.value, told, "policy");
  if (!read.ok) return read;
  const normalized = normalizePolicy(text.value, told, catalogueOption(catalogue));
  return normalized.ok
    ? ok({ kind: told, ...normalized.value })
    : err({ message: normalized.error, advice: "Correct the policy, or split it.", at: "policy" });
}

export type LintOptions = {
  /** Without it, as of {@link CompareOptions}. */
  readonly kind?: PolicyKind;
  /** What is known of AWS's actions: `readActionCatalogue` of the package's `actions.json`. */
  readonly catalogue: ActionCatalogue;
};

export type Linted = { readonly kind: PolicyKind; readonly findings: readonly LintFinding[] };

/** What is wrong with a policy by itself, from grammar to what it opens. What AWS would refuse is a finding, too. */
export function lintPolicy(
  policy: PolicyInput,
  { kind, catalogue }: LintOptions,
): Result<Linted, InputFault> {
  const text = textOfPolicy(policy, "policy");
  if (!text.ok) return text;
  const told = kind ?? lintedKindOf(text.value);
  const findings = lintText(text.value, { kind: told, catalogue });
  return findings.ok
    ? ok({ kind: told, findings: findings.value })
    : err(faultIn(text.value, findings.error, "policy"));
}

function policyIn(text: string, kind: PolicyKind, at: string): Result<PolicyDocument, InputFault> {
  const accepted = acceptedPolicy(text, kind);
  return accepted.ok ? accepted : err(faultIn(text, accepted.error, at));
}

function catalogueOption(catalogue: ActionCatalogue | undefined): { readonly catalogue?: ActionCatalogue } {
  return catalogue === undefined ? {} : { catalogue };
}
