/** A use: who gets which session, how, and from where. It happens again and again. */
import type { AccountId } from "../../model/index.ts";

/** A role or a user with what CloudTrail tells of it. */
export type Identity = {
  readonly account: AccountId;
  readonly arn: string;
  readonly name: string;
  /** AROA…, AIDA… */
  readonly id: string;
};

export type UseCaller =
  | { readonly kind: "user"; readonly user: Identity; readonly key: string }
  /** `through`: the use that gave the session that signs; null: it began before the trail. */
  | { readonly kind: "session"; readonly role: Identity; readonly through: Use | null }
  | { readonly kind: "root"; readonly account: AccountId }
  | { readonly kind: "service"; readonly host: string }
  | { readonly kind: "saml"; readonly provider: string; readonly subject: string }
  | {
      readonly kind: "oidc";
      readonly provider: string;
      readonly subject: string;
      readonly audience: string;
    }
  | { readonly kind: "person"; readonly id: string; readonly store: string; readonly home: AccountId }
  | { readonly kind: "certificate"; readonly subject: string; readonly anchor: string };

export type SessionTag = readonly [key: string, value: string];

export type UseCall =
  | "AssumeRole"
  | "AssumeRoleWithSAML"
  | "AssumeRoleWithWebIdentity"
  | "AssumeRoot"
  | "SwitchRole"
  | "GetFederationToken"
  | "GetSessionToken"
  | "CreateSession"
  | "GetRoleCredentials"
  | "Federate";

export type Use = {
  readonly call: UseCall;
  readonly caller: UseCaller;
  /** What is assumed; for AssumeRoot the member's root; null for tokens of the caller itself. */
  readonly role: Identity | null;
  readonly region: string;
  /** An address up to its last octet (`203.0.113.`), or a service's host. */
  readonly network: string;
  readonly userAgent: string;
  readonly sessionName: string;
  readonly seconds: number;
  readonly mfa: boolean;
  readonly externalId: string | null;
  readonly sourceIdentity: string | null;
  /** Of the session: those that the call gives it. */
  readonly tags: readonly SessionTag[];
  /** Keys of those that sessions after it keep. */
  readonly transitiveTagKeys: readonly string[];
  /** `vpce-…`: the endpoint that the call came by, of the caller's account; null: over the internet, or told by nobody. */
  readonly vpcEndpoint: string | null;
  /** Null: granted. */
  readonly refusal: string | null;
  /** What happens in the same second, by the same hand. */
  readonly companion: Use | null;
  /** When, in seconds since 1970, UTC, ascending; none: when its session is needed; null: all the time. */
  readonly moments: readonly number[] | null;
};

/** What most uses have in common. */
export const usual = {
  call: "AssumeRole",
  region: "us-east-1",
  userAgent: "aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.26.4 md/GOARCH#arm64 api/sts#1.33.19",
  seconds: 3600,
  mfa: false,
  externalId: null,
  sourceIdentity: null,
  tags: [],
  transitiveTagKeys: [],
  vpcEndpoint: null,
  refusal: null,
  companion: null,
  moments: null,
} as const;

/** ARN of who calls as trust policies name it, or what else tells it. */
export function byOf(caller: UseCaller): string {
  switch (caller.kind) {
    case "user":
      return caller.user.arn;
    case "session":
      return caller.role.arn;
    case "root":
      return `arn:aws:iam::${caller.account}:root`;
    case "service":
      return caller.host;
    case "saml":
    case "oidc":
      return caller.provider;
    case "person":
      return caller.id;
    case "certificate":
      return caller.subject;
  }
}

/** The account that the caller is of; null: of none. */
export function accountOf(caller: UseCaller): AccountId | null {
  switch (caller.kind) {
    case "user":
      return caller.user.account;
    case "session":
      return caller.role.account;
    case "root":
      return caller.account;
    case "person":
      return caller.home;
    case "service":
    case "saml":
    case "oidc":
    case "certificate":
      return null;
  }
}

/** How many assumptions stand before it; null where a session before it began outside the trail. */
export function depthOf({ caller }: Use): number | null {
  if (caller.kind !== "session") return 0;
  const before = caller.through === null ? null : depthOf(caller.through);
  return before === null ? null : before + 1;
}
