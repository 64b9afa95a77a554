/**
 * The whole question: one request, and every policy that has a say in it (IAM-SEMANTICS A0). Both evaluators, and the
 * judges that hold them to each other, are asked in these terms.
 */
import type { PolicyDocument } from "../policy/ast.ts";
import type { OrganizationView, Request } from "./types.ts";

export type NamedPolicy = {
  readonly name: string;
  readonly document: PolicyDocument;
  /** What the document's positions refer to, so that evidence can tell lines; without it every line is 1. */
  readonly text?: string;
};

/** The control policies attached to one root, unit or account: one of them has to allow (IAM-SEMANTICS 5). */
export type ControlLevel = { readonly target: string; readonly policies: readonly NamedPolicy[] };

/**
 * All policies that apply to a request. `null`: none of that kind applies, and it limits nothing. An empty list: one kind
 * applies and allows nothing. `"unknown"`: not known, which makes the answer unknown where it matters.
 */
export type PolicySet = {
  /** Inline, managed and group policies of the principal. */
  readonly identity: readonly NamedPolicy[] | "unknown";
  /** The policy of the resource: a bucket policy, a key policy, a role's trust policy. */
  readonly resource: NamedPolicy | null | "unknown";
  readonly boundary: readonly NamedPolicy[] | null;
  readonly session: readonly NamedPolicy[] | null;
  /** Along the path of the principal's account: the root first, the account last. Null: the management account, or no SCPs. */
  readonly scps: readonly ControlLevel[] | null;
  /**
   * Along the path of the resource's account. AWS attaches RCPFullAWSAccess to every level, and nobody can detach it, so
   * that it counts where it is not listed.
   */
  readonly rcps: readonly ControlLevel[] | null;
  /** Of the VPC endpoint that the request passes. */
  readonly endpoint: readonly NamedPolicy[] | null;
  /** What the resource's policy alone does not say (grants, public-access block, function URL…); see the import format. */
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** `role`: of a session's principal, the ARN of its role with the path that the session's ARN lacks. */
export type RequestToDecide = Request & { readonly role?: string };

export type RequestQuestion = {
  readonly request: RequestToDecide;
  readonly policies: PolicySet;
  /** Null: nothing is known of an organization. */
  readonly organization: OrganizationView | null;
  /** Without it, a key that neither is stated nor follows from the principal is absent. */
  readonly untold?: UntoldKeys;
};

/**
 * Of a request that was not seen whole: which condition keys it may have had, with whatever value, or may have lacked. Takes the
 * key in lower case; a key that the request states, or that follows from the principal, is never asked about.
 */
export type UntoldKeys = (lowerKey: string) => boolean;

/** In the order in which AWS reports reasons (IAM-SEMANTICS 2). */
export const decisionLayers = [
  "rcp",
  "scp",
  "resource",
  "identity",
  "boundary",
  "session",
  "endpoint",
  "grant",
  "block-public-access",
] as const;

export type DecisionLayer = (typeof decisionLayers)[number];

export type StatementEvidence = {
  readonly layer: DecisionLayer;
  /** The control policy's level, where the layer has levels. */
  readonly target?: string;
  readonly policy: string;
  /** Index, from 0. */
  readonly statement: number;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  /** First and last line in the policy's text, from 1. */
  readonly lines: readonly [number, number];
};

/** An element of a statement that did not match the request. */
export type Mismatch = {
  readonly element:
    | "Principal"
    | "NotPrincipal"
    | "Action"
    | "NotAction"
    | "Resource"
    | "NotResource"
    | "Condition";
  /** Of a condition: its operator as a policy writes it, quantifier and IfExists included, and its key. */
  readonly operator?: string;
  readonly key?: string;
  /** What the statement has there. */
  readonly expected: readonly string[];
  /** What the request has; null: the condition key is absent, or its value is not known. */
  readonly actual: readonly string[] | null;
};

/** The Allow of a blocking layer that came closest. */
export type NearestMiss = { readonly statement: StatementEvidence; readonly failed: readonly Mismatch[] };

export type RequestDecision = {
  readonly decision: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Unknown";
  /** The statements that made it. */
  readonly because: readonly StatementEvidence[];
  /** Of a denial: the layers that blocked. */
  readonly blockedBy: readonly DecisionLayer[];
  /** Of an unknown decision: what is missing, one sentence each. */
  readonly unknowns: readonly string[];
  /** Rules of AWS that decided and stand in no statement, one sentence each. */
  readonly notes: readonly string[];
  /** Of an implicit denial, where it was asked for. */
  readonly nearest: NearestMiss | null;
};
