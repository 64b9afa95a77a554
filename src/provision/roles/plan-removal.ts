/** The plan to take away what was made of a declaration. What can't be proven can still go. */
import type { Snapshot } from "../../model/index.ts";
import { whyNotOurs } from "./bind-trust.ts";
import { managedTag, type RoleSet } from "./declaration.ts";
import { managedPolicyDenies } from "./managed-denials.ts";
import type { PlannedRole, RolePlan } from "./plan-roles.ts";
import { sideOf, whoBefore } from "./prove-roles.ts";
import { withRoles } from "./refuse-roles.ts";
import type { RoleState } from "./role-state.ts";
import { removalSteps } from "./steps.ts";

export function planRemoval<Plan extends RolePlan & { readonly snapshot: Snapshot }>(
  plan: Plan,
  set: RoleSet,
): Plan {
  const side = sideOf(plan.snapshot);
  const roles = plan.roles.map((planned): PlannedRole => {
    const { account, current, unread, role } = planned;
    const nothing = { differences: [], warnings: [], gained: [], lost: [], steps: [] } as const;
    const told = (state: PlannedRole["state"], why: string): PlannedRole => ({
      ...planned,
      ...nothing,
      state,
      why,
    });
    if (unread !== null || account === null) return told("error", unread ?? planned.why);
    if (current === null) return told("absent", "there is no such role");
    const why = whyNotRemoved(current, set);
    if (why !== null) return told("error", why);
    return {
      ...told("remove", `it has the tag ${managedTag}`),
      lost: whoBefore(account.id, role.name, side),
      steps: removalSteps(current, { denies: managedPolicyDenies(plan.snapshot, account.id) }),
    };
  });
  return withRoles(plan, roles, set, { removes: true });
}

/** Null: it may go. Of others' roles, and of those that machines have, nothing is taken. */
export function whyNotRemoved({ tags, instanceProfiles }: RoleState, set: RoleSet): string | null {
  const notOurs = whyNotOurs(tags, set.name, false);
  if (notOurs !== null) return notOurs;
  const [profile] = instanceProfiles;
  return profile === undefined ? null : `machines have it by ${profile}: take it out of there first`;
}
