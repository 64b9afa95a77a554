/** A plan whose roles turned out otherwise: what callers get on their own side follows. */
import type { RoleSet } from "./declaration.ts";
import { completeIn, planHubs } from "./plan-hubs.ts";
import type { PlannedRole, RolePlan } from "./plan-roles.ts";

type Direction = {
  /** The roles are to go. */
  readonly removes: boolean;
};

/** The same plan with these roles instead. */
export function withRoles<Plan extends RolePlan>(
  plan: Plan,
  roles: readonly PlannedRole[],
  set: RoleSet,
  { removes }: Direction,
): Plan {
  const hubPolicies = planHubs({
    ...{ set, needs: plan.hubs, removes, isComplete: completeIn(roles) },
    standing: ({ principal: { arn } }) =>
      plan.hubPolicies.find(({ principal }) => principal === arn)?.standing ?? { unread: "it was not read" },
  });
  return { ...plan, roles, hubPolicies };
}

/** `whyNot`: one sentence for each role that is left as it stands, and so is what its callers have for it. */
export function withoutRefused<Plan extends RolePlan>(
  plan: Plan,
  whyNot: ReadonlyMap<PlannedRole, string>,
  set: RoleSet,
  direction: Direction,
): Plan {
  if (whyNot.size === 0) return plan;
  const roles = plan.roles.map((planned): PlannedRole => {
    const why = whyNot.get(planned);
    return why === undefined ? planned : { ...planned, state: "error", why, gained: [], lost: [], steps: [] };
  });
  return withRoles(plan, roles, set, direction);
}
