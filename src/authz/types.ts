/**
 * What the decision speaks about: who may be trusted, under which guard, how sure we are, and an example request.
 */
import type { AccountId, Arn, OrganizationId, Tag } from "../model/index.ts";

/** The three ways in. What else a trust policy may allow stands in {@link SessionRights}. */
export type AssumeAction = "sts:AssumeRole" | "sts:AssumeRoleWithSAML" | "sts:AssumeRoleWithWebIdentity";

/** Whom a trust policy lets in, most general reading first (IAM-SEMANTICS 12–20). */
export type Party =
  /** `by-name`: through a condition on `aws:PrincipalArn`, so that a re-created namesake has it too (IAM-SEMANTICS 13). */
  | {
      readonly kind: "role" | "user";
      readonly arn: Arn;
      readonly account: AccountId;
      readonly named: "pinned" | "by-name";
    }
  /** An assumed-role session, by its sts ARN. */
  | { readonly kind: "session"; readonly arn: Arn; readonly account: AccountId }
  /** Any principal of the account that its own policies permit. */
  | { readonly kind: "account"; readonly account: AccountId }
  | { readonly kind: "organization"; readonly id: OrganizationId }
  /** `path` may hold wildcards, as in the condition that names it. */
  | { readonly kind: "organizational-unit"; readonly path: string }
  /** Any AWS account at all. */
  | { readonly kind: "any-account" }
  | { readonly kind: "federated"; readonly provider: string; readonly protocol: "oidc" | "saml" }
  | { readonly kind: "service"; readonly service: string };

/** Who decides what a condition key is worth (DESIGN §4). */
export type Controller =
  | "principal"
  | "caller"
  | "network"
  | "session"
  | "identity-provider"
  | "service"
  | "resource"
  | "time"
  | "unknown";

/** One condition that stays open: it must hold for the access to exist. `operator` as in a policy, prefix and suffix included. */
export type GuardTerm = {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly controlledBy: Controller;
  /** `${` in the values is plain text: the policy is of a version without variables (IAM-SEMANTICS 53). */
  readonly literal?: true;
};

/** A conjunction. Alternatives are grants of their own. */
export type Guard = readonly GuardTerm[];

/** *May* is only for what the snapshot does not know or the algebra can't look into; each reason is one sentence. */
export type Certainty =
  | { readonly kind: "proven" }
  | { readonly kind: "may"; readonly reasons: readonly string[] };

/** What else the trust policy allows the same party in the same session (IAM-SEMANTICS 30–33). */
export type SessionRights = {
  readonly tagSession: boolean;
  readonly setSourceIdentity: boolean;
  readonly setContext: boolean;
};

/**
 * How the Principal element took the party in, which decides what a caller of the role's own account needs besides
 * (IAM-SEMANTICS A2, 23): `named` by its own ARN, `wildcard` (`*`, whatever narrows it down), `condition` (`*`, and the
 * statement's own condition on aws:PrincipalArn names it), or through its `account`, whose identity policies then have
 * their say.
 */
export type MatchedAs = "named" | "wildcard" | "condition" | "account";

/** The trust side alone, within RCPs: the role's owner lets this party in under this guard. */
export type TrustGrant = {
  readonly party: Party;
  readonly action: AssumeAction;
  readonly guard: Guard;
  readonly certainty: Certainty;
  readonly session: SessionRights;
  readonly matchedAs: MatchedAs;
  /** Indexes of the Allow statements, of which one suffices each, and of the Deny statements that narrow them. */
  readonly allowedBy: readonly number[];
  readonly narrowedBy: readonly number[];
  /** Statements of RCPs that narrow them too. */
  readonly narrowedByControls: readonly ControlEvidence[];
};

/** A statement of a control policy that takes part; `target` is the root, unit or account that it is attached to. */
export type ControlEvidence = {
  readonly layer: "scp" | "rcp";
  readonly policy: string;
  readonly target: string;
  readonly statement: number;
};

/** Why an Allow statement (or one of its principals) of a trust policy lets nobody in. */
export type DeadEnd = {
  readonly statement: number;
  /** The principal's text, or null when the whole statement is dead. */
  readonly principal: string | null;
  readonly cause: /** The entity behind a unique id is gone (IAM-SEMANTICS 14). */
    | "deleted-principal"
    /** IAM-SEMANTICS 4. */
    | "foreign-partition"
    /** The conditions exclude each other, or the principal. */
    | "contradiction"
    /** Every request that it allows is denied by another statement. */
    | "denied"
    /** An RCP denies what the trust policy allows: without it, the way is open. */
    | "denied-by-rcp"
    /** The actions do not fit the principal (a federated principal with sts:AssumeRole). */
    | "action-mismatch"
    /** The named account, user or role does not exist in the snapshot. */
    | "not-existing";
  /** One sentence for people, naming keys and values. */
  readonly because: string;
};

/** One request in the shape of `accesslens simulate` (FORMATS §2). */
export type Request = {
  readonly principal: string | { readonly federated: string };
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string };
  readonly context: Readonly<Record<string, string | readonly string[]>>;
};

/** The outside world as the decision needs it: made from the snapshot's organization. */
export interface OrganizationView {
  readonly organizationId: OrganizationId | null;
  /** Whether the account belongs to the organization (without one: whether the snapshot holds it). */
  isOurs(account: string): boolean;
  /** `o-…/r-…/ou-…/`; null when not known or not ours. */
  pathOf(account: string): string | null;
}

/** What a call is about: a role to be assumed, or another resource. */
export type CallTarget = {
  readonly arn: string;
  /** Its owner. */
  readonly account: AccountId;
  /** Null: not known. */
  readonly tags: readonly Tag[] | null;
};

/** Both sides together, within SCPs and RCPs: this principal can (or may) make the call (IAM-SEMANTICS 3, 5–6, 23–26). */
export type CallerDecision =
  | {
      readonly kind: "allowed";
      /** Alternatives, the sure ones first. */
      readonly guards: readonly Guard[];
      /** How many of the guards are sure: with any, the decision is proven. */
      readonly sureGuards: number;
      readonly certainty: Certainty;
      readonly evidence: readonly CallerEvidence[];
    }
  | { readonly kind: "denied"; readonly because: string };

/** A statement of the caller's own policies, or of an SCP over its account, that takes part. */
export type CallerEvidence = {
  readonly layer: "identity" | "boundary" | "scp";
  /** Inline policy name, the managed policy's ARN, or the SCP's name. */
  readonly policy: string;
  /** Of an SCP: the root, unit or account that it is attached to. */
  readonly target?: string;
  readonly statement: number;
  readonly effect: "Allow" | "Deny";
};
