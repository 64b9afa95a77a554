/**
 * The policies that callers get on their own side, where the set says that they are written. Such a policy is the set's alone: it holds
 * what the caller needs for the roles of the set, and is brought back to that. While a role could not be planned, nothing is taken out
 * of it: what is in it may be for that role.
 */
import { comparePolicies } from "../../authz/symbolic/index.ts";
import type { AccountId, Snapshot } from "../../model/index.ts";
import { policySize, policySizeLimits } from "../../policy/index.ts";
import type { Merge } from "../merge-statements.ts";
import { type CallerPolicies, callerPolicies } from "./caller-policies.ts";
import type { DeclaredHub, DeclaredPrincipal, DeclaredRole, RoleSet } from "./declaration.ts";
import type { HubNeed } from "./hub-needs.ts";
import { documentOf, isSamePolicy } from "./policy-parts.ts";

export type PlannedHub = {
  readonly hub: DeclaredHub;
  /** ARN. */
  readonly principal: string;
  readonly account: AccountId;
  readonly state: "create" | "update" | "same" | "remove" | "absent" | "error";
  /** One sentence. */
  readonly why: string;
  /** Texts; null: there is none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly standing: StandingHub;
  /** From whatever stands there to what is meant. */
  readonly merge: Merge;
};

/** The policy as it stands, or why it could not be read. */
export type StandingHub = { readonly text: string | null } | { readonly unread: string };

export type HubsInput = {
  readonly set: RoleSet;
  readonly needs: readonly HubNeed[];
  /** Whether all of the caller's roles could be planned. */
  readonly isComplete: (principal: string) => boolean;
  readonly standing: (hub: DeclaredHub) => StandingHub;
  /** The roles are to go, and the policies with them. */
  readonly removes: boolean;
};

export function planHubs({ set, needs, isComplete, standing, removes }: HubsInput): readonly PlannedHub[] {
  return set.hubs.map((hub): PlannedHub => {
    const { arn: principal, account } = hub.principal;
    const needed = needs.find((need) => need.principal === principal)?.policy ?? null;
    const merge = (removes ? removalMerge : hubMerge)(needed, isComplete(principal));
    const found = standing(hub);
    const about = { hub, principal, account, merge, standing: found };
    if ("unread" in found) return { ...about, state: "error", why: found.unread, before: null, after: null };
    const before = found.text;
    const merged = merge(before);
    if (merged.kind === "refused")
      return { ...about, state: "error", why: merged.why, before, after: before };
    return merged.kind === "same"
      ? { ...about, ...sameState(before, removes), before, after: before }
      : { ...about, ...changedState(before, merged.text), before, after: merged.text };
  });
}

/** `caller`: as it was read besides the snapshot; a text: why it could not be. */
export function standingHub(
  { principal: { arn }, policy }: DeclaredHub,
  caller: CallerPolicies | string | undefined,
  snapshot: Snapshot,
): StandingHub {
  if (typeof caller === "string") return { unread: caller };
  const known = caller ?? callerPolicies(snapshot, arn);
  return known === null
    ? { unread: `${arn} is not in the snapshot` }
    : { text: known.inline.get(policy) ?? null };
}

/** Whether all roles that a caller is let into are planned. */
export function completeIn(
  roles: readonly { readonly role: DeclaredRole; readonly state: string }[],
): (principal: string) => boolean {
  const unplanned = new Set(
    roles
      .filter(({ state }) => state === "error")
      .flatMap(({ role }) => role.trust.flatMap(({ principals }) => principals.map(idOf))),
  );
  return (principal) => !unplanned.has(principal);
}

function idOf(principal: DeclaredPrincipal): string {
  return principal.kind === "account" ? principal.account : principal.arn;
}

function sameState(before: string | null, removes: boolean): Pick<PlannedHub, "state" | "why"> {
  if (before === null) return { state: "absent", why: "there is no such policy, and none is needed" };
  return removes
    ? { state: "same", why: "it stays: it is for other roles, too, or for one that does not go" }
    : { state: "same", why: "it holds what is needed" };
}

function changedState(before: string | null, after: string | null): Pick<PlannedHub, "state" | "why"> {
  if (before === null) return { state: "create", why: "there is no such policy" };
  if (after === null) return { state: "remove", why: "nothing is needed any more" };
  return { state: "update", why: "it holds something else than what is needed" };
}

/** `needed` null: nothing is. */
export function hubMerge(needed: string | null, isComplete: boolean): Merge {
  return (before) => {
    const refused = (why: string, advice: string) => ({ kind: "refused", why, advice }) as const;
    if (before !== null && !isOurs(before)) {
      return refused(
        "there is a policy of this name that was not made by accesslens",
        "Give the policy another name in the file (hubs).",
      );
    }
    const text = meantText(needed, before, isComplete);
    if (text === before || (text !== null && before !== null && isSamePolicy(text, before, "identity"))) {
      return { kind: "same" };
    }
    const size = policySize(text ?? "{}") ?? 0;
    return size > policySizeLimits.roleInline
      ? refused(
          `it would have ${size} characters, and AWS takes ${policySizeLimits.roleInline} in all inline policies of a role`,
          "Declare fewer roles in one file.",
        )
      : { kind: "changed", text };
  };
}

/** What stands there goes with the roles that it was for; what is for others as well stays. */
function removalMerge(needed: string | null, isComplete: boolean): Merge {
  return (before) => {
    const merged = hubMerge(null, true)(before);
    if (merged.kind !== "changed" || before === null) return merged;
    return isComplete && needed !== null && isWithin(before, needed) ? merged : { kind: "same" };
  };
}

function meantText(needed: string | null, before: string | null, isComplete: boolean): string | null {
  if (isComplete || before === null) return needed;
  if (needed === null || isWithin(needed, before)) return before;
  return isWithin(before, needed) ? needed : bothOf(needed, before);
}

function isWithin(a: string, b: string): boolean {
  const [first, second] = [documentOf(a, "identity"), documentOf(b, "identity")];
  return first !== null && second !== null && comparePolicies(first, second, "identity").aWithinB;
}

const ourSid = /^AccessLensHub\d*$/;

/** Every statement is one that was made here. */
function isOurs(text: string): boolean {
  const statements = documentOf(text, "identity")?.statements;
  return statements?.every(({ sid }) => sid !== null && ourSid.test(sid)) === true;
}

/** Both are ours, and written as `hubPolicy` writes them. */
function bothOf(a: string, b: string): string {
  const statements = [a, b].flatMap((text): object[] => {
    const { Statement }: { readonly Statement: readonly object[] } = JSON.parse(text);
    return [Statement].flat();
  });
  const numbered = statements.map((statement, index) => ({
    ...statement,
    Sid: `AccessLensHub${index === 0 ? "" : index + 1}`,
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement: numbered });
}
