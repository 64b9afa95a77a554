/**
 * What CloudTrail says of one call that gives somebody a session: one copy of it, for a call across accounts has two. Plain
 * texts and numbers, so that it is sent between threads and spilled to disk as it is. Everything in it is untrusted text.
 */
import type { AccountId, Arn } from "./identifiers.ts";

/**
 * The calls that are read, by CloudTrail's event names. `CreateSession` is Roles Anywhere's; `GetRoleCredentials` (for a command
 * line) and `Federate` (into the console) are Identity Center's.
 */
export const trailCalls = [
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "AssumeRoot",
  "SwitchRole",
  "GetFederationToken",
  "GetSessionToken",
  "CreateSession",
  "GetRoleCredentials",
  "Federate",
] as const;
export type TrailCall = (typeof trailCalls)[number];

/** Event sources that a call is told by: other services have calls of the same names (S3's, QLDB's and Bedrock's CreateSession). */
export const trailCallSources: Readonly<Record<TrailCall, readonly string[]>> = {
  AssumeRole: ["sts.amazonaws.com"],
  AssumeRoleWithSAML: ["sts.amazonaws.com"],
  AssumeRoleWithWebIdentity: ["sts.amazonaws.com"],
  AssumeRoot: ["sts.amazonaws.com"],
  SwitchRole: ["signin.amazonaws.com"],
  GetFederationToken: ["sts.amazonaws.com"],
  GetSessionToken: ["sts.amazonaws.com"],
  CreateSession: ["rolesanywhere.amazonaws.com"],
  GetRoleCredentials: ["sso.amazonaws.com"],
  Federate: ["sso.amazonaws.com", "signin.amazonaws.com"],
};

/** Who called, as far as this copy of the event says. */
export type TrailCaller =
  | {
      readonly kind: "user";
      readonly account: AccountId;
      /** Null in an owner's copy that tells the unique id alone. */
      readonly arn: Arn | null;
      /** AIDA… */
      readonly id: string | null;
    }
  | {
      readonly kind: "role";
      readonly account: AccountId;
      /** The role's own ARN, with its path where the copy tells its issuer; null in an owner's copy that tells the unique id alone. */
      readonly arn: Arn | null;
      /** AROA… */
      readonly id: string | null;
      readonly session: string | null;
    }
  | { readonly kind: "root"; readonly account: AccountId }
  /** Of an account, and nothing more is told: an owner's copy without a unique id. */
  | { readonly kind: "account"; readonly account: AccountId }
  /** `service`: its host as CloudTrail tells it, as in a trust policy but for regional forms. */
  | { readonly kind: "service"; readonly service: string }
  /** `provider`: an ARN of IAM's, or the issuer as the event names it. `subject`: the token's `sub`, the assertion's NameID. */
  | {
      readonly kind: "federated";
      readonly protocol: "oidc" | "saml";
      readonly provider: string;
      readonly subject: string;
      /** The token's audience (`aud` or `azp`), the assertion's recipient; null where it isn't told. */
      readonly audience: string | null;
    }
  /** A certificate that Roles Anywhere took: the subject's distinguished name, and the trust anchor. */
  | { readonly kind: "certificate"; readonly subject: string; readonly trustAnchor: string | null }
  /** A person of IAM Identity Center. */
  | { readonly kind: "identity-center-user"; readonly user: string; readonly store: string | null }
  /** A type of CloudTrail's that is not known; the text of it. */
  | { readonly kind: "unknown"; readonly type: string };

export type TrailOutcome =
  | {
      readonly kind: "granted";
      /** The access key id of what was issued: the link to what the session does. */
      readonly key: string | null;
      /** From the call to the end of the credentials, in seconds; null where the event doesn't tell. */
      readonly seconds: number | null;
    }
  /** `role` and caller of a refused call stand in its message alone. */
  | { readonly kind: "refused"; readonly code: string };

export type TrailEvent = {
  readonly id: string;
  /** Milliseconds since 1970, UTC; CloudTrail tells whole seconds. */
  readonly time: number;
  readonly call: TrailCall;
  /** Shared by the copies of one call. */
  readonly request: string | null;
  readonly shared: string | null;
  /** Whose copy it is: CloudTrail's `recipientAccountId`. */
  readonly account: AccountId | null;
  readonly region: string;
  readonly caller: TrailCaller;
  /** The access key id that the call was signed with. */
  readonly callerKey: string | null;
  /**
   * What was to be assumed: a role's ARN as it was asked for (a refusal's: as its message tells it); `arn:…:iam::ID:root` for
   * AssumeRoot; null for GetSessionToken and GetFederationToken, and where nothing tells it. SwitchRole's is without the role's
   * path, which it doesn't tell. Identity Center tells the permission set, not the role:
   * `arn:PARTITION:iam::ACCOUNT:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_SET`, without the region and the suffix that
   * the role's own ARN has (the AssumeRoleWithSAML that follows tells that).
   */
  readonly role: Arn | null;
  readonly outcome: TrailOutcome;
  readonly sessionName: string | null;
  readonly externalId: string | null;
  /** As given with the call; a chain's own, set before, where the copy tells it. */
  readonly sourceIdentity: string | null;
  /** Session tags, in the order of the event. */
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly transitiveTagKeys: readonly string[];
  /** Session policies narrowed the session. */
  readonly narrowed: boolean;
  /** Whether the caller's session had MFA, or an MFA code came with the call; null where the copy doesn't tell. */
  readonly mfa: boolean | null;
  /** An address, or the host of the service that called on someone's behalf. */
  readonly sourceIp: string | null;
  readonly vpcEndpoint: string | null;
  readonly userAgent: string | null;
  /** Made by the console: SwitchRole, or credentials of a console session. */
  readonly console: boolean;
};
