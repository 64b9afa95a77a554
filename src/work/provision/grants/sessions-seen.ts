/**
 * What a trail tells of a principal that is to lose access: whether it took sessions at all. The calls that are read give sessions; who
 * used a resource none of them says.
 */
import type { Arn, ObservedUse, Snapshot, TrailFacts } from "../../../model/index.ts";
import { splitArn } from "../../../model/index.ts";
import type { GrantDeclaration } from "../../../provision/index.ts";
import { resolver, whyNotWatched } from "../../../trail/index.ts";
import { isoTime } from "../../trail/index.ts";

type GrantPrincipal = GrantDeclaration["principal"];

/** One note. `snapshot`: says who is meant by unique ids; null: they say nothing. */
export function sessionsSeen(
  principal: GrantPrincipal,
  facts: TrailFacts,
  snapshot: Snapshot | null,
): string {
  return `${seenIn(principal, facts, snapshot)} Whether it used the resource, sessions do not say.`;
}

function seenIn(principal: GrantPrincipal, facts: TrailFacts, snapshot: Snapshot | null): string {
  const { account, text } = principal;
  if (account === null) return "Who of an organization took sessions is not told.";
  const unwatched = whyNotWatched(facts, account);
  const isOf = usesOf(principal, snapshot);
  const uses = facts.uses.filter((use) => use.granted && isOf(use));
  const calls = uses.reduce((sum, { count }) => sum + count, 0);
  if (calls === 0) {
    return unwatched === null
      ? `CloudTrail has seen no session of ${text}${spanOf(facts)}.`
      : `Whether ${text} took sessions is not known: ${unwatched}.`;
  }
  const last = isoTime(Math.max(...uses.map((use) => use.last)));
  const more = unwatched === null ? "" : ` There may be more: ${unwatched}.`;
  const sessions = calls === 1 ? "one session" : `${calls} sessions`;
  return `CloudTrail has seen ${sessions} of ${text}${spanOf(facts)}, the last at ${last}.${more}`;
}

function spanOf({ first, last }: TrailFacts): string {
  return first === null || last === null ? "" : ` between ${isoTime(first)} and ${isoTime(last)}`;
}

/** Sessions that it took, and, of a role, that were taken of it. */
function usesOf(
  { kind, account, text }: GrantPrincipal,
  snapshot: Snapshot | null,
): (use: ObservedUse) => boolean {
  const known = snapshot === null ? null : resolver(snapshot);
  const isMeant = (arn: Arn | null): boolean => {
    const parts = arn === null ? null : splitArn(arn);
    if (parts?.account !== account) return false;
    return kind === "account" || nameOf(arn) === nameOf(text);
  };
  return ({ caller, role, last }) => {
    if (isMeant(role)) return true;
    if (kind === "account" && "account" in caller) return caller.account === account;
    if (caller.kind !== "role" && caller.kind !== "user") return false;
    return isMeant(known?.caller(caller, last).arn ?? caller.arn);
  };
}

/** Kind, account and name, which are one principal's whatever its path; IAM does not tell their case apart. */
function nameOf(arn: string | null): string | null {
  const parts = arn === null ? null : splitArn(arn);
  if (parts === null) return null;
  const [kind] = parts.resource.split("/");
  return `${kind} ${parts.account} ${parts.resource.slice(parts.resource.lastIndexOf("/") + 1)}`.toLowerCase();
}
