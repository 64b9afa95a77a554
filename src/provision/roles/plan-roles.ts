/**
 * The plan: for each declared role in each account what is there, what is meant, the calls that lead from the one to the other, who gains
 * and loses access by them, and the proof that afterwards those get in who are declared, and nobody else. Nothing unproven has calls.
 */

import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { organizationView } from "../../authz/index.ts";
import type { Who } from "../../graph/index.ts";
import type { Account, OrganizationId, Snapshot } from "../../model/index.ts";
import { doubtsOfTrust, whyNotOurs } from "./bind-trust.ts";
import { checkRole, type RoleFaults } from "./check-declaration.ts";
import type { DeclaredRole, RoleSet } from "./declaration.ts";
import { differencesBetween, type RoleDifference } from "./differences.ts";
import { draftRoles, type RoleDraft } from "./draft-roles.ts";
import { type HubNeed, hubNeeds, type ReadCallers } from "./hub-needs.ts";
import { leftoversIn } from "./leftovers.ts";
import { managedPolicyDenies } from "./managed-denials.ts";
import { completeIn, type PlannedHub, planHubs, standingHub } from "./plan-hubs.ts";
import { type Proof, proveDrafts } from "./prove-roles.ts";
import type { RoleState } from "./role-state.ts";
import type { RoleStep } from "./role-step.ts";
import { stepsBetween } from "./steps.ts";

export type PlanInput = {
  readonly set: RoleSet;
  /** The organization, its accounts, and the roles as they are. */
  readonly snapshot: Snapshot;
  /** Whether the account's role of that name is known to be there or not; null: yes. Else why not. */
  readonly unread: (account: Account, role: DeclaredRole) => string | null;
  /** Null: policies are not linted. */
  readonly catalogue: ActionCatalogue | null;
  /** Take over roles of the same name that were not made of this set. */
  readonly adopt: boolean;
  /** Callers that were read besides the snapshot. */
  readonly callers?: ReadCallers;
};

/** The last two are of plans to remove. */
export type RolePlanState = "create" | "update" | "same" | "error" | "remove" | "absent";

export type PlannedRole = {
  readonly role: DeclaredRole;
  /** Null: it is named, and the snapshot does not hold it. */
  readonly account: Account | null;
  readonly accountId: string;
  readonly arn: string;
  readonly state: RolePlanState;
  /** One sentence. */
  readonly why: string;
  /** Null: there is none, or it is not known. */
  readonly current: RoleState | null;
  /** Why it is not known whether there is one; null: it is. */
  readonly unread: string | null;
  readonly desired: RoleState | null;
  readonly differences: readonly RoleDifference[];
  readonly warnings: readonly string[];
  /** Once the callers have their statement, too. */
  readonly gained: readonly Who[];
  readonly lost: readonly Who[];
  /** Empty for `same` and `error`. */
  readonly steps: readonly RoleStep[];
};

export type RolePlan = {
  /** In the order of the declaration, then of accounts. */
  readonly roles: readonly PlannedRole[];
  readonly hubs: readonly HubNeed[];
  /** Of callers whose policy is written, too. */
  readonly hubPolicies: readonly PlannedHub[];
  /** Roles of the set where none is declared (any more). */
  readonly leftovers: readonly { readonly account: string; readonly arn: string }[];
  readonly organization: OrganizationId | null;
};

export function planRoles(input: PlanInput): RolePlan {
  const { set, snapshot } = input;
  const drafts = draftRoles(input);
  const { proofs, lacking } = proveDrafts(drafts, set, snapshot);
  const faults = faultsOf(input.catalogue);
  const view = organizationView(snapshot);
  const roles = drafts.map((draft) => {
    const { trust, account } = draft;
    const doubts = account === null ? [] : doubtsOfTrust(trust, account, view);
    return plannedRole(draft, proofs.get(draft) ?? null, doubts, faults, input);
  });
  const planned = drafts.filter((_, index) => roles[index]?.state !== "error");
  const callers = input.callers ?? new Map();
  const needs = hubNeeds(planned, lacking, snapshot, callers);
  return {
    roles,
    hubs: needs,
    hubPolicies: planHubs({
      ...{ set, needs, removes: false, isComplete: completeIn(roles) },
      standing: (hub) => standingHub(hub, callers.get(hub.principal.arn), snapshot),
    }),
    leftovers: leftoversIn(snapshot, set.name, new Set(roles.map(({ arn }) => arn.toLowerCase()))),
    organization: snapshot.organization?.id ?? null,
  };
}

function plannedRole(
  draft: RoleDraft,
  proof: Proof | null,
  doubts: readonly string[],
  faults: (draft: RoleDraft) => RoleFaults,
  { set, snapshot, adopt, unread }: PlanInput,
): PlannedRole {
  const { role, account, accountId, arn, current, desired, because } = draft;
  const nothing = { differences: [], warnings: [], gained: [], lost: [], steps: [] } as const;
  const gap = account === null ? because : unread(account, role);
  const about = { role, account, accountId, arn, current, desired, unread: gap };
  const error = (why: string, warnings: readonly string[] = []): PlannedRole => ({
    ...about,
    ...nothing,
    warnings,
    state: "error",
    why,
  });
  if (because !== null || account === null || desired === null) return error(because ?? "it is not known");
  const { errors, warnings } = faults(draft);
  const [wrong] = errors;
  if (wrong !== undefined) return error(wrong, warnings);
  if (proof === null || proof.because !== null) return error(proof?.because ?? "it was not proven", warnings);
  if (gap !== null) return error(gap, warnings);
  const told = [...warnings, ...doubts, ...proof.warnings];
  if (current !== null) {
    const notOurs = whyNotOurs(current.tags, set.name, adopt) ?? whyNotThere(current, desired);
    if (notOurs !== null) return error(notOurs, told);
  }
  const differences = current === null ? [] : differencesBetween(current, desired);
  const steps = stepsBetween(current, desired, { denies: managedPolicyDenies(snapshot, account.id) });
  const state = current === null ? "create" : differences.length === 0 ? "same" : "update";
  const { gained, lost } = proof;
  return {
    ...about,
    differences,
    warnings: told,
    state,
    why: whyOf(state, differences),
    gained: state === "same" ? [] : gained,
    lost: state === "same" ? [] : lost,
    steps: state === "same" ? [] : steps,
  };
}

/** IAM moves no role from one path to another. */
function whyNotThere(current: RoleState, desired: RoleState): string | null {
  return current.path === desired.path
    ? null
    : `the role has path ${current.path} instead of ${desired.path}, and IAM can't move it: remove it first, or declare its path`;
}

function whyOf(state: "create" | "update" | "same", differences: readonly RoleDifference[]): string {
  if (state === "create") return "there is no such role";
  if (state === "same") return "it is as declared";
  const [first, second] = differences;
  const more = differences.length - 2;
  const told = [first, second].flatMap((one) => one?.says ?? []).join("; ");
  return more > 0 ? `${told}; and ${more} more` : told;
}

/** Of texts that differ by the account's id alone what is wrong is said once. */
function faultsOf(catalogue: ActionCatalogue | null): (draft: RoleDraft) => RoleFaults {
  const known = new Map<string, RoleFaults>();
  return ({ desired, role, accountId, account }) => {
    if (desired === null) return { errors: [], warnings: [] };
    const text = [desired.trust, ...desired.inline.values()].join("\n").replaceAll(accountId, "~");
    const key = `${account?.partition} ${role.name}\n${text}`;
    const found = known.get(key) ?? checkRole(desired, catalogue);
    known.set(key, found);
    return found;
  };
}
