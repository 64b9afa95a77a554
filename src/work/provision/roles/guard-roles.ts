/**
 * Declared roles held against what CloudTrail has seen: each use of a role that is to change or to go is replayed over the trust policy that
 * it is to have. One that is let in today and would not be any more keeps the role as it stands. Callers' own policies (hubs), and what a
 * role may do, are no part of it.
 */
import type { NamedPolicy } from "../../../authz/request-question.ts";
import { type Arn, isArn, type Snapshot, type TrailFacts } from "../../../model/index.ts";
import { parsePolicy } from "../../../policy/index.ts";
import {
  type PlannedRole,
  type RolePlan,
  type RoleSet,
  withoutRefused,
} from "../../../provision/roles/index.ts";
import { type AuditedUse, replayEach, whyNotWatched } from "../../../trail/index.ts";
import { engineOf } from "../../engine.ts";
import { replayWorld } from "../../trail/index.ts";
import { namesOf, SeenUses, whyRefused } from "../seen-uses.ts";

/** One caller's uses of a role with one external ID, all of which would be refused. */
export type RefusedUse = {
  readonly by: string;
  /** Null: none was given. */
  readonly externalId: string | null;
  readonly calls: number;
  /** Milliseconds since 1970, UTC. */
  readonly last: number;
};

export type RoleSeen = {
  /** Calls that would pass as before. */
  readonly calls: number;
  /** The latest first. */
  readonly refused: readonly RefusedUse[];
  /** Why others may have come unseen, one sentence; null: the trail could see everybody. */
  readonly notKnown: string | null;
};

export type GuardedRoles<Plan extends RolePlan> = {
  readonly plan: Plan;
  /** By the role's ARN: of those that were to change or to go. */
  readonly seen: ReadonlyMap<string, RoleSeen>;
};

export type RolesGuard = {
  readonly set: RoleSet;
  /** The plan is one to remove. */
  readonly removes: boolean;
  /** Who would be refused is told, and the role is written all the same. */
  readonly isForced: boolean;
};

export function guardRoles<Plan extends RolePlan & { readonly snapshot: Snapshot }>(
  plan: Plan,
  facts: TrailFacts,
  { set, removes, isForced }: RolesGuard,
): GuardedRoles<Plan> {
  const world = replayWorld(engineOf(plan.snapshot));
  const uses = new SeenUses(facts, world);
  const seen = new Map<string, RoleSeen>();
  const whyNot = new Map<PlannedRole, string>();
  for (const planned of plan.roles.filter(isTouched)) {
    const trust = meantTrust(planned);
    const { calls, refused } = uses.heldAgainst(
      ({ role }) => role?.arn === planned.arn,
      (use) => (trust === null ? [] : replayEach(use, world, trust)),
    );
    const notKnown = whyNotWatched(facts, planned.accountId);
    seen.set(planned.arn, { calls, refused: toldUses(refused), notKnown });
    if (refused.length > 0 && !isForced)
      whyNot.set(planned, `${whyRefused(namesOf(refused))}; --despite-trail does it all the same`);
  }
  return { plan: withoutRefused(plan, whyNot, set, { removes }), seen };
}

/** Trust policies as they are to be, by the role's ARN: what they ask about has to be asked of the trail. */
export function meantTrusts({ roles }: RolePlan): ReadonlyMap<Arn, string> {
  return new Map(
    roles.flatMap(({ arn, state, desired }) =>
      state === "update" && desired !== null && isArn(arn) ? [[arn, desired.trust] as const] : [],
    ),
  );
}

function isTouched({ state }: PlannedRole): boolean {
  return state === "update" || state === "remove";
}

/** Null: there is to be no role. */
function meantTrust({ state, desired, arn }: PlannedRole): NamedPolicy | null {
  if (state === "remove" || desired === null) return null;
  const parsed = parsePolicy(desired.trust, { kind: "trust" });
  if (!parsed.ok) throw new Error(`what is planned for ${arn} is no policy: ${parsed.error.message}`);
  return { name: "trust policy", document: parsed.value, text: desired.trust };
}

function toldUses(refused: readonly AuditedUse[]): readonly RefusedUse[] {
  const groups = Map.groupBy(refused, ({ by, use }) => JSON.stringify([by, use.externalId]));
  const told = [...groups.values()].flatMap((group): RefusedUse[] => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        by: first.by,
        externalId: first.use.externalId,
        calls: group.reduce((sum, { use }) => sum + use.count, 0),
        last: Math.max(...group.map(({ use }) => use.last)),
      },
    ];
  });
  return told.sort((a, b) => b.last - a.last || (a.by < b.by ? -1 : 1));
}
