/**
 * Two policies of one kind as sets of requests: those that each allows by itself (Allow without Deny), and those that each
 * denies explicitly. A difference is told with an example that the concrete evaluator confirms; where it can't be shown
 * and can't be excluded, the answer says "not within" and is not exact.
 */
import type { PolicyDocument, PolicyKind } from "../../../policy/ast.ts";
import type { ActionCatalogue } from "../../action-catalogue.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { ActionIndex } from "./action-index.ts";
import { clausesOf } from "./clauses.ts";
import { Examples, type Found, type Pair, type Verdict } from "./examples.ts";
import { type KnownActions, knownActionsOf } from "./known-actions.ts";
import { type OutsideQuestion, type OutsideSet, outside } from "./outside.ts";
import { knownOutside } from "./outside-known.ts";

export type PolicyComparison = {
  /** The same requests are allowed. */
  readonly equal: boolean;
  readonly aWithinB: boolean;
  readonly bWithinA: boolean;
  /** A request that the one allows and the other does not. */
  readonly onlyInA: RequestToDecide | null;
  readonly onlyInB: RequestToDecide | null;
  /** The same requests are explicitly denied. */
  readonly denyEqual: boolean;
  readonly denyAWithinB: boolean;
  readonly denyBWithinA: boolean;
  readonly denyOnlyInA: RequestToDecide | null;
  readonly denyOnlyInB: RequestToDecide | null;
  /** False where some answer above is "not within" for want of a proof; `reasons` then say why. */
  readonly exact: boolean;
  readonly reasons: readonly string[];
};

export type CompareOptions = {
  /** Types services' own keys. */
  readonly catalogue?: ActionCatalogue | null;
  /** Only requests for actions that it lists are compared, on resources that they take; null: all requests. */
  readonly knownActions?: ActionCatalogue | null;
};

const same: PolicyComparison = {
  equal: true,
  aWithinB: true,
  bWithinA: true,
  onlyInA: null,
  onlyInB: null,
  denyEqual: true,
  denyAWithinB: true,
  denyBWithinA: true,
  denyOnlyInA: null,
  denyOnlyInB: null,
  exact: true,
  reasons: [],
};

/** Kinds of policies that say who calls. */
const principalKinds: ReadonlySet<PolicyKind> = new Set(["resource", "trust", "rcp", "endpoint"]);

export function comparePolicies(
  a: PolicyDocument,
  b: PolicyDocument,
  kind: PolicyKind,
  { catalogue = null, knownActions = null }: CompareOptions = {},
): PolicyComparison {
  if (a === b) return same;
  const known = knownActions === null ? null : knownActionsOf(knownActions);
  const pair = { a, b, kind, withPrincipal: principalKinds.has(kind), catalogue, known };
  const [left, right] = [sideOf(a, pair), sideOf(b, pair)];
  const examples = new Examples(pair);
  const denies = {
    a: examples.find(
      setsOf(deniedOnlyBy(left, right), known),
      (one, other) => one.denied === true && other.denied === false,
    ),
    b: examples.find(
      setsOf(deniedOnlyBy(right, left), known),
      (one, other) => one.denied === false && other.denied === true,
    ),
  };
  const allows = {
    a: examples.find(setsOf(allowedOnlyBy(left, right), known), isAllowedOnlyByFirst),
    b: examples.find(setsOf(allowedOnlyBy(right, left), known), (one, other) =>
      isAllowedOnlyByFirst(other, one),
    ),
  };
  const all = [allows.a, allows.b, denies.a, denies.b];
  const [aWithinB, bWithinA, denyAWithinB, denyBWithinA] = all.map(({ kind: found }) => found === "none");
  const reasons = new Set(all.flatMap((found) => (found.kind === "doubt" ? found.reasons : [])));
  return {
    equal: aWithinB === true && bWithinA === true,
    aWithinB: aWithinB === true,
    bWithinA: bWithinA === true,
    onlyInA: exampleOf(allows.a),
    onlyInB: exampleOf(allows.b),
    denyEqual: denyAWithinB === true && denyBWithinA === true,
    denyAWithinB: denyAWithinB === true,
    denyBWithinA: denyBWithinA === true,
    denyOnlyInA: exampleOf(denies.a),
    denyOnlyInB: exampleOf(denies.b),
    exact: reasons.size === 0,
    reasons: [...reasons],
  };
}

/** A quarter of the comparison: a request that `a` allows and `b` does not, or the proof that there is none. */
export function findAllowedOnlyBy(
  a: PolicyDocument,
  b: PolicyDocument,
  kind: PolicyKind,
  { catalogue = null }: CompareOptions = {},
): Found {
  const pair = { a, b, kind, withPrincipal: principalKinds.has(kind), catalogue, known: null };
  const sets = setsOf(allowedOnlyBy(sideOf(a, pair), sideOf(b, pair)), null);
  return new Examples(pair).find(sets, isAllowedOnlyByFirst);
}

function isAllowedOnlyByFirst(one: Verdict, other: Verdict): boolean {
  return one.allowed === true && other.allowed === false;
}

function sideOf(document: PolicyDocument, { withPrincipal }: Pair): Side {
  const { allow, deny } = clausesOf(document, withPrincipal);
  return { allow: new ActionIndex(allow), deny: new ActionIndex(deny) };
}

type Side = { readonly allow: ActionIndex; readonly deny: ActionIndex };

function exampleOf(found: Found): RequestToDecide | null {
  return found.kind === "example" ? found.request : null;
}

function deniedOnlyBy(one: Side, other: Side): readonly OutsideQuestion[] {
  return [{ of: one.deny, within: null, covers: [other.deny] }];
}

/** Allowed by the one and not by the other: because the other does not allow it, or because it denies it. */
function allowedOnlyBy(one: Side, other: Side): readonly OutsideQuestion[] {
  return [
    { of: one.allow, within: null, covers: [one.deny, other.allow] },
    { of: other.deny, within: one.allow, covers: [one.deny] },
  ];
}

function* setsOf(questions: readonly OutsideQuestion[], known: KnownActions | null): Generator<OutsideSet> {
  for (const question of questions) yield* known === null ? outside(question) : knownOutside(question, known);
}
