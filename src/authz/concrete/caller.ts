/** Who makes the request: the principal's text taken apart (IAM-SEMANTICS 12–20). */
import { err, ok, type Result, splitArn } from "../../model/index.ts";
import type { Request } from "../types.ts";

type Identity = { readonly arn: string; readonly account: string; readonly partition: string };

export type Caller =
  | ({ readonly kind: "user"; readonly name: string } & Identity)
  /** A role without a session's name: some session of it (see `role-sessions.ts`). */
  | ({ readonly kind: "role"; readonly name: string } & Identity)
  /** `role` is the role's ARN with its path where known, null else. */
  | ({ readonly kind: "session"; readonly name: string; readonly role: string | null } & Identity)
  | ({ readonly kind: "federated-user"; readonly name: string } & Identity)
  | ({ readonly kind: "root" } & Identity)
  | { readonly kind: "service"; readonly service: string }
  /** `provider`: ARN or host of the identity provider. */
  | { readonly kind: "federated"; readonly provider: string; readonly protocol: "oidc" | "saml" }
  | { readonly kind: "anonymous" };

/** An IAM principal: it has an account, and policies of its own. */
export type IamCaller = Extract<Caller, Identity>;

export function isIamCaller(caller: Caller): caller is IamCaller {
  return caller.kind !== "service" && caller.kind !== "federated" && caller.kind !== "anonymous";
}

/** A role that a service made for itself; its path tells it, and SCPs and RCPs leave it alone (IAM-SEMANTICS 6, 57). */
export function isServiceLinked(caller: Caller): boolean {
  if (caller.kind === "role") return isServiceLinkedRole(caller.arn);
  return caller.kind === "session" && caller.role !== null && isServiceLinkedRole(caller.role);
}

export function isServiceLinkedRole(arn: string): boolean {
  return /^arn:[^:]+:iam::[^:]*:role\/aws-service-role\//.test(arn);
}

/** Callers taken apart before, by principal and role: few ask often. Bounded, since requests may be hostile. */
const withoutRole = new Map<string, Result<Caller, string>>();
const withRole = new Map<string, Result<Caller, string>>();
const mostParsed = 1000;

/** `role`: for a session ARN, the ARN of its role with the path, which a session's own ARN lacks (IAM-SEMANTICS 20). */
export function parseCaller(principal: Request["principal"], role: string | null): Result<Caller, string> {
  if (typeof principal !== "string") return readCaller(principal, role);
  const parsed = role === null ? withoutRole : withRole;
  const key = role === null ? principal : `${principal.length} ${principal}${role}`;
  let caller = parsed.get(key);
  if (caller === undefined) {
    caller = readCaller(principal, role);
    if (parsed.size >= mostParsed) parsed.clear();
    parsed.set(key, caller);
  }
  return caller;
}

function readCaller(principal: Request["principal"], role: string | null): Result<Caller, string> {
  if (typeof principal !== "string") {
    const protocol = principal.federated.includes(":saml-provider/") ? "saml" : "oidc";
    return ok({ kind: "federated", provider: principal.federated, protocol });
  }
  if (principal === "anonymous") return ok({ kind: "anonymous" });
  if (!principal.startsWith("arn:")) {
    return /^[a-z0-9.-]+\.[a-z]+$/i.test(principal)
      ? ok({ kind: "service", service: principal })
      : err(`"${principal}" is neither an ARN, nor a service such as ec2.amazonaws.com, nor "anonymous"`);
  }
  const parts = splitArn(principal);
  const caller = parts === null ? null : iamCaller(principal, parts, role);
  return caller === null
    ? err(`"${principal}" is not the ARN of a user, role, session or root user`)
    : ok(caller);
}

function iamCaller(
  arn: string,
  parts: NonNullable<ReturnType<typeof splitArn>>,
  role: string | null,
): Caller | null {
  const { account, partition, resource } = parts;
  if (parts.service === "iam") {
    if (resource === "root") return { kind: "root", arn, account, partition };
    const kind = resource.startsWith("role/") ? "role" : resource.startsWith("user/") ? "user" : null;
    const name = resource.slice(resource.lastIndexOf("/") + 1);
    return kind === null || name === "" ? null : { kind, arn, account, partition, name };
  }
  if (parts.service !== "sts") return null;
  const [type, name = "", session = ""] = resource.split("/");
  if (type === "federated-user" && name !== "")
    return { kind: "federated-user", arn, account, partition, name };
  if (type === "assumed-role" && name !== "" && session !== "") {
    return { kind: "session", arn, account, partition, name, role };
  }
  return null;
}
