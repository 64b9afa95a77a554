/**
 * Identifiers of AWS as branded strings: only the parsers here make them, so that an unchecked text can't pass for one.
 */
import { err, ok, type Result } from "./result.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Twelve decimal digits. */
export type AccountId = Branded<"AccountId">;
/** `arn:partition:service:region:account:resource`, six components at least. */
export type Arn = Branded<"Arn">;
/** `o-…` */
export type OrganizationId = Branded<"OrganizationId">;
/** `r-…` (a root) or `ou-…` (an organizational unit). */
export type OrganizationNodeId = Branded<"OrganizationNodeId">;
/** AROA…, AIDA…, AGPA…, ANPA…: what IAM calls the unique id (IAM-SEMANTICS 14). */
export type UniqueId = Branded<"UniqueId">;

export type IdentifierError = { readonly what: string; readonly text: string; readonly expected: string };

export type Partition = "aws" | "aws-cn" | "aws-us-gov" | (string & {});

export type ArnParts = {
  readonly partition: Partition;
  readonly service: string;
  readonly region: string;
  /** Empty where the service leaves it out (`arn:aws:s3:::bucket`), `aws` for policies of AWS. */
  readonly account: string;
  /** Everything after the fifth colon. */
  readonly resource: string;
};

/** Twelve digits. Asked for every event of a trail, hence without a pattern. */
export function isAccountId(text: string): text is AccountId {
  if (text.length !== 12) return false;
  for (let index = 0; index < 12; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

export function parseAccountId(text: string): Result<AccountId, IdentifierError> {
  return isAccountId(text)
    ? ok(text)
    : err({ what: "account id", text, expected: "twelve digits, such as 123456789012" });
}

/** Asked for every ARN of a snapshot, hence without {@link splitArn}'s object. */
export function isArn(text: string): text is Arn {
  if (!text.startsWith("arn:")) return false;
  let colon = 3;
  for (let colons = 1; colons < 5; colons += 1) {
    colon = text.indexOf(":", colon + 1);
    if (colon < 0) return false;
  }
  return true;
}

/** The six components of an ARN, or null where the text has fewer. */
export function splitArn(text: string): ArnParts | null {
  if (!text.startsWith("arn:")) return null;
  const service = text.indexOf(":", 4);
  const region = service < 0 ? -1 : text.indexOf(":", service + 1);
  const account = region < 0 ? -1 : text.indexOf(":", region + 1);
  const resource = account < 0 ? -1 : text.indexOf(":", account + 1);
  if (resource < 0) return null;
  return {
    partition: text.slice(4, service),
    service: text.slice(service + 1, region),
    region: text.slice(region + 1, account),
    account: text.slice(account + 1, resource),
    resource: text.slice(resource + 1),
  };
}

export function isOrganizationId(text: string): text is OrganizationId {
  return /^o-[a-z0-9]{10,32}$/.test(text);
}

export function isOrganizationNodeId(text: string): text is OrganizationNodeId {
  return /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/.test(text);
}

export function isUniqueId(text: string): text is UniqueId {
  return /^A(RO|ID|GP|NP|IP)A[A-Z0-9]{12,124}$/.test(text);
}

/** Builds `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME` and its likes; `path` starts and ends with a slash. */
export function iamArn(
  partition: Partition,
  account: AccountId | "aws",
  kind: "role" | "user" | "group" | "policy",
  path: string,
  name: string,
): Arn {
  // The parts come from a snapshot whose reader has checked them, so the text is an ARN by construction.
  return `arn:${partition}:iam::${account}:${kind}${path}${name}` as Arn;
}
