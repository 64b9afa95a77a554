/** Takes back what the journal has, or brings to its end what was cut off: itself read, merged, and written as every change is. */
import { keyGrants } from "../../aws/writes/index.ts";
import type { AppliedChange } from "../../model/index.ts";
import { isAccountId } from "../../model/index.ts";
import { grantServices, parseGrantResource, type UnmergeableText } from "../../provision/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { type Applied, applyPolicy } from "./apply-policy.ts";
import { rotationChange } from "./external-ids/rotation-change.ts";
import { planRotationUndo } from "./external-ids/undo-rotation.ts";
import { policyFixKind } from "./fixes/journaled-fix.ts";
import { planFixUndo } from "./fixes/undo-fix.ts";
import { type GrantApplication, supersede } from "./grants/apply-grant.ts";
import { openPlace } from "./grants/open-place.ts";
import { lockOutOf } from "./grants/plan-grant.ts";
import { type Access, homeAccess } from "./grants/write-access.ts";
import { inverseOver, inverseText, mergeOfInverse, opposite, statementsInverse } from "./inverse.ts";
import { hubChange, planHubUndo } from "./roles/journaled-hub.ts";
import { type Direction, notEntered, notReadable, type UndoPlan } from "./undo-plan.ts";

/** What is known of external IDs: none that was revoked is let in again. */
type Registry = Pick<StateStore, "externalIdRecord">;

/** Each kind of change in the journal by the code that knows how to take it back. */
const undoers: Readonly<Record<string, typeof planRotationUndo>> = {
  "resource-policy": planStatements,
  "key-grants": planStatements,
  [rotationChange]: planRotationUndo,
  [policyFixKind]: planFixUndo,
  [hubChange]: planHubUndo,
};

/** Rejects with what AWS answers. */
export function planUndo(
  change: AppliedChange,
  direction: Direction,
  access: Access,
  registry: Registry,
): Promise<UndoPlan> {
  const wrong = wrongState(change, direction);
  if (wrong !== null) return Promise.resolve({ kind: "refused", ...wrong });
  const plan = undoers[change.kind];
  return plan === undefined
    ? Promise.resolve({
        kind: "refused",
        why: `a change of the kind ${change.kind} can't be taken back here`,
        advice: "A later version of AccessLens wrote it: use that one.",
      })
    : plan(change, direction, access, registry);
}

function wrongState({ id, state, note }: AppliedChange, direction: Direction): UnmergeableText | null {
  if (state === "intended" || (state === "applied" && direction === "back")) return null;
  return {
    why: `change ${id} is ${state}${note === null ? "" : ` (${note})`}`,
    advice:
      direction === "back"
        ? "Only what is applied, or was cut off (intended), is taken back: accesslens changes list"
        : "Only what was cut off (intended) is brought to its end: accesslens changes list",
  };
}

async function planStatements(
  change: AppliedChange,
  direction: Direction,
  access: Access,
): Promise<UndoPlan> {
  const known = statementsInverse(change.inverse);
  const resource = parseGrantResource(change.target);
  const { account } = change;
  if (known === null || !resource.ok || !isAccountId(account)) {
    return { kind: "refused", ...notReadable };
  }
  if (!access.canEnter(account)) return { kind: "refused", ...notEntered(account) };
  const inverse = direction === "back" ? known : opposite(known);
  const { limit } = grantServices[resource.value.kind];
  const merge = mergeOfInverse(inverse, limit);
  const there = homeAccess(access, account, inverse.region);
  const isGrants = change.kind === "key-grants";
  const policy = await (isGrants ? keyGrants(change.target, there) : openPlace(resource.value, there));
  const { text: before } = await policy.read();
  const merged = merge(before);
  if (merged.kind === "refused") return merged;
  const mayStand = lockOutOf({
    kind: isGrants ? "key-grants" : "resource-policy",
    resource: resource.value,
    account,
  });
  const after = merged.kind === "same" ? before : merged.text;
  const forbidden = merged.kind === "same" ? null : mayStand(before, after);
  if (forbidden !== null) return { kind: "refused", ...forbidden };
  const kind = merged.kind === "same" ? "same" : "change";
  const sids = new Set(inverse.statements.map(({ Sid }) => Sid));
  // What was cut off may have been written in part: all of it is its own.
  const back = (standing: string | null) =>
    inverseText(direction === "back" ? inverseOver(opposite(inverse), standing) : opposite(inverse));
  return { kind, policy, before, after, merge, inverse: back, sids, mayStand };
}

/** The journal says `undone` or `applied` afterwards, and has the change that took it back. */
export async function carryOutUndo(
  change: AppliedChange,
  plan: UndoPlan,
  direction: Direction,
  application: GrantApplication,
): Promise<Applied> {
  const { store, now, by, newId } = application;
  if (plan.kind === "refused") return plan;
  const id = direction === "back" ? newId() : change.id;
  const { sids } = plan;
  const end = await applyPolicy(
    plan.policy,
    {
      ...{ id, by, kind: change.kind, merge: plan.merge, sids, mayStand: plan.mayStand },
      title: direction === "back" ? `takes back ${change.id}: ${change.title}` : change.title,
      inverse: plan.inverse,
      undoes: direction === "back" ? change.id : change.undoes,
    },
    application,
  );
  // Whoever was at it held the lease until now: what is there now is what came of it.
  if (end.kind === "applied" || end.kind === "same") {
    await store.endChange(change.id, ["intended", "applied"], {
      state: direction === "back" ? "undone" : "applied",
      at: now(),
      note: end.kind === "applied" ? `By ${id}.` : "It stood there no longer, or already.",
    });
  }
  if (end.kind === "applied") await supersede(id, plan.policy.target, sids, application);
  return end;
}
