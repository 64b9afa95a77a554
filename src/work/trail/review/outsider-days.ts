/** Who came in from outside in a review's time, day by day. */
import { daysOfPairs, daysOfUses, toldDays } from "../day-counts.ts";
import type { ObservedWorld } from "../observed-world.ts";
import type { ReviewAnswer } from "./review-shape.ts";

/** Whole days (UTC): those in which the time begins and ends, too. Most calls first. */
export function outsiderDays(
  { audit }: ObservedWorld,
  { since, to }: { readonly since: number; readonly to: number },
): ReviewAnswer["outsiders"] {
  const days = daysOfPairs(audit.facts);
  const [first, last] = [since, to].map((time) => new Date(time).toISOString().slice(0, 10));
  const outside = audit.uses.filter(
    ({ caller: { account }, roleName }) => roleName !== null && account !== null && !audit.isOurs(account),
  );
  const told = [
    ...Map.groupBy(outside, ({ roleName, by }) => JSON.stringify([roleName, by])).values(),
  ].flatMap((uses) => {
    const [one] = uses;
    const own = toldDays(daysOfUses(uses, days)).filter(
      ({ day }) => first !== undefined && last !== undefined && day >= first && day <= last,
    );
    if (one === undefined || own.length === 0) return [];
    const calls = own.reduce((sum, { granted }) => sum + granted, 0);
    return { calls, by: one.by, role: one.roleName ?? "", days: own };
  });
  return told
    .toSorted((a, b) => b.calls - a.calls || (`${a.role} ${a.by}` < `${b.role} ${b.by}` ? -1 : 1))
    .map(({ by, role, days: own }) => ({ by, role, days: own }));
}
