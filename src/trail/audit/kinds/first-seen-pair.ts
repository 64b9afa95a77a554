import type { AuditedUse } from "../audit-kind.ts";
import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const firstSeenPair: AuditKind = {
  id: "first-seen-pair",
  title: "A party in a role where it was never seen before",
  about:
    "The pair of caller and role comes up for the first time at or after --new-since, in a trail that begins before that. What is older than the trail is not known.",
  needs: "--new-since",
  *find(world) {
    const { newSince } = world.settings;
    if (newSince === null || world.facts.first === null || world.facts.first >= newSince) return;
    const pairs = Map.groupBy(grantedRoles(world), pairOf);
    for (const uses of pairs.values()) {
      if (uses.some(({ use }) => use.first < newSince)) continue;
      const first = Math.min(...uses.map(({ use }) => use.first));
      for (const one of uses) yield remark(one, `seen first at ${new Date(first).toISOString()}`);
    }
  },
};

function pairOf({ by, roleName }: AuditedUse): string {
  return `${by}\n${roleName ?? ""}`;
}
