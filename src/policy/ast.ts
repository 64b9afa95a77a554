/**
 * A policy as a tree of plain data. Texts stand as the policy has them (case kept); positions lead back to the source.
 */

/** Offsets into the parsed text, in UTF-16 units: [start, end). Lines and columns are computed when asked for. */
export type SourceRange = { readonly start: number; readonly end: number };

/** What is wrong with (or remarkable about) a policy's text. */
export type PolicyIssue = {
  /** Stable, kebab-case: `duplicate-key`, `unknown-operator`, … */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
  readonly range: SourceRange;
  /** `error`: the grammar rejects it. `warning`: accepted, and likely not what was meant. */
  readonly severity: "error" | "warning";
};

export type PolicyDocument = {
  /** Absent counts as 2008-10-17 (no policy variables). */
  readonly version: "2012-10-17" | "2008-10-17";
  readonly id: string | null;
  readonly statements: readonly Statement[];
  /** Empty for a well-formed policy. */
  readonly issues: readonly PolicyIssue[];
};

export type Statement = {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  /** Null: the statement has neither Principal nor NotPrincipal, or allows in a kind of policy that must not have one. */
  readonly principal: PrincipalElement | null;
  readonly action: ActionElement;
  /** Null: neither Resource nor NotResource (trust policies). */
  readonly resource: ResourceElement | null;
  readonly conditions: readonly Condition[];
  readonly range: SourceRange;
  /**
   * False where the grammar rejects a part of the statement: it is then kept in its widest plausible reading if it allows,
   * its narrowest if it denies, and what follows from it is *may*. Principals, actions or resources that could not be
   * understood are `*` in an Allow, and an empty list in a Deny: not that it denies nothing, but that nobody knows what.
   */
  readonly exact: boolean;
};

export type PrincipalElement = {
  /** NotPrincipal. */
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly range: SourceRange;
};

/** `"Principal": "*"` is the one entry `{ type: "*", value: "*" }`. */
export type PrincipalEntry = {
  readonly type: "*" | "AWS" | "Federated" | "Service" | "CanonicalUser";
  readonly value: string;
  readonly range: SourceRange;
};

export type TextWithRange = { readonly text: string; readonly range: SourceRange };

export type ActionElement = {
  /** NotAction. */
  readonly negated: boolean;
  /** `service:Name` with wildcards, or `*`. */
  readonly patterns: readonly TextWithRange[];
};

export type ResourceElement = {
  /** NotResource. */
  readonly negated: boolean;
  readonly patterns: readonly TextWithRange[];
};

export const conditionOperators = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
  "Null",
] as const;

export type ConditionOperator = (typeof conditionOperators)[number];

export type SetQuantifier = "ForAnyValue" | "ForAllValues";

/** One operator on one key: all conditions of a statement must hold. */
export type Condition =
  | {
      readonly kind: "test";
      readonly operator: ConditionOperator;
      readonly quantifier: SetQuantifier | null;
      readonly ifExists: boolean;
      /** As written; keys are compared without regard to case. */
      readonly key: string;
      /** Alternatives; may be empty, and then nothing matches. */
      readonly values: readonly TextWithRange[];
      readonly range: SourceRange;
    }
  /** An operator or value that the grammar does not know: its outcome is not known either. */
  | { readonly kind: "unknown"; readonly text: string; readonly reason: string; readonly range: SourceRange };

/** Which elements a policy may have. */
export type PolicyKind =
  | "identity"
  | "resource"
  | "trust"
  | "scp"
  | "rcp"
  | "boundary"
  | "session"
  | "endpoint";
