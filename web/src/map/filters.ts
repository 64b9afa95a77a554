/** Which trusts are drawn: chosen in the address, so that a picture can be sent. */

import { type Flag, joined, type OrganizationMap, type Pair, riskOf } from "./model.ts";
import { isShown, type MapUse, type UseView, useAt, useViews } from "./use.ts";

export type Filters = {
  /** All of them have to hold. */
  readonly only: readonly Flag[];
  readonly certainty: "all" | "proven" | "may";
  /** Trust in AWS services, which nearly every role has. */
  readonly services: boolean;
  readonly technique: string | null;
  /** By their use, where there is a trail. */
  readonly use: UseView;
};

/** What people choose from, in the words that they see. */
export const filterWords: readonly (readonly [flag: Flag, words: string])[] = [
  ["external", "From outside"],
  ["withoutExternalId", "Without external ID"],
  ["anyone", "Anyone"],
  ["identityProvider", "Identity providers"],
  ["leadsToAdministrator", "Chain to an administrator"],
  ["crossesUnits", "Crosses units"],
  ["wholeAccount", "Whole accounts"],
  ["unused", "Unused for 90 days"],
];

export function filtersOf(chosen: Readonly<Record<string, string>>): Filters {
  const asked = (chosen.only ?? "").split(",");
  const { certainty } = chosen;
  return {
    only: filterWords.map(([flag]) => flag).filter((flag) => asked.includes(flag)),
    certainty: certainty === "proven" || certainty === "may" ? certainty : "all",
    services: chosen.services === "1",
    technique: chosen.technique ?? null,
    use: useViews.find((view) => view === chosen.use) ?? "possible",
  };
}

export function choiceOf({ only, certainty, services, technique, use }: Filters): Record<string, string> {
  return {
    only: only.join(","),
    certainty: certainty === "all" ? "" : certainty,
    services: services ? "1" : "",
    technique: technique ?? "",
    use: use === "possible" ? "" : use,
  };
}

/** Says of the bits of a trust whether it is drawn. */
export function passes(filters: Filters, flags: readonly Flag[]): (bits: number) => boolean {
  const bit = (flag: Flag) => 1 << flags.indexOf(flag);
  const needed = filters.only.reduce((bits, flag) => bits | bit(flag), 0);
  const [service, may] = [bit("service"), bit("may")];
  return (bits) => {
    if ((bits & needed) !== needed) return false;
    if (!filters.services && (bits & service) !== 0) return false;
    return filters.certainty === "all" || (filters.certainty === "may") === ((bits & may) !== 0);
  };
}

/** Between places, each pair of them once. `use`: the trusts with their use; null: no trail tells. */
export function pairsOf(map: OrganizationMap, filters: Filters, use: MapUse | null = null): readonly Pair[] {
  const { from, to, flags, roles } = use?.trusts ?? map.trusts;
  const isDrawn = passes(filters, map.flags);
  const places = map.accounts.length + map.parties.length;
  const found = new Map<number, Pair>();
  for (const [at, bits] of flags.entries()) {
    if (!isDrawn(bits)) continue;
    const own = use === null ? undefined : useAt(use, at);
    if (use !== null && !isShown(own, filters.use)) continue;
    const plain = pairOf(from[at] ?? 0, to[at] ?? 0, roles[at] ?? 0, bits, map.flags);
    const pair = own === undefined ? plain : { ...plain, use: own };
    const key = pair.from * places + pair.to;
    const known = found.get(key);
    found.set(key, known === undefined ? pair : joined(known, pair));
  }
  return [...found.values()];
}

export function pairOf(from: number, to: number, roles: number, bits: number, flags: readonly Flag[]): Pair {
  const has = (flag: Flag) => (bits & (1 << flags.indexOf(flag))) !== 0;
  return { from, to, roles, risk: riskOf(has), proven: !has("may") };
}
