/** What the rules say of single services and callers (A6, A7, IAM-SEMANTICS 18, 26), as claims on the action. */
import { type Caller, isIam } from "./callers.ts";
import { underResourceControl } from "./catalogue.ts";
import type { Encoder } from "./encoder.ts";
import { and, not, or, type Term } from "./terms.ts";

/** IAM-SEMANTICS 57, 59. */
export function isUnderResourceControl(encoder: Encoder): Term {
  return and([
    or(underResourceControl.map((service) => encoder.action(`${service}:*`))),
    not(encoder.action("kms:RetireGrant")),
  ]);
}

/** Trust and key policies: nothing goes without their Allow (IAM-SEMANTICS 25, 61); what is about no key asks none. */
export function needsResourcePolicy(encoder: Encoder): Term {
  return or([
    encoder.action("sts:AssumeRole*"),
    ...besides.map(({ action }) => encoder.action(action)),
    and([encoder.action("kms:*"), encoder.resource("arn:*:kms:*:*:*", "2012-10-17")]),
  ]);
}

export function mendsBucketPolicy(encoder: Encoder): Term {
  return or(["Get", "Put", "Delete"].map((verb) => encoder.action(`s3:${verb}BucketPolicy`)));
}

/** Where unsigned requests exist (IAM-SEMANTICS 68). */
function servesAnybody(encoder: Encoder): Term {
  return or(["s3:*", "sns:*", "sqs:*"].map((pattern) => encoder.action(pattern)));
}

const acrossAccounts = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:GenerateMac",
  "kms:VerifyMac",
  "kms:Sign",
  "kms:Verify",
  "kms:DeriveSharedSecret",
  "kms:CreateGrant",
  "kms:DescribeKey",
  "kms:GetKeyRotationStatus",
  "kms:GetPublicKey",
  "kms:ListGrants",
  "kms:RetireGrant",
  "kms:RevokeGrant",
] as const;

/** Of KMS, the operations that work across accounts (IAM-SEMANTICS 61). */
export function worksAcrossAccounts(encoder: Encoder): Term {
  return or([not(encoder.action("kms:*")), ...acrossAccounts.map((operation) => encoder.action(operation))]);
}

/** Where AWS's pages contradict each other on boundaries of users (IAM-SEMANTICS 26). */
export function assumesRole(encoder: Encoder): Term {
  return or(["sts:AssumeRole", ...besides.map(({ action }) => action)].map((one) => encoder.action(one)));
}

/** What a call to assume a role brings, and the action that it then needs too (IAM-SEMANTICS 30-33). */
const besides = [
  { action: "sts:TagSession", keys: ["aws:tagkeys", "aws:requesttag/team", "sts:transitivetagkeys"] },
  { action: "sts:SetSourceIdentity", keys: ["sts:sourceidentity"] },
] as const;

export function actionsBesides(encoder: Encoder): { readonly action: string; readonly when: Term }[] {
  const assumes = encoder.action("sts:AssumeRole*");
  return besides.map(({ action, keys }) => ({
    action,
    when: and([assumes, or(keys.flatMap((key) => encoder.slots(key)).map(({ present }) => present))]),
  }));
}

/**
 * Who comes from an identity provider calls what is made for it, and nobody else does (IAM-SEMANTICS 18, 68). Root users
 * assume no roles (API reference of AssumeRole), and federated users call nothing of STS but GetCallerIdentity (API
 * reference of GetFederationToken).
 */
export function fitsCaller(encoder: Encoder, caller: Caller): Term {
  if (caller.kind === "anonymous") return servesAnybody(encoder);
  const saml = encoder.action("sts:AssumeRoleWithSAML");
  const web = encoder.action("sts:AssumeRoleWithWebIdentity");
  if (caller.kind === "root") return not(assumesInAnyWay(encoder));
  if (caller.kind === "federated-user") {
    return or([not(encoder.action("sts:*")), encoder.action("sts:GetCallerIdentity")]);
  }
  if (caller.kind !== "federated") return not(or([saml, web]));
  return caller.provider.includes(":saml-provider/") ? saml : web;
}

function assumesInAnyWay(encoder: Encoder): Term {
  const besides = ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];
  return or(["sts:AssumeRole*", ...besides].map((action) => encoder.action(action)));
}

/** Who they are, all signed callers may ask, whatever is denied (IAM-SEMANTICS 40). */
export function isAlwaysAllowed(encoder: Encoder, caller: Caller): Term {
  return isIam(caller) ? encoder.action("sts:GetCallerIdentity") : "false";
}
