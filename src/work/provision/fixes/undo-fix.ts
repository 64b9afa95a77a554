/** Takes back a fix, or brings one to its end that was cut off: statement by statement, whatever others have written since. */
import type { AccountId, AppliedChange } from "../../../model/index.ts";
import { isAccountId } from "../../../model/index.ts";
import { takeBack } from "../../../provision/index.ts";
import { lockOutOf } from "../grants/plan-grant.ts";
import { type Access, homeAccess } from "../grants/write-access.ts";
import { type Direction, notEntered, notReadable, type UndoPlan } from "../undo-plan.ts";
import { type JournaledFix, journaledFix, oppositeFix, readJournaledFix } from "./journaled-fix.ts";
import { openFixed, regionOf, writableResource } from "./open-fixed.ts";

/** Of a resource's policy, whether its owner could still change it. */
function lockOutAt({ place }: JournaledFix, account: AccountId): ReturnType<typeof lockOutOf> {
  const resource = place.kind === "resource-policy" ? writableResource(place.resource) : null;
  return resource === null ? () => null : lockOutOf({ kind: "resource-policy", resource, account });
}

/** Rejects with what AWS answers. */
export async function planFixUndo(
  change: AppliedChange,
  direction: Direction,
  access: Access,
): Promise<UndoPlan> {
  const made = readJournaledFix(change.inverse);
  const { account } = change;
  if (made === null || !isAccountId(account)) return { kind: "refused", ...notReadable };
  if (!access.canEnter(account)) return { kind: "refused", ...notEntered(account) };
  const wanted = direction === "back" ? made : oppositeFix(made);
  const merge = takeBack(wanted.statements);
  const there = homeAccess(access, account, regionOf(made.place));
  const policy = await openFixed(made.place, there, () => undefined);
  if (policy === null) return { kind: "refused", ...notReadable };
  const { text: before } = await policy.read();
  const merged = merge(before);
  if (merged.kind === "refused") return merged;
  const mayStand = lockOutAt(made, account);
  const forbidden = merged.kind === "same" ? null : mayStand(before, merged.text);
  if (forbidden !== null) return { kind: "refused", ...forbidden };
  const inverse = journaledFix(oppositeFix(wanted));
  const common = {
    policy,
    before,
    merge,
    inverse: () => inverse,
    sids: new Set<string>(),
    mayStand,
  };
  return merged.kind === "same"
    ? { kind: "same", ...common, after: before }
    : { kind: "change", ...common, after: merged.text };
}
