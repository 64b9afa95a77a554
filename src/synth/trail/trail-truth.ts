/**
 * What a trail holds, for judges of what reads it: how often each use happened, and which of them each audit must find. Told from
 * how the trail was made; nothing here is shared with what reads trails.
 */
import type { UseCall } from "./use.ts";

export type TrailCaseKind =
  | "outside-account"
  | "administrative-role"
  | "long-session"
  | "mfa-absent"
  | "source-identity-absent"
  | "external-id-absent"
  | "root-session"
  | "first-seen-pair"
  | "new-network"
  | "console"
  | "failed-attempts"
  | "deep-chain";

/** Who did what how often. All happenings of one use that was made; two of them may be of one caller and role. */
export type TrailUse = {
  readonly call: UseCall;
  /**
   * The ARN of a user, role, provider or root; a service's host; a certificate's subject; the id of a person of Identity Center; of
   * callers outside the account's id, for more is not told.
   */
  readonly by: string;
  /** The role's ARN with its path, a member's root; null for tokens of the caller itself. */
  readonly role: string | null;
  readonly granted: boolean;
  readonly console: boolean;
  /** How many assumptions stand before it; null where the trail doesn't tell. */
  readonly depth: number | null;
  readonly seconds: number;
  /** Those that each of its calls gives the session, by key. */
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  /** `vpce-…`: the endpoint that its calls come by; null: by none. */
  readonly vpcEndpoint: string | null;
  /** Calls: the copies of one count once. */
  readonly count: number;
  /** Seconds since 1970, UTC. */
  readonly first: number;
  readonly last: number;
};

export type TrailCase = {
  readonly kind: TrailCaseKind;
  /** The role's ARN, a member's root; null: a session of the caller itself. */
  readonly role: string | null;
  readonly by: string;
  readonly why: string;
};

export type ImpossibleUse = {
  readonly role: string;
  readonly by: string;
  readonly cause: "changed-since" | "role-gone" | "caller-gone";
  readonly why: string;
};

export type TrailTruth = {
  readonly seed: number;
  readonly organization: string;
  /** Seconds since 1970, UTC: every event lies within. */
  readonly from: number;
  readonly to: number;
  /** Distinct records of all services. */
  readonly records: number;
  /** Records in the files: those delivered twice count twice. */
  readonly delivered: number;
  readonly files: number;
  /** Distinct records of AssumeRole, its SAML and web identity forms, AssumeRoot, SwitchRole, GetFederationToken, GetSessionToken. */
  readonly events: number;
  /** Calls that give sessions or were refused one, those of Roles Anywhere and Identity Center included: copies count once. */
  readonly assumptions: number;
  readonly uses: readonly TrailUse[];
  /** Must be found, and nothing else of these kinds. */
  readonly cases: readonly TrailCase[];
  /** Planted to look like a case of that kind; must not be found. */
  readonly lookAlikes: readonly TrailCase[];
  /** Roles whose trust nobody used; each has a look-alike among the uses. */
  readonly unusedTrusts: readonly { readonly role: string; readonly trusted: string }[];
  /** Roles that trust more than the one that used them. */
  readonly widerTrusts: readonly {
    readonly role: string;
    readonly trusted: string;
    readonly usedBy: readonly string[];
  }[];
  /** What the organization's policies, as they are now, don't allow. All other granted uses they do. */
  readonly impossibleUses: readonly ImpossibleUse[];
};
