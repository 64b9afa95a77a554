/**
 * Whether a Principal or NotPrincipal element speaks of the caller, and by which form of name, which decides what the
 * caller's own policies still have to say (IAM-SEMANTICS A2, 12–20).
 */
import { isAccountId, isUniqueId, splitArn } from "../../model/index.ts";
import type { PrincipalElement, PrincipalEntry, Statement } from "../../policy/ast.ts";
import { type Caller, type IamCaller, isIamCaller } from "./caller.ts";
import { globOf, globTest } from "./glob.ts";
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

/** Who asks, and of what kind of policy. */
export type AskedPrincipal = {
  readonly caller: Caller;
  /** The account of the resource; an identity provider must live there (IAM-SEMANTICS 18). */
  readonly owner: string;
  readonly callerHasBoundary: boolean;
  readonly isTrust: boolean;
  /** Whether an Allow for `*` surely speaks of services and federated callers too. */
  readonly starIsForAll: boolean;
  readonly idPartition?: "aws";
};

/** An element made ready to be asked about many callers. */
export type PreparedPrincipal = (asked: AskedPrincipal) => PrincipalMatch;

type Effect = Statement["effect"];
/** Null: the entry does not name the caller. */
type PreparedEntry = (asked: AskedPrincipal) => Naming | null;

const nobody: PrincipalMatch = { outcome: false, namings: [] };

export function preparePrincipal(element: PrincipalElement, effect: Effect): PreparedPrincipal {
  const entries = element.entries.map((entry) => prepareEntry(entry, effect));
  const named = listed(entries);
  if (!element.negated) return named;
  const isAnybody = element.entries.some((entry) => entry.value === "*");
  return (asked) => notListed(asked, effect, isAnybody, named);
}

function listed(entries: readonly PreparedEntry[]): PreparedPrincipal {
  return (asked) => {
    let first: Naming | null = null;
    let namings: Naming[] | null = null;
    for (const entry of entries) {
      const naming = entry(asked);
      if (naming === null) continue;
      if (first === null) first = naming;
      else if (namings === null) namings = [first, naming];
      else namings.push(naming);
    }
    if (first === null) return nobody;
    if (namings === null) return onlyNaming(first);
    let outcome: Outcome = false;
    for (const naming of namings) outcome = either(outcome, naming.outcome);
    return { outcome, namings };
  };
}

/** Most elements name a caller in one way, and most ways are sure: those answers are made once. */
function onlyNaming(naming: Naming): PrincipalMatch {
  let match = matches.get(naming);
  if (match === undefined) {
    match = { outcome: naming.outcome, namings: [naming] };
    matches.set(naming, match);
  }
  return match;
}
const matches = new WeakMap<Naming, PrincipalMatch>();

/**
 * NotPrincipal (IAM-SEMANTICS 17). AWS exempts a user when its account and itself are listed, a session when account, role
 * and session are. Where only some of them are, its documentation says "might": that is not known.
 */
function notListed(
  asked: AskedPrincipal,
  effect: Effect,
  isAnybody: boolean,
  named: PreparedPrincipal,
): PrincipalMatch {
  const { caller } = asked;
  if (effect === "Deny" && asked.callerHasBoundary && isIamCaller(caller)) return everyone(true);
  if (isAnybody) return nobody;
  const listedAs = new Set(
    named(asked).namings.map((naming) => (naming.outcome === true ? naming.as : "in doubt")),
  );
  if (listedAs.size === 0) return everyone(true);
  if (exemptWhenListedAs[caller.kind]?.every((as) => listedAs.has(as))) return nobody;
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

function surely(as: NamedAs): Naming {
  return { as, outcome: true };
}

const as = {
  user: surely("user"),
  role: surely("role"),
  session: surely("session"),
  federatedUser: surely("federated-user"),
  account: surely("account"),
  everyone: surely("everyone"),
  service: surely("service"),
  federated: surely("federated"),
  userOfSession: {
    as: "user-of-session",
    outcome: unknown("a federated user's name does not tell its user"),
  },
  everyoneButAws: {
    as: "everyone",
    outcome: unknown('whether the principal "*" lets in services and federated callers is not documented'),
  },
} as const satisfies Readonly<Record<string, Naming>>;

function prepareEntry(entry: PrincipalEntry, effect: Effect): PreparedEntry {
  const { value } = entry;
  switch (entry.type) {
    case "*":
      return prepareEveryone(effect);
    case "AWS":
      return value === "*" ? prepareEveryone(effect) : prepareAws(value);
    case "Service":
      return ({ caller }) => (caller.kind === "service" && caller.service === value ? as.service : null);
    case "Federated": {
      const account = splitArn(value)?.account ?? null;
      // A provider with an ARN must exist in the role's account; public providers are named by host.
      return ({ caller, owner }) =>
        caller.kind === "federated" && caller.provider === value && (account === null || account === owner)
          ? as.federated
          : null;
    }
    case "CanonicalUser": {
      // A form of S3 alone (IAM-SEMANTICS 22).
      const open: Naming = {
        as: "account",
        outcome: unknown(`whose account has the canonical user id ${value} is not known`),
      };
      return ({ caller, isTrust }) => (isIamCaller(caller) && !isTrust ? open : null);
    }
  }
}

/**
 * `"*"` and `{"AWS": "*"}` are every IAM principal and anonymous (IAM-SEMANTICS 15); a Deny stops all others too. Of an Allow
 * that is sure where even unsigned requests get in.
 */
function prepareEveryone(effect: Effect): PreparedEntry {
  if (effect === "Deny") return () => as.everyone;
  return ({ caller, starIsForAll }) =>
    starIsForAll || isIamCaller(caller) || caller.kind === "anonymous" ? as.everyone : as.everyoneButAws;
}

function prepareAws(value: string): PreparedEntry {
  // What is left of a deleted principal (IAM-SEMANTICS 14): nobody calls with it any more.
  if (isUniqueId(value)) return () => null;
  if (isAccountId(value)) {
    return ({ caller, idPartition }) =>
      isIamCaller(caller) &&
      caller.account === value &&
      (idPartition ?? caller.partition) === caller.partition
        ? as.account
        : null;
  }
  if (value.includes("*") || value.includes("?")) return preparePartialWildcard(value);
  const parts = splitArn(value);
  if (parts === null) return () => null;
  const { account, partition, resource } = parts;
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  return ({ caller }) => {
    if (!isIamCaller(caller) || caller.account !== account || caller.partition !== partition) return null;
    return resource === "root" ? as.account : namedPrincipal(value, resource, name, caller);
  };
}

/** Not in the grammar (IAM-SEMANTICS 15), so nobody can say what it does where it is found. */
function preparePartialWildcard(value: string): PreparedEntry {
  const test = globTest(globOf(value));
  const open: Naming = {
    as: "everyone",
    outcome: unknown(`a principal with a wildcard, ${value}, is not in AWS's grammar`),
  };
  return ({ caller }) => {
    if (!isIamCaller(caller)) return null;
    const role = caller.kind === "session" ? caller.role : null;
    return test(caller.arn) || (role !== null && test(role)) ? open : null;
  };
}

function namedPrincipal(value: string, resource: string, name: string, caller: IamCaller): Naming | null {
  switch (caller.kind) {
    case "user":
      return value === caller.arn ? as.user : null;
    case "role":
      // Sessions that a policy names are asked about one by one; this is another one.
      return value === caller.arn ? as.role : null;
    case "session":
      if (value === caller.arn) return as.session;
      return isRoleOf(value, resource, name, caller) ? as.role : null;
    case "federated-user":
      if (value === caller.arn) return as.federatedUser;
      // Whose session it is, its name does not tell: whoever asks for one chooses it.
      return resource.startsWith("user/") ? as.userOfSession : null;
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
