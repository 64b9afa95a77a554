/** Who calls (IAM-SEMANTICS A3), and the condition keys that follow from it. */
import type { RequestToDecide } from "../../../src/authz/request-question.ts";
import type { OrganizationView } from "../../../src/authz/types.ts";

type Identity = { readonly arn: string; readonly partition: string; readonly account: string };

export type IamCaller =
  | ({ readonly kind: "user"; readonly name: string } & Identity)
  | ({ readonly kind: "root" } & Identity)
  | ({ readonly kind: "federated-user"; readonly name: string } & Identity)
  /** A role's ARN alone: some session of it. */
  | ({ readonly kind: "role"; readonly role: string } & Identity)
  | ({ readonly kind: "session"; readonly role: string } & Identity);

export type Caller =
  | IamCaller
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "federated"; readonly provider: string }
  | { readonly kind: "anonymous" };

export function callerOf({ principal, role }: Pick<RequestToDecide, "principal" | "role">): Caller {
  if (typeof principal !== "string") return { kind: "federated", provider: principal.federated };
  if (principal === "anonymous") return { kind: "anonymous" };
  if (!principal.startsWith("arn:")) return { kind: "service", name: principal };
  const [, partition = "", service = "", , account = "", ...rest] = principal.split(":");
  const resource = rest.join(":");
  const identity = { arn: principal, partition, account };
  const segments = resource.split("/");
  const last = segments.at(-1) ?? "";
  if (resource === "root") return { kind: "root", ...identity };
  if (service === "iam" && segments[0] === "user") return { kind: "user", name: last, ...identity };
  if (service === "iam" && segments[0] === "role") return { kind: "role", role: principal, ...identity };
  if (segments[0] === "federated-user") return { kind: "federated-user", name: last, ...identity };
  return {
    kind: "session",
    role: role ?? `arn:${partition}:iam::${account}:role/${segments[1]}`,
    ...identity,
  };
}

export function isIam(caller: Caller): caller is IamCaller {
  return caller.kind !== "service" && caller.kind !== "federated" && caller.kind !== "anonymous";
}

/** The role behind a session or a role; null for others. */
export function roleOf(caller: Caller): string | null {
  return caller.kind === "session" || caller.kind === "role" ? caller.role : null;
}

/** Its permissions are AWS's own: no SCP, no RCP (IAM-SEMANTICS 6, 57). */
export function isServiceLinked(caller: Caller): boolean {
  return roleOf(caller)?.includes(":role/aws-service-role/") ?? false;
}

const types = {
  user: "User",
  root: "Account",
  "federated-user": "FederatedUser",
  role: "AssumedRole",
  session: "AssumedRole",
} as const;

/** Lower-case keys; a request that states one of them is believed. */
export function derivedKeys(
  caller: Caller,
  organization: OrganizationView | null,
): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  if (caller.kind === "anonymous") {
    keys.set("aws:principalaccount", ["anonymous"]);
    keys.set("aws:principaltype", ["Anonymous"]);
    keys.set("aws:userid", ["anonymous"]);
  }
  if (!isIam(caller)) return keys;
  keys.set("aws:principalarn", [roleOf(caller) ?? caller.arn]);
  keys.set("aws:principalaccount", [caller.account]);
  keys.set("aws:principaltype", [types[caller.kind]]);
  if (caller.kind === "user") keys.set("aws:username", [caller.name]);
  if (organization?.organizationId == null || !organization.isOurs(caller.account)) return keys;
  keys.set("aws:principalorgid", [organization.organizationId]);
  const path = organization.pathOf(caller.account);
  if (path !== null) keys.set("aws:principalorgpaths", [path]);
  return keys;
}

/** Never free in a random request: they follow from who calls. */
export const derivedKeyNames: readonly string[] = [
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principaltype",
  "aws:username",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:userid",
];
