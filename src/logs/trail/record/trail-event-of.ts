/**
 * One record of CloudTrail's, parsed from JSON, as a {@link TrailEvent}: the model of all calls that give somebody a session.
 * Whatever stands in a record, it is answered with a value. Asked for each record of a trail that can't be skipped unread, so the
 * way to "none of these calls" is short.
 *
 * What each copy tells is from CloudTrail's record reference, IAM's "Logging IAM and AWS STS API calls", and the guides of Identity
 * Center and Roles Anywhere.
 */
import {
  type AccountId,
  type Arn,
  err,
  isAccountId,
  isArn,
  ok,
  type Result,
  type TrailCall,
  type TrailCaller,
  type TrailEvent,
  trailCallSources,
  trailCalls,
} from "../../../model/index.ts";
import { callerOf, callerOfSwitch, certificateCaller } from "./caller.ts";
import { account, arn, fields, isFields, list, text, truth } from "./field-values.ts";
import type {
  AssumedRoleFields,
  AttributesFields,
  ContextFields,
  CredentialsFields,
  ExtraFields,
  IdentityFields,
  RecordFields,
  RequestFields,
  ResponseFields,
  ServiceFields,
} from "./record-members.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { partitionOf, roleOfSession, sessionParts } from "./session-arn.ts";
import { eventTime, expirationTime } from "./times.ts";

/** A record that is of one of the calls and can't be told as an event, or that is no record at all. */
export type TrailRecordFault = {
  readonly why: string;
  /** Null: it is no record. */
  readonly call: TrailCall | null;
  /** As far as the record tells it. */
  readonly id: string | null;
};

/** Null: it is of another call. */
export function trailEventOf(record: unknown): Result<TrailEvent, TrailRecordFault> | null {
  if (!isFields(record)) return err({ why: "a record is no JSON object", call: null, id: null });
  const call = callOf(record);
  if (call === null) return null;
  const id = text(record.eventID);
  if (id === null) return err({ why: `a record of ${call} has no eventID`, call, id });
  const time = eventTime(record.eventTime);
  if (time === null) return err({ why: `a record of ${call} has no eventTime that is a time`, call, id });
  return ok(eventOf(call, record, id, time));
}

/** By name, each with whether an event source is its own. China's names end in `.cn`, its event sources in most cases not. */
const sourcesOf: ReadonlyMap<unknown, readonly [call: TrailCall, sources: ReadonlySet<unknown>]> = new Map(
  trailCalls.map((call) => [
    call,
    [call, new Set(trailCallSources[call].flatMap((source) => [source, `${source}.cn`]))],
  ]),
);

function callOf({ eventName, eventSource }: RecordFields): TrailCall | null {
  if (eventName === last.name && eventSource === last.source) return last.call;
  const found = sourcesOf.get(eventName);
  if (found === undefined || !found[1].has(eventSource)) return null;
  last = { name: found[0], source: text(eventSource), call: found[0] };
  return found[0];
}

/** The call that was told last: most are the same. */
let last: { readonly name: string; readonly source: string | null; readonly call: TrailCall | null } = {
  name: "",
  source: null,
  call: null,
};

/** The parts of a record, taken once. */
type Parts = {
  readonly call: TrailCall;
  readonly record: RecordFields;
  readonly identity: IdentityFields;
  readonly request: RequestFields;
  /** Roles Anywhere's: the first member of its set of credentials. */
  readonly response: ResponseFields;
  readonly extra: ExtraFields;
  readonly refusal: Refusal | null;
  readonly region: string;
  readonly sourceIp: string | null;
};

function eventOf(call: TrailCall, record: RecordFields, id: string, time: number): TrailEvent {
  const whole: ResponseFields = fields(record.responseElements);
  const parts: Parts = {
    call,
    record,
    identity: fields(record.userIdentity),
    request: fields(record.requestParameters),
    response: call === "CreateSession" ? fields(list(whole.credentialSet)[0]) : whole,
    extra: fields(record.additionalEventData),
    refusal: refusalOf(text(record.errorCode), text(record.errorMessage), whole[call]),
    region: text(record.awsRegion) ?? "",
    sourceIp: text(record.sourceIPAddress),
  };
  const { identity, request, response, refusal } = parts;
  return {
    id,
    time,
    call,
    request: text(record.requestID),
    shared: text(record.sharedEventID),
    account: account(record.recipientAccountId),
    region: parts.region,
    caller: callerIn(parts),
    // A switch's identity is the session that was begun.
    callerKey: call === "SwitchRole" ? null : text(identity.accessKeyId),
    role: targetOf(parts),
    outcome: refusal === null ? granted(response, time) : { kind: "refused", code: refusal.code },
    sessionName: sessionNameOf(parts),
    externalId: text(request.externalId),
    sourceIdentity:
      text(request.sourceIdentity) ??
      text(response.sourceIdentity) ??
      text(contextOf(identity).sourceIdentity),
    tags: tagsOf(request),
    transitiveTagKeys: textsOf(request.transitiveTagKeys),
    narrowed: isNarrowed(call, request),
    mfa: mfaOf(parts),
    sourceIp: parts.sourceIp,
    vpcEndpoint: text(record.vpcEndpointId),
    userAgent: text(record.userAgent),
    console: isConsole(parts),
  };
}

function callerIn({ call, identity, request, response, extra, refusal, sourceIp }: Parts): TrailCaller {
  if (call === "SwitchRole") return callerOfSwitch(arn(extra.SwitchFrom) ?? refusal?.caller ?? null);
  if (call === "CreateSession") return certificateCaller(request, response);
  return callerOf({ identity, request, response, toldCaller: refusal?.caller ?? null, sourceIp });
}

function targetOf(parts: Parts): Arn | null {
  switch (parts.call) {
    case "GetSessionToken":
    case "GetFederationToken":
      return null;
    case "AssumeRoot":
      return rootTarget(parts) ?? parts.refusal?.target ?? null;
    case "SwitchRole":
      return sessionRole(text(parts.identity.arn)) ?? parts.refusal?.target ?? null;
    case "GetRoleCredentials":
    case "Federate":
      return permissionSetTarget(parts);
    case "AssumeRole":
    case "AssumeRoleWithSAML":
    case "AssumeRoleWithWebIdentity":
    case "CreateSession":
      return roleTarget(parts);
  }
}

function roleTarget({ record, request, response, refusal }: Parts): Arn | null {
  return (
    arn(request.roleArn) ??
    arn(response.roleArn) ??
    roleResource(record.resources) ??
    sessionRole(begunSession(response)) ??
    refusal?.target ??
    null
  );
}

function roleResource(resources: unknown): Arn | null {
  for (const one of list(resources)) {
    const { type, ARN: found } = fields(one);
    if (type === "AWS::IAM::Role") return arn(found);
  }
  return null;
}

function sessionRole(session: string | null): Arn | null {
  const parts = session === null ? null : sessionParts(session);
  return parts === null ? null : roleOfSession(parts);
}

function begunSession(response: ResponseFields): string | null {
  const user: AssumedRoleFields = fields(response.assumedRoleUser);
  return text(user.arn);
}

/** `targetPrincipal` is an account's id, or an ARN. */
function rootTarget({ request, region }: Parts): Arn | null {
  const target = text(request.targetPrincipal);
  if (target === null || isArn(target)) return target;
  return isAccountId(target) ? iamArn(region, target, "root") : null;
}

/** Told among the details of the service, and in older records among the parameters. */
function permissionSetTarget({ record, request, region }: Parts): Arn | null {
  const details: ServiceFields = fields(record.serviceEventDetails);
  const owner = account(details.account_id) ?? account(request.accountId);
  const set = text(details.role_name) ?? text(request.roleName);
  if (owner === null || set === null) return null;
  const name = set.startsWith("AWSReservedSSO_") ? set : `AWSReservedSSO_${set}`;
  return iamArn(region, owner, `role/aws-reserved/sso.amazonaws.com/${name}`);
}

function iamArn(region: string, owner: AccountId, resource: string): Arn | null {
  return arn(`arn:${partitionOf(region)}:iam::${owner}:${resource}`);
}

function granted(response: ResponseFields, time: number): TrailEvent["outcome"] {
  const credentials: CredentialsFields = fields(response.credentials);
  const end = expirationTime(credentials.expiration);
  return {
    kind: "granted",
    key: text(credentials.accessKeyId),
    seconds: end === null || end < time ? null : Math.round((end - time) / 1000),
  };
}

function sessionNameOf({ call, identity, request, response }: Parts): string | null {
  const given = text(request.roleSessionName) ?? (call === "GetFederationToken" ? text(request.name) : null);
  if (given !== null) return given;
  const begun = call === "SwitchRole" ? text(identity.arn) : begunSession(response);
  return begun === null ? null : (sessionParts(begun)?.session ?? null);
}

/** `tags` of AssumeRole and GetFederationToken; `principalTags`, an object, of a token or an assertion. */
function tagsOf(request: RequestFields): TrailEvent["tags"] {
  const { tags, principalTags } = request;
  const pairs: readonly [string, unknown][] = Array.isArray(tags)
    ? tags.map((tag) => [text(fields(tag).key) ?? "", fields(tag).value])
    : isFields(principalTags)
      ? Object.entries(principalTags)
      : none;
  if (pairs.length === 0) return none;
  return pairs.flatMap(([key, value]) => (key !== "" && typeof value === "string" ? [[key, value]] : []));
}

/** What most events have of tags. */
const none = Object.freeze<never[]>([]);

function textsOf(value: unknown): readonly string[] {
  const given = list(value);
  return given.length === 0 ? none : given.filter((one) => typeof one === "string");
}

/** AssumeRoot takes a task policy in every case. */
function isNarrowed(call: TrailCall, request: RequestFields): boolean {
  return call === "AssumeRoot" || text(request.policy) !== null || list(request.policyArns).length > 0;
}

function contextOf(identity: IdentityFields): ContextFields {
  return fields(identity.sessionContext);
}

/**
 * By the caller's session, or by the device that came with the call. A user's own copy that tells parameters and no device tells
 * that there was none: long-term keys never have MFA.
 */
function mfaOf({ call, identity, request, extra, refusal }: Parts): boolean | null {
  if (call === "SwitchRole") {
    const used = extra.MFAUsed;
    return used === "Yes" ? true : used === "No" ? false : null;
  }
  if (text(request.serialNumber) !== null && refusal === null) return true;
  const attributes: AttributesFields = fields(contextOf(identity).attributes);
  const told = truth(attributes.mfaAuthenticated);
  if (told !== null || refusal !== null) return told;
  return identity.type === "IAMUser" && text(identity.accessKeyId) !== null ? false : null;
}

function isConsole({ call, record, identity }: Parts): boolean {
  if (call === "SwitchRole" || call === "Federate") return true;
  return (
    truth(record.sessionCredentialFromConsole) === true ||
    identity.invokedBy === "signin.amazonaws.com" ||
    record.sourceIPAddress === "signin.amazonaws.com"
  );
}
