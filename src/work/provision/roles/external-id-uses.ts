/** Tells the registry which roles ask for its external IDs, once they stand, and which do no more, once they are gone. */
import type { PlannedRole } from "../../../provision/roles/index.ts";
import type { StateStore } from "../../../store/state/index.ts";
import type { RoleResult } from "./live-roles.ts";

type Registry = Pick<StateStore, "externalIds" | "useExternalIdsAt" | "disuseExternalIdsAt">;

export async function rememberUses(results: readonly RoleResult[], store: Registry): Promise<void> {
  const standing = results.filter(
    ({ state }) => state === "create" || state === "update" || state === "same",
  );
  const gone = results.filter(({ state, applied }) => state === "absent" || (state === "remove" && applied));
  for (const [relationship, arns] of byRelationship(standing)) {
    const known = new Set((await store.externalIds(relationship)).flatMap(({ roles }) => roles));
    if (arns.some((arn) => !known.has(arn))) await store.useExternalIdsAt(relationship, arns);
  }
  for (const [relationship, arns] of byRelationship(gone))
    await store.disuseExternalIdsAt(relationship, arns);
}

function byRelationship(results: readonly RoleResult[]): ReadonlyMap<string, readonly string[]> {
  const pairs = results.flatMap(({ planned }) =>
    relationshipsOf(planned).map((relationship) => ({ relationship, arn: planned.arn })),
  );
  const grouped = Map.groupBy(pairs, ({ relationship }) => relationship);
  return new Map([...grouped].map(([relationship, own]) => [relationship, own.map(({ arn }) => arn)]));
}

function relationshipsOf({ role }: PlannedRole): readonly string[] {
  const named = role.trust.flatMap(({ externalId }) =>
    externalId.kind === "stated" && externalId.relationship !== undefined ? [externalId.relationship] : [],
  );
  return [...new Set(named)];
}
