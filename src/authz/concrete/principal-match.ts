/**
 * Whether a Principal or NotPrincipal element speaks of the caller, and by which form of name, which decides what the
 * caller's own policies still have to say (IAM-SEMANTICS A2, 12–20).
 */
import { isAccountId, isUniqueId, splitArn } from "../../model/index.ts";
import type { PrincipalElement, PrincipalEntry, Statement } from "../../policy/ast.ts";
import { type Caller, type IamCaller, isIamCaller } from "./caller.ts";
import { globMatches, globOf } from "./glob.ts";
import { either, type Outcome, unknown } from "./outcome.ts";

/** The rows of the table in IAM-SEMANTICS A2, and the forms without an identity side. */
export type NamedAs =
  | "user"
  | "role"
  | "session"
  | "federated-user"
  /** A user is named, and the caller is a federated-user session of it. */
  | "user-of-session"
  | "account"
  | "everyone"
  | "service"
  | "federated";

/** One way in which an element names the caller. `outcome` is never false. */
export type Naming = { readonly as: NamedAs; readonly outcome: Outcome };

export type PrincipalMatch = { readonly outcome: Outcome; readonly namings: readonly Naming[] };

export type MatchedPrincipal = {
  readonly effect: Statement["effect"];
  readonly caller: Caller;
  /** The account of the resource; an identity provider must live there (IAM-SEMANTICS 18). */
  readonly owner: string;
  readonly callerHasBoundary: boolean;
};

export function matchesPrincipal(element: PrincipalElement, question: MatchedPrincipal): PrincipalMatch {
  return element.negated ? notListed(element, question) : listed(element, question);
}

function listed(element: PrincipalElement, question: MatchedPrincipal): PrincipalMatch {
  let outcome: Outcome = false;
  const namings: Naming[] = [];
  for (const entry of element.entries) {
    const naming = matchesEntry(entry, question);
    if (naming === null) continue;
    outcome = either(outcome, naming.outcome);
    namings.push(naming);
  }
  return { outcome, namings };
}

/**
 * NotPrincipal (IAM-SEMANTICS 17). AWS exempts a user when its account and itself are listed, a session when account, role
 * and session are. Where only some of them are, its documentation says "might": that is not known.
 */
function notListed(element: PrincipalElement, question: MatchedPrincipal): PrincipalMatch {
  const { caller } = question;
  if (question.effect === "Deny" && question.callerHasBoundary && isIamCaller(caller)) {
    return everyone(true);
  }
  if (element.entries.some((entry) => entry.value === "*")) return { outcome: false, namings: [] };
  const listedAs = new Set(
    listed(element, question).namings.map((naming) => (naming.outcome === true ? naming.as : "in doubt")),
  );
  if (listedAs.size === 0) return everyone(true);
  if (exemptWhenListedAs[caller.kind]?.every((as) => listedAs.has(as)))
    return { outcome: false, namings: [] };
  return everyone(unknown("NotPrincipal lists only some of the caller's account, role and session"));
}

/** Null: never surely; of a role, since its session is one that is not listed. */
const exemptWhenListedAs: Readonly<Record<Caller["kind"], readonly NamedAs[] | null>> = {
  user: ["account", "user"],
  role: null,
  session: ["account", "role", "session"],
  "federated-user": ["account", "federated-user"],
  root: ["account"],
  service: ["service"],
  federated: ["federated"],
  anonymous: null,
};

function everyone(outcome: Outcome): PrincipalMatch {
  return { outcome, namings: [{ as: "everyone", outcome }] };
}

/** Null: the entry does not name the caller. */
function matchesEntry(entry: PrincipalEntry, question: MatchedPrincipal): Naming | null {
  const { caller } = question;
  switch (entry.type) {
    case "*":
      return anyAws(question);
    case "AWS":
      return entry.value === "*" ? anyAws(question) : awsEntry(entry.value, caller);
    case "Service":
      return caller.kind === "service" && caller.service === entry.value
        ? { as: "service", outcome: true }
        : null;
    case "Federated":
      return caller.kind === "federated" &&
        caller.provider === entry.value &&
        isProviderOf(question.owner, entry.value)
        ? { as: "federated", outcome: true }
        : null;
    case "CanonicalUser":
      // A form of S3 alone (IAM-SEMANTICS 22); canonical ids of callers are not known.
      return null;
  }
}

/** `"*"` and `{"AWS": "*"}` are every IAM principal and anonymous (IAM-SEMANTICS 15); a Deny stops all others too. */
function anyAws({ caller, effect }: MatchedPrincipal): Naming {
  const isAws = isIamCaller(caller) || caller.kind === "anonymous";
  const outcome =
    isAws || effect === "Deny"
      ? true
      : unknown('whether the principal "*" lets in services and federated callers is not documented');
  return { as: "everyone", outcome };
}

/** A provider with an ARN must exist in the role's account; public providers are named by host. */
function isProviderOf(owner: string, provider: string): boolean {
  const parts = splitArn(provider);
  return parts === null || parts.account === owner;
}

function awsEntry(value: string, caller: Caller): Naming | null {
  // What is left of a deleted principal (IAM-SEMANTICS 14): nobody calls with it any more.
  if (!isIamCaller(caller) || isUniqueId(value)) return null;
  if (isAccountId(value)) return value === caller.account ? { as: "account", outcome: true } : null;
  if (value.includes("*") || value.includes("?")) return partialWildcard(value, caller);
  const parts = splitArn(value);
  if (parts === null || parts.account !== caller.account || parts.partition !== caller.partition) return null;
  if (parts.resource === "root") return { as: "account", outcome: true };
  return namedPrincipal(value, parts.resource, caller);
}

/** Not in the grammar (IAM-SEMANTICS 15), so nobody can say what it does where it is found. */
function partialWildcard(value: string, caller: IamCaller): Naming | null {
  const role = caller.kind === "session" ? caller.role : null;
  return [caller.arn, ...(role === null ? [] : [role])].some((arn) => globMatches(globOf(value), arn))
    ? { as: "everyone", outcome: unknown(`a principal with a wildcard, ${value}, is not in AWS's grammar`) }
    : null;
}

function namedPrincipal(value: string, resource: string, caller: IamCaller): Naming | null {
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  switch (caller.kind) {
    case "user":
      return value === caller.arn ? { as: "user", outcome: true } : null;
    case "role":
      // Sessions that a policy names are asked about one by one; this is another one.
      return value === caller.arn ? { as: "role", outcome: true } : null;
    case "session":
      if (value === caller.arn) return { as: "session", outcome: true };
      return isRoleOf(value, resource, name, caller) ? { as: "role", outcome: true } : null;
    case "federated-user":
      if (value === caller.arn) return { as: "federated-user", outcome: true };
      return resource.startsWith("user/") && name === caller.name
        ? { as: "user-of-session", outcome: unknown("a federated user's name does not tell its user") }
        : null;
    case "root":
      return null;
  }
}

/** Without its role's path a session is known by account and role name, whose case does not count (IAM-SEMANTICS 20). */
function isRoleOf(
  value: string,
  resource: string,
  name: string,
  caller: Extract<Caller, { readonly kind: "session" }>,
): boolean {
  if (!resource.startsWith("role/")) return false;
  return caller.role === null ? name.toLowerCase() === caller.name.toLowerCase() : value === caller.role;
}
