/** The order of a trail's facts, so that every engine tells the same in the same way. */
import type { ObservedUse, TrailFacts, UseCaller, UseDetail } from "./observed-use.ts";

type Seen = { readonly first: number; readonly eventIds?: readonly string[] };

/**
 * Uses, places, chains and days by when they were first seen, then by their first event's id, and then by what they are; sessions stay in the order that was asked
 * for; skipped files by name.
 */
export function inOrder(facts: TrailFacts): TrailFacts {
  return {
    ...facts,
    uses: sorted(facts.uses, (use) => JSON.stringify(useKey(use))),
    places: sorted(facts.places, ({ caller, role, network }) =>
      JSON.stringify([callerKey(caller), role, network]),
    ),
    chains: sorted(facts.chains, ({ from, roles }) => JSON.stringify([callerKey(from), ...roles])),
    days: sorted(
      facts.days.map((one) => ({ one, first: one.days[0]?.day ?? 0 })),
      ({ one: { caller, role } }) => JSON.stringify([callerKey(caller), role]),
    ).map(({ one }) => one),
    skipped: facts.skipped.toSorted((a, b) => compare(a.file, b.file) || compare(a.why, b.why)),
    limits: facts.limits.toSorted((a, b) => compare(a.what, b.what)),
    accounts: [...new Set(facts.accounts)].sort(),
  };
}

/** The first event's id tells apart what was first seen at the same time; keys are made where no ids are told. */
function sorted<T extends Seen>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const keys = new Map<T, string>();
  const key = (one: T): string => {
    const known = keys.get(one) ?? keyOf(one);
    keys.set(one, known);
    return known;
  };
  return all.toSorted(
    (a, b) =>
      a.first - b.first || compare(a.eventIds?.[0] ?? "", b.eventIds?.[0] ?? "") || compare(key(a), key(b)),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function useKey(use: ObservedUse): readonly unknown[] {
  const { call, caller, role, granted, error, hour, externalId, mfa, hasSourceIdentity } = use;
  return [
    call,
    callerKey(caller),
    role,
    granted,
    error,
    hour,
    externalId,
    mfa,
    hasSourceIdentity,
    use.console,
    use.long,
    use.depth,
    use.detail === null ? null : detailKey(use.detail),
  ];
}

function detailKey(detail: UseDetail): readonly unknown[] {
  const { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint } = detail;
  return [sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint];
}

/** Members by name, for an engine may have made the object in another order. */
function callerKey(caller: UseCaller): readonly unknown[] {
  return Object.entries(caller).toSorted(([a], [b]) => compare(a, b));
}
