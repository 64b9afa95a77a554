/** Whether a statement's Principal element takes in all requests of a party, none of them, or those that pass a test. */
import { glob, patternMatches } from "../../logic/patterns.ts";
import type { Pattern } from "../../logic/types.ts";
import { makeTest, type Test } from "../conditions/test.ts";
import { organizationOfPath } from "../organization-view.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import type { PartyDraft } from "./drafts.ts";
import type { NamedPrincipal } from "./principals.ts";
import { isOurs, isOwn, pathOf, type Situation } from "./situation.ts";

export type Cover =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly test: Test }
  | { readonly kind: "unknown"; readonly reason: string };

type Share =
  | "all"
  | "none"
  /** Those whose aws:PrincipalArn matches. */
  | { readonly arn: string }
  | { readonly account: string }
  | { readonly doubt: string };

export function coverOf(statement: CompiledStatement, situation: Situation): Cover {
  const cover = unionOf(statement, situation);
  return statement.principalsNegated ? exemptCover(cover, statement.label, situation) : cover;
}

function unionOf({ principals, effect, label }: CompiledStatement, situation: Situation): Cover {
  const accounts: string[] = [];
  const arns: string[] = [];
  let doubt: string | null = null;
  for (const principal of principals) {
    const share = shareOf(principal, effect, situation);
    if (share === "all") return { kind: "all" };
    if (share === "none") continue;
    if ("arn" in share) arns.push(share.arn);
    else if ("account" in share) accounts.push(share.account);
    else doubt = share.doubt;
  }
  if (doubt !== null) return { kind: "unknown", reason: `${label} names ${doubt}` };
  if (arns.length === 0) {
    return accounts.length === 0
      ? { kind: "none" }
      : { kind: "some", test: makeTest("aws:PrincipalAccount", "StringEquals", accounts) };
  }
  const patterns = [...accounts.map((account) => `arn:*:*::${account}:*`), ...arns];
  return { kind: "some", test: makeTest("aws:PrincipalArn", "ArnLike", patterns) };
}

/**
 * NotPrincipal speaks of all that are not listed. An IAM principal is exempt only where its account, itself and its
 * session are listed (IAM-SEMANTICS 17), which for a party of sessions can't be told.
 */
function exemptCover(listed: Cover, label: string, situation: Situation): Cover {
  if (listed.kind === "none") return { kind: "all" };
  if (listed.kind === "all" && situation.caller !== "iam") return { kind: "none" };
  return { kind: "unknown", reason: `${label} has a NotPrincipal that lists some of the party's names` };
}

function shareOf(
  principal: NamedPrincipal,
  effect: CompiledStatement["effect"],
  situation: Situation,
): Share {
  const { party, world } = situation;
  // Nothing crosses partitions (IAM-SEMANTICS 4).
  if ("partition" in principal && principal.partition !== null && principal.partition !== world.partition) {
    return "none";
  }
  switch (principal.kind) {
    case "anyone":
      return situation.caller === "iam" || effect === "Deny" || !principal.awsOnly
        ? "all"
        : {
            doubt: `{"AWS": "*"}, of which it is not documented whether it lets in services and federated callers`,
          };
    case "service":
      return party.kind === "service" && party.service === principal.text ? "all" : "none";
    case "federated":
      if (party.kind !== "federated") return "none";
      if (party.provider === principal.text || principal.text === "*") return "all";
      return party.provider === "*" && party.protocol === principal.protocol
        ? { doubt: `the provider ${principal.text}, which is one of those that a wildcard may let in` }
        : "none";
    case "deleted":
    case "nobody":
      return "none";
    case "pattern":
      return situation.caller === "iam"
        ? { doubt: `${principal.text}, which is no principal that AWS accepts` }
        : "none";
    default:
      if (situation.caller !== "iam" || !mayHold(party, principal.account, situation)) return "none";
      return shareInAccount(principal, party);
  }
}

function shareInAccount(
  principal: Extract<
    NamedPrincipal,
    { readonly account: string; readonly kind: "account" | "role" | "user" | "session" }
  >,
  party: PartyDraft,
): Share {
  switch (principal.kind) {
    case "account":
      return "account" in party ? "all" : { account: principal.account };
    case "session":
      if (party.kind === "session") return party.arn === principal.text ? "all" : "none";
      if (party.kind === "user") return "none";
      if (party.kind === "role" && !sameName(party.arn, principal.roleName)) return "none";
      return { doubt: `the session ${principal.text}, and the party may be that one or another` };
    case "role":
    case "user":
      if (party.kind === "role" || party.kind === "user")
        return party.arn === principal.text ? "all" : "none";
      if (party.kind === "session") {
        // The session's own ARN leaves out its role's path (IAM-SEMANTICS 20).
        return principal.kind === "role" && sameName(principal.text, party.roleName)
          ? { arn: principal.text }
          : "none";
      }
      return { arn: principal.text };
  }
}

/** Names are unique in an account without regard to case (IAM-SEMANTICS 20). */
function sameName(roleArn: string, roleName: string): boolean {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1).toLowerCase() === roleName.toLowerCase();
}

/** Whether principals of the account can be among the party's. */
function mayHold(party: PartyDraft, account: string, situation: Situation): boolean {
  const { world } = situation;
  switch (party.kind) {
    case "any-account":
      return true;
    case "organization":
    case "organizational-unit": {
      const ours = world.organization.organizationId;
      if (ours === null) return true;
      const id = party.kind === "organization" ? party.id : organizationOfPath(party.path);
      if (id !== null && (id === ours) !== isOurs(account, world)) return false;
      const path = pathOf(account, world);
      const start = party.kind === "organizational-unit" ? literalPath(party.path) : "";
      return path === null || path.startsWith(start) || start.startsWith(path);
    }
    case "federated":
    case "service":
      return false;
    default:
      return party.account === account || (isOwn(party.account, world) && isOwn(account, world));
  }
}

function literalPath(pattern: string): string {
  const end = pattern.search(/[*?]/);
  return end < 0 ? pattern : pattern.slice(0, end);
}

/**
 * Whether every request of `b` is one of `a`'s. For parties that a policy names; exact where the organization is known,
 * otherwise rather no than yes.
 */
const pathPatterns = new WeakMap<PartyDraft, Pattern>();

/** Thousands of callers are held against one unit. */
function pathPattern(unit: Extract<PartyDraft, { readonly kind: "organizational-unit" }>): Pattern {
  let pattern = pathPatterns.get(unit);
  if (pattern === undefined) {
    pattern = glob(unit.path);
    pathPatterns.set(unit, pattern);
  }
  return pattern;
}

export function holdsParty(a: PartyDraft, b: PartyDraft, situation: Situation): boolean {
  if (a.kind === "federated")
    return (
      b.kind === "federated" && (a.provider === b.provider || a.provider === "*") && a.protocol === b.protocol
    );
  if (a.kind === "service") return b.kind === "service" && a.service === b.service;
  if (b.kind === "federated" || b.kind === "service") return false;
  const { world } = situation;
  switch (a.kind) {
    case "any-account":
      return true;
    case "organization":
      if (b.kind === "organization") return a.id === b.id;
      if (b.kind === "organizational-unit") return organizationOfPath(b.path) === a.id;
      return "account" in b && a.id === world.organization.organizationId && isOurs(b.account, world);
    case "organizational-unit": {
      if (b.kind === "organizational-unit") return a.path === b.path;
      if (!("account" in b)) return false;
      const path = pathOf(b.account, world);
      return path !== null && patternMatches(pathPattern(a), path);
    }
    case "account":
      return "account" in b && b.account === a.account;
    case "role":
    case "user":
      return b.kind === a.kind && b.arn === a.arn && (a.named === b.named || a.named === "by-name");
    case "session":
      return b.kind === "session" && a.arn === b.arn;
  }
}
