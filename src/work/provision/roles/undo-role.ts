/** Takes a change of a role back: to what the journal says stood there before. */
import { type AppliedChange, err, isAccountId, ok, type Result } from "../../../model/index.ts";
import {
  differencesBetween,
  type RoleState,
  removalSteps,
  stepsBetween,
} from "../../../provision/roles/index.ts";
import type { StateStore } from "../../../store/state/index.ts";
import { type Live, readRoleState } from "./read-roles.ts";
import type { RoleToWrite, RoleWriteParts } from "./role-to-write.ts";
import { storedInverse, storedRole, storedState } from "./stored-role.ts";
import { type RoleNotWritten, type RoleWritten, writeRole } from "./write-role.ts";

export type RoleUndoPlan =
  | { readonly kind: "refused"; readonly why: string; readonly advice: string }
  /** `same`: it stands there as before already. Texts are the journal's. */
  | {
      readonly kind: "change" | "same";
      readonly before: string | null;
      readonly after: string | null;
      readonly role: RoleToWrite;
    };

export async function planRoleUndo(change: AppliedChange, live: Live): Promise<RoleUndoPlan> {
  const inverse = storedInverse(change.inverse);
  const { id, account, state } = change;
  const refused = (why: string, advice: string): RoleUndoPlan => ({ kind: "refused", why, advice });
  if (inverse === null || !isAccountId(account)) {
    return refused(
      "the journal does not say how it is taken back",
      "A later version of AccessLens wrote it: use that one.",
    );
  }
  if (state !== "applied" && state !== "intended") {
    return refused(
      `change ${id} is ${state}`,
      "Only what is applied, or was cut off (intended), is taken back.",
    );
  }
  const { name, role: meant } = inverse;
  const read = await readRoleState(account, name, live);
  if (!read.ok) return refused(read.error, "Use credentials that may read and write the role.");
  const whole = whyNotWhole(change, read.value, meant);
  if (whole !== null)
    return refused(whole, "Take back what was done to it since first: accesslens changes list");
  const role: RoleToWrite = {
    ...{ account, arn: change.target, name, desired: meant, undoes: id },
    title: `takes back ${id}: ${change.title}`,
    stepsFrom: (current) => {
      const why = whyNotWhole(change, current, meant);
      return why === null ? ok(stepsBack(change, current, meant)) : err(why);
    },
  };
  const isBack = stepsBack(change, read.value, meant).length === 0;
  return {
    kind: isBack ? "same" : "change",
    before: storedState(read.value),
    after: storedState(withTagsOfOthers(change, read.value, meant)),
    role,
  };
}

/** What the change did not set is somebody else's. */
function withTagsOfOthers(
  change: AppliedChange,
  current: RoleState | null,
  meant: RoleState | null,
): RoleState | null {
  if (current === null || meant === null) return meant;
  const set = storedRole(change.after)?.tags;
  const others = [...current.tags].filter(([key]) => set?.has(key) === false);
  return { ...meant, tags: new Map([...meant.tags, ...others]) };
}

function stepsBack(change: AppliedChange, current: RoleState | null, before: RoleState | null) {
  const meant = withTagsOfOthers(change, current, before);
  // What managed policies say is not read for it: none is taken to deny.
  const options = { denies: () => null, exactTags: true } as const;
  if (meant === null) return current === null ? [] : removalSteps(current, options);
  return stepsBetween(current, meant, options);
}

/** Null: it is as the change left it, or as it was before, or the change was cut off in the middle. */
function whyNotWhole(
  change: AppliedChange,
  current: RoleState | null,
  meant: RoleState | null,
): string | null {
  const [profile] = current?.instanceProfiles ?? [];
  if (meant === null && profile !== undefined) {
    return `machines have it by ${profile}`;
  }
  if (change.state === "intended") return null;
  const left = storedRole(change.after);
  return isAlike(current, left) || isAlike(current, meant) ? null : "the role has changed since";
}

function isAlike(a: RoleState | null, b: RoleState | null): boolean {
  return a === null || b === null ? a === b : differencesBetween(a, b).length === 0;
}

/** The journal says `undone` afterwards, and has the change that took it back. */
export async function carryOutRoleUndo(
  change: AppliedChange,
  plan: RoleUndoPlan,
  parts: RoleWriteParts & { readonly store: Pick<StateStore, "endChange"> },
): Promise<Result<RoleWritten, RoleNotWritten>> {
  if (plan.kind === "refused") return err({ writes: 0, change: null, why: plan.why });
  const written = await writeRole(plan.role, parts);
  if (!written.ok) return written;
  const note = written.value.change === null ? "It stood there already." : `By ${written.value.change}.`;
  await parts.store.endChange(change.id, ["intended", "applied", "superseded"], {
    ...{ state: "undone", at: parts.now(), note },
  });
  return written;
}
