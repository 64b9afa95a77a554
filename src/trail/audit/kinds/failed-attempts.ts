import type { AuditedUse, AuditKind } from "../audit-kind.ts";

const hour = 3_600_000;

export const failedAttempts: AuditKind = {
  id: "failed-attempts",
  title: "Many refused attempts at once",
  about:
    "One caller was refused so many times as --refusals says, within hours that follow each other: somebody tries what there is, or something is broken. An account whose role is tried from outside logs nothing of it.",
  needs: null,
  *find(world) {
    const refused = world.uses.filter(({ use }) => !use.granted);
    for (const uses of Map.groupBy(refused, ({ by }) => by).values()) {
      for (const burst of burstsOf(uses)) {
        const count = burst.reduce((sum, { use }) => sum + use.count, 0);
        if (count < world.settings.refusals) continue;
        const roles = new Set(burst.map(({ roleName }) => roleName));
        const [role = null] = roles.size === 1 ? roles : [];
        const codes = [...new Set(burst.flatMap(({ use }) => use.error ?? []))].sort().join(", ");
        const because = `${count} refusals (${codes}) on ${roles.size === 1 ? "one role" : `${roles.size} roles`}`;
        for (const { use, by } of burst) yield { use, by, role, because };
      }
    }
  },
};

/** Hours without a refusal set bursts apart. */
function burstsOf(uses: readonly AuditedUse[]): readonly (readonly AuditedUse[])[] {
  const bursts: AuditedUse[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const one of uses.toSorted((a, b) => hourOf(a) - hourOf(b))) {
    const at = hourOf(one);
    const current = bursts.at(-1);
    if (current !== undefined && at - last <= hour) current.push(one);
    else bursts.push([one]);
    last = at;
  }
  return bursts;
}

function hourOf({ use }: AuditedUse): number {
  return use.hour ?? use.first - (use.first % hour);
}
