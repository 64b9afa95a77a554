/**
 * The request's condition keys, ready to be asked for: those stated, and those that follow from the principal. Key names
 * are compared without regard to case (IAM-SEMANTICS 52); a key with no values is absent.
 */
import type { UntoldKeys } from "../request-question.ts";
import type { OrganizationView, Request } from "../types.ts";
import { type Caller, isIamCaller } from "./caller.ts";
import { type Unknown, unknown } from "./outcome.ts";

export interface RequestContext {
  /** `lowerKey` is lower case. Null: absent. Unknown: there, but its value is not known. Untold: it may be absent as well. */
  values(lowerKey: string): readonly string[] | Unknown | Untold | null;
}

/** Whether the key is there is not known either. */
type Untold = Unknown & { readonly mayBeAbsent: true };

export function mayBeAbsent(values: ReturnType<RequestContext["values"]>): values is Untold {
  return values !== null && "mayBeAbsent" in values;
}

/**
 * Derives `aws:PrincipalArn`, `…Account`, `…Type`, `aws:username`, `aws:userid` (where it can be known) and the
 * organization keys of our own accounts; what the request states wins. No other key is derived.
 */
export function requestContext(
  stated: Request["context"],
  caller: Caller,
  organization: OrganizationView | null,
  untold: UntoldKeys | null = null,
): RequestContext {
  return new StatedContext(stated, caller, organization, untold);
}

/** Reads what is stated when it is first asked for: many policies have no conditions. */
class StatedContext implements RequestContext {
  readonly #stated: Request["context"];
  readonly #caller: Caller;
  readonly #organization: OrganizationView | null;
  readonly #untold: UntoldKeys | null;
  #table: Map<string, readonly string[] | null> | null = null;

  constructor(
    stated: Request["context"],
    caller: Caller,
    organization: OrganizationView | null,
    untold: UntoldKeys | null,
  ) {
    this.#stated = stated;
    this.#caller = caller;
    this.#organization = organization;
    this.#untold = untold;
  }

  values(lowerKey: string): readonly string[] | Unknown | Untold | null {
    this.#table ??= statedValues(this.#stated);
    const stated = this.#table.get(lowerKey);
    if (stated !== undefined) return stated;
    const derived = derivedValue(lowerKey, this.#caller, this.#organization);
    if (derived !== null || this.#untold === null || !this.#untold(lowerKey)) return derived;
    return { reason: `what ${lowerKey} was is not told`, mayBeAbsent: true };
  }
}

function statedValues(stated: Request["context"]): Map<string, readonly string[] | null> {
  const table = new Map<string, readonly string[] | null>();
  for (const key of Object.keys(stated)) {
    const value = stated[key];
    if (value === undefined) continue;
    const values = typeof value === "string" ? [value] : value;
    table.set(key.toLowerCase(), values.length > 0 ? values : null);
  }
  return table;
}

/** The same context with one more key, unless the request states it. */
export function withKey(stated: Request["context"], key: string, value: string): Request["context"] {
  const lower = key.toLowerCase();
  return Object.keys(stated).some((name) => name.toLowerCase() === lower)
    ? stated
    : { ...stated, [key]: value };
}

const principalTypes = {
  user: "User",
  role: "AssumedRole",
  session: "AssumedRole",
  "federated-user": "FederatedUser",
  root: "Account",
} as const;

function derivedValue(
  lowerKey: string,
  caller: Caller,
  organization: OrganizationView | null,
): readonly string[] | Unknown | null {
  if (!lowerKey.startsWith("aws:")) return null;
  switch (lowerKey) {
    case "aws:principalarn":
      return isIamCaller(caller) ? [principalArn(caller)] : null;
    case "aws:principalaccount":
      if (caller.kind === "anonymous") return ["anonymous"];
      return isIamCaller(caller) ? [caller.account] : null;
    case "aws:principaltype":
      if (caller.kind === "anonymous") return ["Anonymous"];
      return isIamCaller(caller) ? [principalTypes[caller.kind]] : null;
    case "aws:username":
      return caller.kind === "user" ? [caller.name] : null;
    case "aws:userid":
      return userId(caller);
    case "aws:principalorgid":
      return isMember(caller, organization) ? [organization.organizationId] : null;
    case "aws:principalorgpaths":
      return isMember(caller, organization) && isIamCaller(caller)
        ? organizationPaths(caller.account, organization)
        : null;
    default:
      return null;
  }
}

/** Where it can be known without the unique ids of users and roles. */
function userId(caller: Caller): readonly string[] | null {
  if (caller.kind === "anonymous") return ["anonymous"];
  if (caller.kind === "root") return [caller.account];
  return caller.kind === "federated-user" ? [`${caller.account}:${caller.name}`] : null;
}

type KnownOrganization = OrganizationView & { readonly organizationId: string };

function isMember(caller: Caller, organization: OrganizationView | null): organization is KnownOrganization {
  return (
    organization !== null &&
    organization.organizationId !== null &&
    isIamCaller(caller) &&
    organization.isOurs(caller.account)
  );
}

function organizationPaths(account: string, organization: OrganizationView): readonly string[] | Unknown {
  const path = organization.pathOf(account);
  return path === null ? unknown(`the place of account ${account} in the organization is not known`) : [path];
}

/** Of a session: the ARN of its role (IAM-SEMANTICS 20); without a stated path, the path is taken to be `/`. */
function principalArn(caller: Extract<Caller, { readonly arn: string }>): string {
  if (caller.kind !== "session") return caller.arn;
  return caller.role ?? `arn:${caller.partition}:iam::${caller.account}:role/${caller.name}`;
}
