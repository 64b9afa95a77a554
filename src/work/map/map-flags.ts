/** What the map tells trusts apart by: one bit each, so that a picture can be filtered without asking again. */
export const mapFlags = [
  /** The party stands outside of the organization. */
  "external",
  /** It is an AWS account outside, and nothing is asked of its callers' external ID (IAM-SEMANTICS 34). */
  "withoutExternalId",
  /** Whoever has the role can come to administer some account, by further hops or none. */
  "leadsToAdministrator",
  /** From an account of one organizational unit into one of another. */
  "crossesUnits",
  /** The role was not used in the 90 days before the snapshot was taken, as far as AWS told. */
  "unused",
  /** Not proven: something that decides is not known. */
  "may",
  "service",
  "identityProvider",
  /** Any account at all. */
  "anyone",
  /** A whole account (or organization, or unit) is let in, not one of its principals. */
  "wholeAccount",
] as const;

export type MapFlag = (typeof mapFlags)[number];

export function bitOf(flag: MapFlag): number {
  return 1 << mapFlags.indexOf(flag);
}

export function bitsOf(flags: Partial<Readonly<Record<MapFlag, boolean>>>): number {
  return mapFlags.reduce((bits, flag, at) => (flags[flag] === true ? bits | (1 << at) : bits), 0);
}

/** The bit of `crossesUnits` where it is set. `from`: an account's place, or a party's, which has no unit. `unitOf`: by account. */
export function crossingBit(unitOf: readonly (number | null)[], from: number, to: number): number {
  const [here, there] = [unitOf[to] ?? null, unitOf[from] ?? null];
  return here !== null && there !== null && here !== there ? bitOf("crossesUnits") : 0;
}
