/**
 * What a request to assume a role asks for: the action itself and the permission-only actions that its context implies
 * (IAM-SEMANTICS 30–33), and which callers the action takes (18, 34).
 */
import { splitArn } from "../../model/index.ts";
import type { OrganizationView, Request } from "../types.ts";
import { type Caller, isIamCaller, parseCaller } from "./caller.ts";
import { type Decision, implicitlyDenied, undecided } from "./decision.ts";
import { requestContext } from "./request-context.ts";
import type { CallToJudge } from "./statement-match.ts";

/** A request of FORMATS §2; `role` gives the ARN of a session's role, with the path that the session's own ARN lacks. */
export type AssumeRequest = Request & { readonly role?: string };

/** Keys that each need a permission of their own, by how they begin, lower case. */
const impliedBy = [
  ["sts:TagSession", ["aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys"]],
  // A source identity that was set earlier stays with the session, and the next role must take it too (rule 32).
  ["sts:SetSourceIdentity", ["sts:sourceidentity", "aws:sourceidentity"]],
  ["sts:SetContext", ["sts:requestcontext"]],
] as const;

/** The actions that must all be allowed, the request's own first. */
export function neededActions(request: Request): readonly string[] {
  const present = Object.entries(request.context)
    .filter(([, value]) => typeof value === "string" || value.length > 0)
    .map(([key]) => key.toLowerCase());
  const implied = impliedBy.filter(([action, beginnings]) => {
    if (request.action.toLowerCase() === action.toLowerCase()) return false;
    return present.some((key) => beginnings.some((beginning) => key.startsWith(beginning)));
  });
  return [request.action, ...implied.map(([action]) => action)];
}

export type AssumeCalls = {
  readonly caller: Caller;
  /** The calls to be judged, made by the caller or one of its sessions. */
  readonly by: (principal: Caller) => readonly CallToJudge[];
};

/** What has to be judged, or the decision where none has to be. */
export function assumeCalls(
  request: AssumeRequest,
  organization: OrganizationView | null,
  callerHasBoundary: boolean,
): AssumeCalls | Decision {
  const parsed = parseCaller(request.principal, request.role ?? statedRole(request));
  if (!parsed.ok) return undecided(parsed.error);
  const caller = parsed.value;
  if (!takes(request.action, caller) || crossesPartitions(request, caller) || isMalformed(request))
    return implicitlyDenied(["trust"]);
  const context = requestContext(request.context, caller, organization);
  const { resource } = request;
  return {
    caller,
    by: (principal) =>
      neededActions(request).map((action) => ({
        caller: principal,
        callerHasBoundary,
        action,
        resource,
        context,
      })),
  };
}

/** Parameters of the call as STS takes them, by the keys that bring them, lower case (IAM-SEMANTICS 28). */
const parameters: Readonly<Record<string, RegExp>> = {
  "sts:externalid": /^[A-Za-z0-9_+=,.@:/-]{1,1224}$/,
  "sts:rolesessionname": /^[A-Za-z0-9_+=,.@-]{1,64}$/,
  "sts:sourceidentity": /^[A-Za-z0-9_+=,.@-]{1,64}$/,
};

/** STS refuses such a call before any policy is asked. That a single character is too short is left aside. */
function isMalformed({ context }: Request): boolean {
  return Object.entries(context).some(([key, value]) => {
    const form = parameters[key.toLowerCase()];
    const texts = typeof value === "string" ? [value] : value;
    return form !== undefined && texts.some((text) => !form.test(text));
  });
}

/** A stated `aws:PrincipalArn` is the ARN of a session's role, too. */
function statedRole(request: Request): string | null {
  const stated = Object.entries(request.context).find(
    ([key]) => key.toLowerCase() === "aws:principalarn",
  )?.[1];
  const only = typeof stated === "string" ? stated : stated?.length === 1 ? stated[0] : undefined;
  return only?.includes(":role/") === true ? only : null;
}

/**
 * Unsigned calls bring an assertion or token; all other callers sign, so anonymous ones can do neither. STS refuses the
 * root user ("Roles may not be assumed by root accounts"), and a federated user every call but GetCallerIdentity (API
 * reference of AssumeRole and GetFederationToken).
 */
function takes(action: string, caller: Caller): boolean {
  if (caller.kind === "anonymous" || caller.kind === "root" || caller.kind === "federated-user") return false;
  const lower = action.toLowerCase();
  if (lower === "sts:assumerolewithsaml") return caller.kind === "federated" && caller.protocol === "saml";
  if (lower === "sts:assumerolewithwebidentity")
    return caller.kind === "federated" && caller.protocol === "oidc";
  return lower === "sts:assumerole" ? caller.kind !== "federated" : true;
}

/** Nothing is delegated between partitions (IAM-SEMANTICS 4). */
function crossesPartitions(request: Request, caller: Caller): boolean {
  const partition = splitArn(request.resource.arn)?.partition;
  return partition !== undefined && isIamCaller(caller) && caller.partition !== partition;
}
