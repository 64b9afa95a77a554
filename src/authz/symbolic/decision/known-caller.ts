/** A caller who is known, and the keys that follow from who it is (FORMATS of a request; IAM-SEMANTICS 20). */
import { err, ok, type Result, splitArn } from "../../../model/index.ts";
import { callerOf, textOfCaller } from "../principal-texts.ts";

export type KnownCaller = {
  /** As the dimension of callers has it. */
  readonly text: string;
};

/** `role`: of a session, its role's ARN with the path. */
export function knownCaller(
  principal: string | { readonly federated: string },
  role: string | null = null,
): Result<KnownCaller, string> {
  if (typeof principal === "string" && principal.startsWith("arn:")) {
    const parts = splitArn(principal);
    const isCaller = /^(user\/.|role\/.|root$|assumed-role\/[^/]+\/.|federated-user\/.)/.test(
      parts?.resource ?? "",
    );
    if (parts === null || !isCaller) return err(`"${principal}" is not the ARN of somebody who could call`);
  }
  return ok({ text: textOfCaller(principal, role) });
}

/** The keys that an evaluator derives: lower-case names; an empty list is absent. */
export function givenByCaller({ text }: KnownCaller): ReadonlyMap<string, readonly string[]> {
  const caller = callerOf(text);
  const given = new Map<string, readonly string[]>([["aws:username", []]]);
  if (caller.kind !== "iam") {
    if (caller.kind === "other" && caller.principal === "anonymous") {
      given.set("aws:principaltype", ["Anonymous"]);
      given.set("aws:userid", ["anonymous"]);
    }
    return given;
  }
  const parts = splitArn(caller.principal);
  const resource = parts?.resource ?? "";
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const account = parts?.account ?? "";
  given.set("aws:principaltype", [typeOf(resource)]);
  given.set("aws:principalaccount", [account]);
  given.set("aws:principalarn", [caller.role ?? caller.principal]);
  if (resource.startsWith("user/")) given.set("aws:username", [name]);
  if (resource === "root") given.set("aws:userid", [account]);
  if (resource.startsWith("federated-user/")) given.set("aws:userid", [`${account}:${name}`]);
  return given;
}

function typeOf(resource: string): string {
  if (resource === "root") return "Account";
  if (resource.startsWith("user/")) return "User";
  return resource.startsWith("federated-user/") ? "FederatedUser" : "AssumedRole";
}
