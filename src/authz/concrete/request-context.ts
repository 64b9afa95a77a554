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

/**
 * Derives `aws:PrincipalArn`, `…Account`, `…Type`, `aws:username`, `aws:userid` (where it can be known) and the
 * organization keys of our own accounts; what the request states wins. No other key is derived.
 */
export function requestContext(
  stated: Request["context"],
  caller: Caller,
  organization: OrganizationView | null,
): RequestContext {
  const table = new Map<string, readonly string[] | Unknown>();
  derive(table, caller, organization);
  for (const [key, value] of Object.entries(stated)) {
    const values = typeof value === "string" ? [value] : value;
    if (values.length > 0) table.set(key.toLowerCase(), values);
    else table.delete(key.toLowerCase());
  }
  return { values: (lowerKey) => table.get(lowerKey) ?? null };
}

const principalTypes = {
  user: "User",
  role: "AssumedRole",
  session: "AssumedRole",
  "federated-user": "FederatedUser",
  root: "Account",
} as const;

function derive(
  table: Map<string, readonly string[] | Unknown>,
  caller: Caller,
  organization: OrganizationView | null,
): void {
  if (caller.kind === "anonymous") {
    table.set("aws:principalaccount", ["anonymous"]);
    table.set("aws:principaltype", ["Anonymous"]);
    table.set("aws:userid", ["anonymous"]);
    return;
  }
  if (!isIamCaller(caller)) return;
  table.set("aws:principalarn", [principalArn(caller)]);
  table.set("aws:principalaccount", [caller.account]);
  table.set("aws:principaltype", [principalTypes[caller.kind]]);
  if (caller.kind === "user") table.set("aws:username", [caller.name]);
  if (caller.kind === "root") table.set("aws:userid", [caller.account]);
  if (caller.kind === "federated-user") table.set("aws:userid", [`${caller.account}:${caller.name}`]);
  if (organization === null || organization.organizationId === null || !organization.isOurs(caller.account))
    return;
  table.set("aws:principalorgid", [organization.organizationId]);
  const path = organization.pathOf(caller.account);
  table.set(
    "aws:principalorgpaths",
    path === null
      ? unknown(`the place of account ${caller.account} in the organization is not known`)
      : [path],
  );
}

/** Of a session: the ARN of its role (IAM-SEMANTICS 20); without a stated path, the path is taken to be `/`. */
function principalArn(caller: Extract<Caller, { readonly arn: string }>): string {
  if (caller.kind !== "session") return caller.arn;
  return caller.role ?? `arn:${caller.partition}:iam::${caller.account}:role/${caller.name}`;
}
