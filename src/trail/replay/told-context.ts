/**
 * The condition keys of the requests behind one use: what the trail tells of them, and of which keys it tells nothing. A key that a
 * call of this kind never has is absent, and that is told (`authz/keys.ts`).
 */
import { keyFacts } from "../../authz/index.ts";
import type { UntoldKeys } from "../../authz/request-question.ts";
import type { OrganizationView, Request } from "../../authz/types.ts";
import type { ObservedUse, Role } from "../../model/index.ts";
import type { RequestCaller } from "./request-caller.ts";

type Context = Request["context"];

export type ToldContext = {
  /** Where the trail leaves open which of a few it was: each of them. */
  readonly alternatives: readonly Context[];
  /** What sets them apart; null where there is one. */
  readonly apart: string | null;
  readonly untold: UntoldKeys;
};

export type AskedUse = {
  readonly use: ObservedUse;
  readonly caller: RequestCaller;
  /** What was assumed; null: the snapshot does not hold it. */
  readonly role: Pick<Role, "account" | "tags"> | null;
  readonly organization: OrganizationView;
};

export function toldContext(asked: AskedUse): ToldContext {
  const stated = { ...ofCall(asked), ...ofToken(asked), ...ofDetail(asked), ...ofRole(asked) };
  const mfa = ofSecondFactor(asked);
  return {
    alternatives: mfa.map((one) => ({ ...stated, ...one })),
    apart: mfa.length === 1 ? null : "aws:MultiFactorAuthPresent",
    untold: (key) => !isTold(key, asked),
  };
}

function ofCall({ use, caller }: AskedUse): Context {
  const isService = caller.kind === "service";
  return {
    "aws:SecureTransport": "true",
    ...(caller.kind === "iam" || isService ? { "aws:PrincipalIsAWSService": String(isService) } : {}),
    ...(use.externalId === null ? {} : { "sts:ExternalId": use.externalId }),
    ...(use.count === 1
      ? {
          "aws:CurrentTime": new Date(use.first).toISOString(),
          "aws:EpochTime": String(Math.floor(use.first / 1000)),
        }
      : {}),
  };
}

/** What an identity provider vouched for. */
function ofToken({ use: { caller }, caller: { prefix } }: AskedUse): Context {
  if (caller.kind !== "federated" || prefix === null) return {};
  return {
    [`${prefix}:sub`]: caller.subject,
    ...(caller.audience === null ? {} : { [`${prefix}:aud`]: caller.audience }),
    ...(caller.protocol === "oidc" ? { "aws:FederatedProvider": caller.provider } : {}),
  };
}

function ofDetail({ use: { detail, caller } }: AskedUse): Context {
  const anchor = caller.kind === "certificate" && caller.trustAnchor !== null ? caller.trustAnchor : null;
  const source: Context = anchor === null ? {} : { "aws:SourceArn": anchor };
  if (detail === null) return source;
  const { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint } = detail;
  return {
    ...source,
    ...(sessionName === null ? {} : { "sts:RoleSessionName": sessionName }),
    ...(sourceIdentity === null ? {} : { "sts:SourceIdentity": sourceIdentity }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(tags.length === 0 ? {} : { "aws:TagKeys": tags.map(([key]) => key) }),
    ...(transitiveTagKeys.length === 0 ? {} : { "sts:TransitiveTagKeys": transitiveTagKeys }),
    ...(sourceIp !== null && isAddress(sourceIp) ? { "aws:SourceIp": sourceIp } : {}),
    ...(vpcEndpoint === null ? {} : { "aws:SourceVpce": vpcEndpoint }),
  };
}

function ofRole({ role, organization }: AskedUse): Context {
  if (role === null) return {};
  const path = organization.pathOf(role.account);
  const isOurs = organization.isOurs(role.account) && organization.organizationId !== null;
  return {
    "aws:ResourceAccount": role.account,
    ...(isOurs ? { "aws:ResourceOrgID": organization.organizationId ?? "" } : {}),
    ...(isOurs && path !== null ? { "aws:ResourceOrgPaths": [path] } : {}),
    ...Object.fromEntries(
      role.tags.flatMap(({ key, value }) => [
        [`aws:ResourceTag/${key}`, value],
        [`iam:ResourceTag/${key}`, value],
      ]),
    ),
  };
}

/** Of a session without MFA the key is "false", of a user's own keys it is absent, and CloudTrail writes the same of both. */
function ofSecondFactor({ use: { mfa }, caller }: AskedUse): readonly Context[] {
  if (caller.kind !== "iam") return [{}];
  const key = "aws:MultiFactorAuthPresent";
  if (mfa === true) return [{ [key]: "true" }];
  return mfa === false ? [{ [key]: "false" }, {}] : [{ [key]: "true" }, { [key]: "false" }, {}];
}

/** Asked only about keys that are not stated. */
function isTold(key: string, { use, caller, role, organization }: AskedUse): boolean {
  if (keyFacts(key).presence[caller.kind] === "never") return true;
  const { detail } = use;
  switch (key) {
    case "aws:principalarn":
    case "aws:principalaccount":
    case "aws:principaltype":
    case "aws:username":
    case "aws:multifactorauthpresent":
      return true;
    case "aws:multifactorauthage":
      return use.mfa === false;
    case "aws:principalorgid":
    case "aws:principalorgpaths":
      return caller.account !== null && organization.isOurs(caller.account);
    // A refused call's parameters are not logged.
    case "sts:externalid":
      return use.granted;
    case "sts:sourceidentity":
    case "aws:sourceidentity":
      return use.granted && !use.hasSourceIdentity;
    // Of roles that a machine was given.
    case "ec2:roledelivery":
    case "ec2:sourceinstancearn":
    case "aws:ec2instancesourcevpc":
    case "aws:ec2instancesourceprivateipv4":
    case "ssm:sourceinstancearn":
    case "lambda:sourcefunctionarn":
    case "codebuild:buildarn":
    case "codebuild:projectarn":
      return use.caller.kind === "user";
    case "aws:tagkeys":
    case "sts:transitivetagkeys":
      return use.granted && detail !== null;
    case "aws:sourceip":
      return detail?.sourceIp != null && isAddress(detail.sourceIp);
    case "aws:sourcevpce":
    case "aws:sourcevpc":
    case "aws:sourcevpcarn":
    case "aws:vpcsourceip":
    case "aws:vpceaccount":
    case "aws:vpceorgid":
      return detail !== null && detail.vpcEndpoint === null;
  }
  if (key.startsWith("aws:requesttag/")) return use.granted && detail !== null;
  if (key.startsWith("aws:resourcetag/") || key.startsWith("iam:resourcetag/")) return role !== null;
  if (key.startsWith("aws:principaltag/")) return use.caller.kind === "user";
  return false;
}

function isAddress(text: string): boolean {
  return /^[0-9a-f.:]+$/i.test(text) && /[.:]/.test(text);
}
