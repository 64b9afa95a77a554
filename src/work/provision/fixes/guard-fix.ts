/**
 * What keeps a fix from being written although it takes its finding away: AWS would refuse the text, nobody could change the policy any
 * more, or an access that intent declares would be lost.
 */
import type { Party } from "../../../authz/types.ts";
import { trustTiers } from "../../../findings/rules/organization/trust-tiers.ts";
import type { RemovablePlace } from "../../../graph/reach/index.ts";
import {
  type AccessParty,
  type DriftChange,
  isAccountId,
  type RoleIndex,
  splitArn,
} from "../../../model/index.ts";
import { policySize, policySizeLimits } from "../../../policy/index.ts";
import type { UnmergeableText } from "../../../provision/index.ts";
import { acceptedPolicy } from "../../accepted-policy.ts";
import type { Engine } from "../../engine.ts";
import { askWhoCan } from "../../questions.ts";
import { lockOutOf } from "../grants/plan-grant.ts";
import { writableResource } from "./open-fixed.ts";

export type FixToGuard = {
  readonly place: RemovablePlace;
  readonly before: string;
  readonly after: string;
  readonly engines: { readonly before: Engine; readonly after: Engine };
  readonly changes: readonly DriftChange[];
};

/** Null: nothing does. */
export function whyNotWrite(fix: FixToGuard): UnmergeableText | null {
  return notAccepted(fix) ?? tooLong(fix) ?? lockedOut(fix) ?? intendedLost(fix);
}

function kindOf(place: RemovablePlace) {
  switch (place.kind) {
    case "trust-policy":
      return "trust";
    case "resource-policy":
      return "resource";
    case "inline-policy":
    case "managed-policy":
    case "attachment":
      return "identity";
  }
}

function notAccepted({ place, before, after }: FixToGuard): UnmergeableText | null {
  const kind = kindOf(place);
  const now = acceptedPolicy(after, kind);
  // AWS has taken what stands there, whatever we think of it.
  if (now.ok || !acceptedPolicy(before, kind).ok) return null;
  return {
    why: `AWS would refuse the policy: ${now.error.message}`,
    advice: now.error.advice ?? "Edit it by hand.",
  };
}

function tooLong({ place, before, after }: FixToGuard): UnmergeableText | null {
  const most = mostCharacters(place);
  const [was, is] = [policySize(before) ?? 0, policySize(after) ?? 0];
  if (most === null || is <= most || is <= was) return null;
  return {
    why: `with it the policy would have ${is} characters, and AWS takes ${most}`,
    advice: "Remove statements that nobody uses, or join some of them.",
  };
}

/** Of inline policies AWS counts all of one holder together: there it is AWS that says no. */
function mostCharacters(place: RemovablePlace): number | null {
  switch (place.kind) {
    case "trust-policy":
      return policySizeLimits.trustAtMost;
    case "managed-policy":
      return policySizeLimits.managed;
    default:
      return null;
  }
}

/** Of the policy whose place it is, whatever else differs between the two. */
export function lockedOut({
  place,
  before: was,
  after: is,
  engines,
}: Omit<FixToGuard, "changes">): UnmergeableText | null {
  if (place.kind === "resource-policy") {
    const resource = writableResource(place.resource);
    return resource === null
      ? null
      : lockOutOf({ kind: "resource-policy", resource, account: place.account })(was, is);
  }
  const call = changingCall(place);
  if (call === null) return null;
  const before = whoCouldChange(call, engines.before);
  if (before.length === 0 || whoCouldChange(call, engines.after).length > 0) return null;
  return {
    why: `after it nobody whom the snapshot holds could change the policy any more (${call.action}); now ${before.slice(0, 3).join(", ")} can`,
    advice: "Let another administrator of the account in first.",
  };
}

type ChangingCall = { readonly action: string; readonly on: string };

function changingCall(place: RemovablePlace): ChangingCall | null {
  switch (place.kind) {
    case "trust-policy":
      return { action: "iam:UpdateAssumeRolePolicy", on: place.role };
    case "inline-policy": {
      const kind = splitArn(place.holder)?.resource.split("/")[0] ?? "";
      const holder = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
      return { action: `iam:Put${holder}Policy`, on: place.holder };
    }
    case "managed-policy":
      return { action: "iam:CreatePolicyVersion", on: place.policy };
    case "attachment":
    case "resource-policy":
      return null;
  }
}

/** Principals that can, of roles those that somebody of ours can get into. */
function whoCouldChange({ action, on }: ChangingCall, engine: Engine): readonly string[] {
  const who = askWhoCan(engine, action, on)?.who ?? [];
  return who.flatMap(({ id, external }) => {
    if (external) return [];
    const role = engine.snapshot.roles.byArn(id);
    return role === null || isEntered(role, engine) ? [id] : [];
  });
}

function isEntered(role: RoleIndex, engine: Engine): boolean {
  return (engine.reader.ofRole(role)?.outcome.grants ?? []).some(({ party }) => isOneOfOurs(party, engine));
}

/** Somebody who is there: one that was deleted comes in no more. */
function isOneOfOurs(party: Party, { snapshot, context }: Engine): boolean {
  if (!("account" in party)) return party.kind !== "service";
  if (!context.isOurs(party.account)) return false;
  const data = snapshot.accountData(snapshot.accountIndex(party.account) ?? -1);
  if (data === null) return true;
  if (party.kind === "role") return snapshot.roles.byArn(party.arn) !== null;
  return party.kind !== "user" || data.users.some(({ arn }) => arn === party.arn);
}

function intendedLost({ place, changes, engines: { before } }: FixToGuard): UnmergeableText | null {
  const role = place.kind === "trust-policy" ? before.snapshot.roles.byArn(place.role) : null;
  if (role === null && place.kind !== "resource-policy") return null;
  for (const { lost, more } of changes) {
    for (const party of lost) {
      const why = role === null ? whyTrusted(party, before) : whyIntended(party, role, before);
      if (why === null) continue;
      return {
        why: `${party.id} would lose its access, which accesslens.yaml means it to have: ${why}`,
        advice: "Take the approval back first, or edit the policy by hand so that this access stays.",
      };
    }
    // Only so many are named.
    if (more.lost > 0 && saysAnything(before)) {
      return {
        why: `${more.lost} more would lose their access than are looked at, and accesslens.yaml may mean some of them to have it`,
        advice: "Edit the policy by hand.",
      };
    }
  }
  return null;
}

function saysAnything({ context: { intent } }: Engine): boolean {
  return intent.vendors.length + intent.accounts.length + intent.crossings.length > 0;
}

/** Of resources intent knows trusted accounts alone: vendors are approved for roles. */
function whyTrusted({ id }: AccessParty, { context }: Engine): string | null {
  const account = isAccountId(id) ? id : splitArn(id)?.account;
  return account !== undefined && isAccountId(account) && context.intent.accounts.includes(account)
    ? "the account is trusted"
    : null;
}

/** Null: intent says nothing of it. */
function whyIntended({ id }: AccessParty, role: RoleIndex, { context }: Engine): string | null {
  const account = isAccountId(id) ? id : splitArn(id)?.account;
  if (account === undefined || !isAccountId(account)) return null;
  const standing = context.standingOf(account, role);
  if (standing.kind === "approved-vendor") return `vendor ${standing.name} is approved`;
  if (context.intent.accounts.includes(account)) return "the account is trusted";
  if (context.intent.crossings.length === 0) return null;
  const tiers = trustTiers(context);
  const [from, to] = [tiers.tierOfAccount(account), tiers.tierOfAccount(context.accountOf(role))];
  const { name, arn } = context.role(role);
  return from !== null && to !== null && tiers.isAllowed(from, to, { name, arn }) && from.level < to.level
    ? `a crossing from ${from.name} to ${to.name} is declared`
    : null;
}
