/**
 * What a request asks for: the action itself and those that it needs besides (IAM-SEMANTICS 30–33, 63), and which callers
 * the action takes (4, 18, 34, 40).
 */
import { splitArn } from "../../model/index.ts";
import type { RequestDecision, RequestToDecide, UntoldKeys } from "../request-question.ts";
import { sessionPermissions } from "../service-facts/session-permissions.ts";
import { unsignedServices } from "../service-facts/unsigned-services.ts";
import type { OrganizationView, Request } from "../types.ts";
import { type Caller, isIamCaller, parseCaller } from "./caller.ts";
import { implicitlyDenied, undecided } from "./decision.ts";
import { foldCase } from "./glob.ts";
import { requestContext, withKey } from "./request-context.ts";
import { type RequestedResource, requestedResource } from "./resource-match.ts";
import { invokeByUrl, invokedViaUrl, invokeFunction } from "./services/function-url.ts";
import type { Call } from "./statement-match.ts";

/** The actions of an assumption that must all be allowed, the request's own first. */
export function neededActions(request: Request): readonly string[] {
  const present = Object.entries(request.context)
    .filter(([, value]) => typeof value === "string" || value.length > 0)
    .map(([key]) => key.toLowerCase());
  const implied = sessionPermissions.filter(({ action, beginnings }) => {
    if (request.action.toLowerCase() === action.toLowerCase()) return false;
    return present.some((key) => beginnings.some((beginning) => key.startsWith(beginning)));
  });
  return [request.action, ...implied.map(({ action }) => action)];
}

/** Few actions are asked about again and again. Bounded, since requests may be hostile. */
const foldedActions = new Map<string, string>();

function folded(action: string): string {
  let found = foldedActions.get(action);
  if (found === undefined) {
    found = foldCase(action);
    if (foldedActions.size < 5000) foldedActions.set(action, found);
  }
  return found;
}

export type RequestCalls = {
  readonly caller: Caller;
  /** The calls to be judged, made by the caller or one of its sessions. */
  readonly by: (principal: Caller) => readonly Call[];
};

/** What has to be judged, or the decision where none has to be. */
export function neededCalls(
  request: RequestToDecide,
  organization: OrganizationView | null,
  callerHasBoundary: boolean,
  untold: UntoldKeys | null = null,
): RequestCalls | RequestDecision {
  const parsed = parseCaller(request.principal, request.role ?? statedRole(request));
  if (!parsed.ok) return undecided(parsed.error);
  const caller = parsed.value;
  const action = folded(request.action);
  const resource = requestedResource(request.resource.arn);
  const settled = settledByRule(action, caller, resource, request.resource.account);
  if (settled !== null) return settled;
  const isTrust = isAssumption(action, resource);
  if (isTrust && isMalformed(request)) {
    return implicitlyDenied(["resource"], ["STS does not take a parameter of the request as it is."]);
  }
  const call = (principal: Caller, name: string, stated: Request["context"]): Call => ({
    caller: principal,
    callerHasBoundary,
    action: folded(name),
    actionName: name,
    resource,
    owner: request.resource.account,
    context: requestContext(stated, caller, organization, untold),
    isTrust,
    starIsForAll: !isTrust && unsignedServices.has(action.slice(0, action.indexOf(":"))),
  });
  if (isTrust) {
    return {
      caller,
      by: (principal) => neededActions(request).map((name) => call(principal, name, request.context)),
    };
  }
  if (action !== invokeByUrl) {
    return { caller, by: (principal) => [call(principal, request.action, request.context)] };
  }
  const viaUrl = withKey(request.context, invokedViaUrl, "true");
  return {
    caller,
    by: (principal) => [
      call(principal, request.action, request.context),
      call(principal, invokeFunction, viaUrl),
    ],
  };
}

/** Parameters of an assumption as STS takes them, by the keys that bring them, lower case (IAM-SEMANTICS 28). */
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
function statedRole({ principal, context }: Request): string | null {
  if (typeof principal !== "string" || !principal.includes(":assumed-role/")) return null;
  for (const key of Object.keys(context)) {
    if (key.length !== principalArn.length || key.toLowerCase() !== principalArn) continue;
    const value = context[key] ?? [];
    const only = typeof value === "string" ? value : value.length === 1 ? value[0] : undefined;
    return only?.includes(":role/") === true ? only : null;
  }
  return null;
}

const principalArn = "aws:principalarn";

/** The role's trust policy has the word: calls to assume it, and what such calls need besides. */
function isAssumption(action: string, { parts }: RequestedResource): boolean {
  if (!action.startsWith("sts:")) return false;
  if (assumptions.has(action)) return true;
  return (
    (action === "sts:tagsession" || action === "sts:setsourceidentity" || action === "sts:setcontext") &&
    parts?.service === "iam" &&
    parts.resource.startsWith("role/")
  );
}

const assumptions = new Set(["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"]);

const anybody: RequestDecision = {
  decision: "Allowed",
  because: [],
  blockedBy: [],
  unknowns: [],
  notes: ["sts:GetCallerIdentity needs no permission, and no policy can take it away."],
  nearest: null,
};

/** What no policy can change. */
function settledByRule(
  action: string,
  caller: Caller,
  resource: RequestedResource,
  owner: string,
): RequestDecision | null {
  // Nothing is delegated between partitions (IAM-SEMANTICS 4).
  const partition = resource.parts?.partition;
  if (partition !== undefined && isIamCaller(caller) && caller.partition !== partition) {
    return implicitlyDenied(["resource"], ["Nothing is delegated between partitions of AWS."]);
  }
  const reason = whyNotTaken(action, caller) ?? whyNotFrom(caller, owner);
  if (reason !== null)
    return implicitlyDenied([caller.kind === "anonymous" ? "identity" : "resource"], [reason]);
  return action === "sts:getcalleridentity" && isIamCaller(caller) ? anybody : null;
}

/** An identity provider with an ARN has to live in the account of the role (IAM-SEMANTICS 18). */
function whyNotFrom(caller: Caller, owner: string): string | null {
  const provider = caller.kind === "federated" ? splitArn(caller.provider) : null;
  return provider === null || provider.account === owner
    ? null
    : "Roles can be assumed by way of identity providers of their own account alone.";
}

/** Unsigned calls of STS bring an assertion or token; all its other callers sign, so anonymous ones can do neither. */
function whyNotTaken(action: string, caller: Caller): string | null {
  if (!action.startsWith("sts:")) {
    return caller.kind === "federated" ? "A token or assertion is good for assuming a role alone." : null;
  }
  if (caller.kind === "anonymous") return "STS takes no anonymous requests.";
  // API reference of GetFederationToken.
  if (caller.kind === "federated-user" && action !== "sts:getcalleridentity")
    return "A federated user can call sts:GetCallerIdentity alone.";
  switch (action) {
    case "sts:assumerolewithsaml":
      return caller.kind === "federated" && caller.protocol === "saml"
        ? null
        : "The action takes a SAML assertion.";
    case "sts:assumerolewithwebidentity":
      return caller.kind === "federated" && caller.protocol === "oidc"
        ? null
        : "The action takes a token of an OIDC provider.";
    case "sts:assumerole":
    case "sts:tagsession":
    case "sts:setsourceidentity":
    case "sts:setcontext":
      // API reference of AssumeRole.
      if (caller.kind === "root") return "Root users can't assume roles.";
      if (action !== "sts:assumerole") return null;
      return caller.kind === "federated"
        ? "The action takes signed requests, not tokens or assertions."
        : null;
    case "sts:assumeroot":
      return caller.kind === "root" ? "Root users can't call sts:AssumeRoot." : null;
    case "sts:getsessiontoken":
    case "sts:getfederationtoken":
      return caller.kind === "user" || caller.kind === "root"
        ? null
        : "The action can't be called with a session's credentials.";
    default:
      return null;
  }
}
