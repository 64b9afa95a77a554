/** Carries out a plan, policy after policy: the key before what it encrypts, so that nobody is let in halfway. */

import type { StateStore } from "../../../store/state/index.ts";
import { type Applied, type ApplyParts, applyPolicy } from "../apply-policy.ts";
import { inverseOver, inverseText, type StatementsInverse, statementsInverse } from "../inverse.ts";
import type { PlannedPart } from "./plan-grant.ts";
import { lockOutOf } from "./plan-grant.ts";

export type GrantApplication = Omit<ApplyParts, "store"> & {
  readonly store: StateStore;
  /** ARN of the caller. */
  readonly by: string;
  readonly newId: () => string;
};

export type AppliedPart = { readonly part: PlannedPart; readonly id: string; readonly end: Applied };

/** Parts that need no write are left out; the first that fails ends it, and those before it stand and are told. */
export async function applyGrant(
  verb: "grant" | "revoke",
  parts: readonly PlannedPart[],
  application: GrantApplication,
): Promise<readonly AppliedPart[]> {
  const changes = parts.filter(({ outcome }) => outcome.kind === "change");
  const done: AppliedPart[] = [];
  for (const part of verb === "grant" ? changes.toReversed() : changes) {
    const id = application.newId();
    const end = await applyPart(part, id, verb, application);
    done.push({ part, id, end });
    if (end.kind !== "applied" && end.kind !== "same") break;
  }
  return done;
}

async function applyPart(
  part: PlannedPart,
  id: string,
  verb: "grant" | "revoke",
  application: GrantApplication,
): Promise<Applied> {
  const inverse: StatementsInverse = {
    kind: verb === "grant" ? "remove-statements" : "add-statements",
    region: part.region,
    statements: part.statements,
  };
  const sids = new Set(part.statements.map(({ Sid }) => Sid));
  let own = inverse;
  const end = await applyPolicy(
    part.policy,
    {
      ...{ id, by: application.by, kind: part.kind, title: part.title, merge: part.merge, sids },
      // What is there before us is somebody's who asked for it earlier.
      inverse: (before) => {
        own = inverseOver(inverse, before);
        return inverseText(own);
      },
      undoes: null,
      mayStand: lockOutOf(part),
    },
    application,
  );
  if (end.kind === "applied") await supersede(id, part.policy.target, sidsOf(own), application);
  return end;
}

function sidsOf({ statements }: StatementsInverse): ReadonlySet<string> {
  return new Set(statements.map(({ Sid }) => Sid));
}

/** What stood for these statements alone before is history: to take it back would be to take back this one. */
export async function supersede(
  id: string,
  target: string,
  sids: ReadonlySet<string>,
  { store, now }: Pick<GrantApplication, "store" | "now">,
): Promise<void> {
  for (const state of ["applied", "intended"] as const) {
    for (const earlier of await store.appliedChanges({ target, state }, 1_000)) {
      const inverse = earlier.id === id ? null : statementsInverse(earlier.inverse);
      if (inverse?.statements.every(({ Sid }) => sids.has(Sid)) !== true) continue;
      const outcome = { state: "superseded", at: now(), note: `By ${id}.` } as const;
      await store.endChange(earlier.id, [state], outcome);
    }
  }
}
