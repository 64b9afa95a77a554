/**
 * The request's condition keys, ready to be asked for: those stated, and those that follow from the principal. Key names
 * are compared without regard to case (IAM-SEMANTICS 52); a key with no values is absent.
 */
import type { OrganizationView, Request } from "../types.ts";
import { type Caller, isIamCaller } from "./caller.ts";
import { type Unknown, unknown } from "./outcome.ts";

export interface RequestContext {
  /** `lowerKey` is lower case. Null: absent. Unknown: there, but its value is not known. */
  values(lowerKey: string): readonly string[] | Unknown | null;
}

type Values = ReadonlyMap<string, readonly string[] | Unknown>;

/**
 * Derives `aws:PrincipalArn`, `…Account`, `…Type`, `aws:username`, `aws:userid` (where it can be known) and the
 * organization keys of our own accounts; what the request states wins. No other key is derived.
 */
export function requestContext(
  stated: Request["context"],
  caller: Caller,
  organization: OrganizationView | null,
): RequestContext {
  return new StatedContext(stated, derivedValues(caller, organization));
}

/** Reads what is stated when it is first asked for: many policies have no conditions. */
class StatedContext implements RequestContext {
  readonly #stated: Request["context"];
  readonly #derived: Values;
  #table: Map<string, readonly string[] | null> | null = null;

  constructor(stated: Request["context"], derived: Values) {
    this.#stated = stated;
    this.#derived = derived;
  }

  values(lowerKey: string): readonly string[] | Unknown | null {
    this.#table ??= statedValues(this.#stated);
    const stated = this.#table.get(lowerKey);
    return stated === undefined ? (this.#derived.get(lowerKey) ?? null) : stated;
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

const withoutOrganization = new WeakMap<Caller, Values>();

function derivedValues(caller: Caller, organization: OrganizationView | null): Values {
  if (organization !== null) return derive(caller, organization);
  let values = withoutOrganization.get(caller);
  if (values === undefined) {
    values = derive(caller, null);
    withoutOrganization.set(caller, values);
  }
  return values;
}

function derive(caller: Caller, organization: OrganizationView | null): Values {
  const table = new Map<string, readonly string[] | Unknown>();
  if (caller.kind === "anonymous") {
    table.set("aws:principalaccount", ["anonymous"]);
    table.set("aws:principaltype", ["Anonymous"]);
    table.set("aws:userid", ["anonymous"]);
    return table;
  }
  if (!isIamCaller(caller)) return table;
  table.set("aws:principalarn", [principalArn(caller)]);
  table.set("aws:principalaccount", [caller.account]);
  table.set("aws:principaltype", [principalTypes[caller.kind]]);
  if (caller.kind === "user") table.set("aws:username", [caller.name]);
  if (caller.kind === "root") table.set("aws:userid", [caller.account]);
  if (caller.kind === "federated-user") table.set("aws:userid", [`${caller.account}:${caller.name}`]);
  if (organization === null || organization.organizationId === null || !organization.isOurs(caller.account))
    return table;
  table.set("aws:principalorgid", [organization.organizationId]);
  const path = organization.pathOf(caller.account);
  table.set(
    "aws:principalorgpaths",
    path === null
      ? unknown(`the place of account ${caller.account} in the organization is not known`)
      : [path],
  );
  return table;
}

/** Of a session: the ARN of its role (IAM-SEMANTICS 20); without a stated path, the path is taken to be `/`. */
function principalArn(caller: Extract<Caller, { readonly arn: string }>): string {
  if (caller.kind !== "session") return caller.arn;
  return caller.role ?? `arn:${caller.partition}:iam::${caller.account}:role/${caller.name}`;
}
