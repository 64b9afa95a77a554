/**
 * The request that a CloudTrail event records: who, which action, on which resource, under which condition keys. An event
 * does not hold every key of the request; what it does not hold is absent.
 */
import { parseCaller } from "../../authz/concrete/index.ts";
import type { RequestToDecide } from "../../authz/request-question.ts";
import { ok, type Result } from "../../model/index.ts";
import { isFields } from "./case-request.ts";
import { type CaseFault, fault } from "./fault.ts";
import { permissionOf } from "./trail-actions.ts";
import { resourceOf } from "./trail-resources.ts";

export type RecordedEvent = {
  readonly request: RequestToDecide;
  /** What AWS decided then. */
  readonly recorded: "allowed" | "denied" | "failed";
};

type Fields = Readonly<Record<string, unknown>>;

/** One event: an object, alone or as the only one of `Records`. */
export function readEvent(value: unknown): Result<RecordedEvent, CaseFault> {
  const event = onlyEvent(value);
  if (event === null) return fault("event", "this is no single CloudTrail event");
  const identity = fields(event.userIdentity);
  const principal = principalOf(event, identity);
  if (!principal.ok) return principal;
  const source = text(event.eventSource);
  const name = text(event.eventName);
  if (source === null || name === null) return fault("eventSource", "the event has no source or no name");
  const action = permissionOf(source, name);
  const resource = resourceOf(event, action);
  const owner = resource.account ?? text(event.recipientAccountId) ?? text(identity.accountId);
  if (owner === null)
    return fault("recipientAccountId", "the event does not tell whose resource it is about");
  const issuer = fields(fields(identity.sessionContext).sessionIssuer);
  const role = text(issuer.type) === "Role" ? text(issuer.arn) : null;
  return ok({
    request: {
      principal: principal.value,
      action,
      resource: { arn: resource.arn, account: owner },
      context: contextOf(event, identity),
      ...(role === null ? {} : { role }),
    },
    recorded: outcomeOf(text(event.errorCode)),
  });
}

function onlyEvent(value: unknown): Fields | null {
  if (!isFields(value)) return null;
  if (value.Records === undefined) {
    // `lookup-events` has the event as a text in its own object.
    return typeof value.CloudTrailEvent === "string" ? fields(jsonOf(value.CloudTrailEvent)) : value;
  }
  if (!Array.isArray(value.Records) || value.Records.length !== 1) return null;
  const [only]: readonly unknown[] = value.Records;
  return isFields(only) ? only : null;
}

function jsonOf(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}

function principalOf(event: Fields, identity: Fields): Result<RequestToDecide["principal"], CaseFault> {
  const at = "userIdentity";
  const arn = text(identity.arn);
  switch (text(identity.type)) {
    case "AWSService": {
      const service = text(identity.invokedBy);
      return service === null ? fault(at, "the event does not tell which service called") : ok(service);
    }
    case "WebIdentityUser":
    case "SAMLUser": {
      const provider = text(identity.identityProvider);
      return provider === null
        ? fault(at, "the event does not tell the identity provider")
        : ok({ federated: provider });
    }
    case "AWSAccount":
      if (text(identity.accountId)?.toUpperCase().startsWith("ANONYMOUS") === true) return ok("anonymous");
      break;
  }
  if (arn !== null && parseCaller(arn, null).ok) return ok(arn);
  if (arn === null && text(event.eventType) !== null && text(identity.principalId) === "Anonymous") {
    return ok("anonymous");
  }
  return fault(at, "the event does not tell the caller's ARN: give it with --principal");
}

/** The keys that an event surely tells. */
function contextOf(event: Fields, identity: Fields): RequestToDecide["context"] {
  const context: Record<string, string | readonly string[]> = {};
  const put = (key: string, value: string | null): void => {
    if (value !== null) context[key] = value;
  };
  const source = text(event.sourceIPAddress);
  if (source !== null && /^[0-9a-f.:]+$/i.test(source) && /[.:]/.test(source)) put("aws:SourceIp", source);
  put("aws:UserAgent", text(event.userAgent));
  put("aws:RequestedRegion", text(event.awsRegion));
  put("aws:SourceVpce", text(event.vpcEndpointId));
  put("aws:VpceAccount", text(event.vpcEndpointAccountId));
  put("aws:CurrentTime", text(event.eventTime));
  const time = Date.parse(text(event.eventTime) ?? "");
  if (!Number.isNaN(time)) put("aws:EpochTime", String(time / 1000));
  if (isFields(event.tlsDetails)) put("aws:SecureTransport", "true");
  const service = text(identity.invokedBy);
  const isService = text(identity.type) === "AWSService";
  if (!isService) put("aws:ViaAWSService", service === null ? "false" : "true");
  if (!isService && service?.endsWith(".amazonaws.com") === true) context["aws:CalledVia"] = [service];
  const id = text(identity.principalId);
  if (id !== null && !isService) put("aws:userid", id);
  const attributes = fields(fields(identity.sessionContext).attributes);
  put("aws:MultiFactorAuthPresent", text(attributes.mfaAuthenticated));
  put("aws:TokenIssueTime", text(attributes.creationDate));
  put("aws:SourceIdentity", text(fields(identity.sessionContext).sourceIdentity));
  if (text(event.eventSource) === "sts.amazonaws.com")
    putSessionKeys(fields(event.requestParameters), context);
  return context;
}

/** What a call to STS asks for. */
function putSessionKeys(parameters: Fields, context: Record<string, string | readonly string[]>): void {
  const names = { externalId: "sts:ExternalId", roleSessionName: "sts:RoleSessionName" } as const;
  for (const [name, key] of Object.entries(names)) {
    const value = text(parameters[name]);
    if (value !== null) context[key] = value;
  }
  const identity = text(parameters.sourceIdentity);
  if (identity !== null) context["sts:SourceIdentity"] = identity;
  const tags = Array.isArray(parameters.tags) ? parameters.tags.filter(isFields) : [];
  for (const tag of tags) {
    const key = text(tag.key);
    if (key !== null) context[`aws:RequestTag/${key}`] = text(tag.value) ?? "";
  }
  if (tags.length > 0) context["aws:TagKeys"] = tags.flatMap((tag) => text(tag.key) ?? []);
  const transitive = parameters.transitiveTagKeys;
  if (Array.isArray(transitive)) {
    context["sts:TransitiveTagKeys"] = transitive.filter((key): key is string => typeof key === "string");
  }
}

const refusals = /AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden/i;

function outcomeOf(error: string | null): RecordedEvent["recorded"] {
  if (error === null) return "allowed";
  return refusals.test(error) ? "denied" : "failed";
}

function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
