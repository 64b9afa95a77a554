/**
 * What a lint rule is: one declarative object, one file, `rules/<family>/<rule>.ts`, listed in `lint-catalogue.ts`.
 *
 * A rule looks at one policy's text, with nothing known about accounts around it, and yields drafts: where, what, what to
 * do. The driver gives them their lines. Statements that could not be read are not shown to rules.
 */
import type { ActionCatalogue, ActionFacts } from "../../authz/action-catalogue.ts";
import type { Condition, PolicyDocument, PolicyKind, SourceRange, Statement } from "../../policy/ast.ts";
import type { JsonMember, JsonObject } from "../../policy/json.ts";
import type { StatementAlgebra } from "./statement-algebra.ts";

/** `error`: AWS refuses it, or it does not do what it says. `security`: it opens more than it seems to. */
export const lintSeverities = ["suggestion", "warning", "security", "error"] as const;

export type LintSeverity = (typeof lintSeverities)[number];

/** Replaces the range by the text. */
export type TextEdit = { readonly range: SourceRange; readonly text: string };

export type LintDraft = {
  readonly range: SourceRange;
  /** What is wrong, naming it; a clause without a full stop. */
  readonly message: string;
  /** What to do; one sentence. */
  readonly advice: string;
  /** Where it is not the rule's usual one. */
  readonly severity?: LintSeverity;
  /** Only where it is safe: nothing is allowed afterwards that the policy did not allow, but what its author surely meant. */
  readonly edit?: TextEdit | null;
};

export type LintRule = {
  /** Kebab-case, unique, never changed. */
  readonly code: string;
  /** What is wrong, as a short phrase for a heading. */
  readonly title: string;
  /** Why it matters, and when it does not. */
  readonly rationale: string;
  readonly reference: string;
  readonly severity: LintSeverity;
  /** Absent: every kind. */
  readonly kinds?: readonly PolicyKind[];
  /** Statements (or whole policies) for the page, which a test holds to the rule. */
  readonly example: { readonly kind: PolicyKind; readonly bad: object; readonly good: object };
  check(view: LintView): Iterable<LintDraft>;
};

export type TestCondition = Extract<Condition, { kind: "test" }>;

/** A condition and where its parts stand. */
export type PlacedCondition = {
  readonly test: TestCondition;
  /** `"StringEquals": {…}`, which may hold further keys. */
  readonly operator: JsonMember;
  /** All members of that object. */
  readonly siblings: readonly JsonMember[];
  /** `"aws:SourceArn": "…"`. */
  readonly key: JsonMember;
};

export type StatementView = {
  readonly statement: Statement;
  readonly node: JsonObject;
  readonly conditions: readonly PlacedCondition[];
  /** The statement's Condition object, where there is exactly one. */
  readonly conditionNode: JsonObject | null;
  /** Listed actions that the Action element covers; every one that NotAction leaves. */
  readonly actions: readonly ActionFacts[];
  /** Whether `actions` surely holds all that the statement is about: no name in it is unknown, and it is not negated. */
  readonly actionsAreKnown: boolean;
};

export interface LintView {
  readonly text: string;
  readonly kind: PolicyKind;
  readonly root: JsonObject;
  readonly document: PolicyDocument;
  readonly catalogue: ActionCatalogue;
  /** Those whose elements could be read; a condition that the grammar does not know may be among theirs. */
  readonly statements: readonly StatementView[];
  readonly algebra: StatementAlgebra;
}
