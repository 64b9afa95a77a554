/** Remarks about where calls came from: places are told beside uses. */
import type { ObservedPlace, ObservedUse, UseCaller } from "../../model/index.ts";
import type { AuditWorld } from "./audit-kind.ts";
import type { Remark } from "./exception.ts";

/** `because`: of a place; null: there is nothing to say. A service's host is no network. */
export function* placeRemarks(
  world: AuditWorld,
  because: (place: ObservedPlace) => string | null,
): Iterable<Remark> {
  const uses = Map.groupBy(
    world.uses.filter(({ use }) => use.granted),
    ({ use }) => pairOf(use.caller, use.role),
  );
  for (const place of world.facts.places) {
    if (!place.network.includes("/")) continue;
    const found = because(place);
    // Places are of granted calls and refused ones alike: of a pair that was never let in, refusals are told.
    const own = uses.get(pairOf(place.caller, place.role)) ?? [];
    const { count, first, last, eventIds } = place;
    // Which of the pair's uses came from there is told by the ids that are kept, if by any.
    const one = own.find(({ use }) => use.eventIds.some((id) => eventIds.includes(id))) ?? own[0];
    if (found === null || one === undefined) continue;
    const use: ObservedUse = { ...one.use, count, first, last, eventIds };
    yield { use, letInAs: one.use, by: one.by, role: one.roleName, because: found };
  }
}

function pairOf(caller: UseCaller, role: string | null): string {
  return `${callerKey(caller)} ${role ?? ""}`;
}

/** The same for the same caller. */
export function callerKey(caller: UseCaller): string {
  return JSON.stringify(Object.entries(caller).sort(([a], [b]) => (a < b ? -1 : 1)));
}
