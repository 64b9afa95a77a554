/** Who has an access on two sides: who gained it, who lost it, and by which guards those have it who are on both. */
import type { Guard } from "../authz/types.ts";
import type { Who } from "../graph/index.ts";
import type { AccessParty } from "../model/index.ts";

/** One way in of a party that has several. */
export type Alternative = { readonly guard: Guard; readonly proven: boolean };

export type PartyAccess = {
  readonly party: AccessParty;
  readonly alternatives: readonly Alternative[];
};

export type PartyDifference = {
  readonly gained: readonly AccessParty[];
  readonly lost: readonly AccessParty[];
  /** On both sides, and not by the same guards or not as surely. */
  readonly changed: readonly { readonly before: PartyAccess; readonly after: PartyAccess }[];
};

export const noDifference: PartyDifference = { gained: [], lost: [], changed: [] };

/** By kind and id; the least guarded way in is the one that is told. */
function byParty(who: readonly Who[]): ReadonlyMap<string, PartyAccess> {
  const parties = new Map<string, PartyAccess>();
  for (const one of who) {
    const key = keyOf(one);
    const known = parties.get(key);
    const alternative = { guard: one.guard, proven: one.proven };
    parties.set(key, {
      party: known === undefined ? one : leastGuarded(known.party, one),
      alternatives: [...(known?.alternatives ?? []), alternative],
    });
  }
  return parties;
}

/** Sure before unsure, few conditions before many. */
function leastGuarded(one: AccessParty, other: AccessParty): AccessParty {
  const [proven, via] = [one.proven || other.proven, one.via === "direct" ? one.via : other.via];
  const first =
    one.proven !== other.proven
      ? one.proven
        ? one
        : other
      : other.guard.length < one.guard.length
        ? other
        : one;
  return { ...first, proven, via };
}

export function partyDifference(before: readonly Who[], after: readonly Who[]): PartyDifference {
  const [was, is] = [byParty(before), byParty(after)];
  const only = (of: ReadonlyMap<string, PartyAccess>, not: ReadonlyMap<string, PartyAccess>): AccessParty[] =>
    [...of]
      .filter(([key]) => !not.has(key))
      .map(([, { party }]) => party)
      .toSorted(outsidersFirst);
  const changed = [...is].flatMap(([key, now]) => {
    const old = was.get(key);
    return old === undefined || isSame(old, now) ? [] : [{ before: old, after: now }];
  });
  return { gained: only(is, was), lost: only(was, is), changed };
}

export function keyOf({ kind, id }: Pick<AccessParty, "kind" | "id">): string {
  return `${kind} ${id}`;
}

const breadths = ["anonymous", "any-account", "organization", "organizational-unit", "federated", "account"];

/** Outsiders, then whole groups, then by name: the first are the ones to look at. */
export function outsidersFirst(a: AccessParty, b: AccessParty): number {
  const breadth = ({ kind }: AccessParty): number => {
    const at = breadths.indexOf(kind);
    return at < 0 ? breadths.length : at;
  };
  return (
    Number(b.external) - Number(a.external) ||
    breadth(a) - breadth(b) ||
    Number(b.proven) - Number(a.proven) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function isSame(a: PartyAccess, b: PartyAccess): boolean {
  return textOf(a) === textOf(b) && a.party.external === b.party.external;
}

function textOf({ alternatives }: PartyAccess): string {
  return [...new Set(alternatives.map((one) => JSON.stringify([one.proven, guardText(one.guard)])))]
    .toSorted()
    .join();
}

/** The same for guards that ask the same, in whatever order. */
export function guardText(guard: Guard): string {
  const terms = guard.map(({ key, operator, values, literal }) =>
    JSON.stringify([key.toLowerCase(), operator, values.toSorted(), literal ?? false]),
  );
  return [...new Set(terms)].toSorted().join();
}
