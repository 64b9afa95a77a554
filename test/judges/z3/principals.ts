/** How a Principal element takes a caller in (IAM-SEMANTICS A2, A3). */
import type { PrincipalElement, PrincipalEntry } from "../../../src/policy/ast.ts";
import { type Caller, isIam, roleOf } from "./callers.ts";
import { all, any, type Claim, never, no, open, yes } from "./terms.ts";

/**
 * What the caller of the same account then still needs. `itself`: named by user, session or federated-user ARN, service or
 * provider: nothing. `role`: boundary and session policy. `star`: AWS says nothing of them. `account`: its own policies.
 */
export type NamedAs = "itself" | "role" | "star" | "account";
export const waysOfNaming: readonly NamedAs[] = ["itself", "role", "star", "account"];

export function takesIn(
  element: PrincipalElement,
  caller: Caller,
  effect: "Allow" | "Deny",
  hasBoundary: boolean,
): Readonly<Record<NamedAs, Claim>> {
  const nobody = { itself: no, role: no, star: no, account: no };
  if (element.negated) {
    return effect === "Allow"
      ? { ...nobody, star: all([open, never(listed(element.entries, caller, effect))]) }
      : { ...nobody, star: allButListed(element.entries, caller, hasBoundary) };
  }
  const of = (way: NamedAs): Claim =>
    any(
      element.entries.map((entry) => {
        const found = entryTakesIn(entry, caller, effect);
        return found?.way === way ? found.claim : no;
      }),
    );
  return { itself: of("itself"), role: of("role"), star: of("star"), account: of("account") };
}

function listed(entries: readonly PrincipalEntry[], caller: Caller, effect: "Allow" | "Deny"): Claim {
  return any(entries.map((entry) => entryTakesIn(entry, caller, effect)?.claim ?? no));
}

/**
 * NotPrincipal with Deny (IAM-SEMANTICS 17): whoever has a boundary is denied in any case; an exempt principal must be
 * listed with its account, a session with its role too. Listed in part: AWS says "might".
 */
function allButListed(entries: readonly PrincipalEntry[], caller: Caller, hasBoundary: boolean): Claim {
  if (hasBoundary) return yes;
  const ways = entries.flatMap((entry) => {
    const found = entryTakesIn(entry, caller, "Deny");
    return found === null ? [] : [entry.value === "*" ? "*" : nameOf(entry, caller)];
  });
  if (ways.length === 0) return yes;
  const needed = neededNames(caller);
  return ways.includes("*") || needed.every((name) => ways.includes(name)) ? no : open;
}

function nameOf({ value }: PrincipalEntry, caller: Caller): string {
  return isIam(caller) && (value === caller.account || value.endsWith(`:${caller.account}:root`))
    ? "account"
    : value;
}

function neededNames(caller: Caller): string[] {
  if (caller.kind === "service") return [caller.name];
  if (caller.kind === "federated") return [caller.provider];
  if (caller.kind === "anonymous") return ["*"];
  const role = roleOf(caller);
  // The session of a role that is stated alone is one that is not listed.
  if (caller.kind === "role") return ["account", caller.role, "session"];
  return ["account", ...(role === null ? [] : [role]), ...(caller.kind === "root" ? [] : [caller.arn])];
}

function entryTakesIn(
  { type, value }: PrincipalEntry,
  caller: Caller,
  effect: "Allow" | "Deny",
): { readonly way: NamedAs; readonly claim: Claim } | null {
  if (type === "*" || (type === "AWS" && value === "*")) {
    // Whether an Allow of the star is for services and federated callers is not documented; a Deny stops them.
    const known = isIam(caller) || caller.kind === "anonymous" || effect === "Deny";
    return { way: "star", claim: known ? yes : open };
  }
  switch (type) {
    case "Service":
      return caller.kind === "service" && caller.name === value ? { way: "itself", claim: yes } : null;
    case "Federated":
      return caller.kind === "federated" && caller.provider === value ? { way: "itself", claim: yes } : null;
    case "CanonicalUser":
      return { way: "star", claim: open };
    case "AWS":
      return isIam(caller) ? awsTakesIn(value, caller) : null;
  }
}

function awsTakesIn(value: string, caller: Extract<Caller, { readonly arn: string }>) {
  const { account, arn, partition } = caller;
  // An account's id is of the policy's own partition, which is `aws` here (IAM-SEMANTICS 4, 12).
  const isId = value === account && partition === "aws";
  if (isId || value === `arn:${partition}:iam::${account}:root`) {
    return { way: "account", claim: yes } as const;
  }
  if (value === arn && caller.kind !== "role") return { way: "itself", claim: yes } as const;
  if (value === roleOf(caller)) return { way: "role", claim: yes } as const;
  // A role's ARN stands for some session of it, perhaps the one that is named.
  const name = caller.kind === "role" ? caller.role.split("/").at(-1) : null;
  if (name !== null && value.startsWith(`arn:${partition}:sts::${account}:assumed-role/${name}/`)) {
    return { way: "itself", claim: open } as const;
  }
  // Which user a federated user's session belongs to, its ARN does not tell.
  const isSomeUser = value.startsWith(`arn:${partition}:iam::${account}:user/`);
  return caller.kind === "federated-user" && isSomeUser ? ({ way: "role", claim: open } as const) : null;
}
