/** The single trusts behind one arrow of the map: which roles let in whom. */
import { noSlot } from "../../graph/index.ts";
import type { Snapshot } from "../../model/index.ts";
import { crossingBit } from "./map-flags.ts";
import type { MapParty, MapTrusts } from "./map-shape.ts";
import { type MapGround, usersOf } from "./organization-map.ts";

export type TrustQuestion = {
  /** A box of the map: `organization`, `unit:ID`, `account:ID`, `party:KIND:ID`, and at the end `role:ARN`. */
  readonly from: string;
  readonly to: string;
  /** Bits that all have to be set, and that none may. */
  readonly all: number;
  readonly none: number;
  readonly limit: number;
  /** Only of roles whose permissions give it a use; left out: of all. */
  readonly technique?: string;
};

/** Null: there is no such box. */
export function trustsBetween(ground: MapGround, question: TrustQuestion): MapTrusts | null {
  const { scan, sources, roleFlags, unitOf } = ground;
  const { snapshot } = scan.engine;
  const isFrom = sourceTest(question.from, ground);
  const roles = rolesAt(question.to, ground);
  if (isFrom === null || roles === null) return null;
  const counts = usersOf(question.technique ?? null, scan.reach);
  const trusts: MapTrusts["trusts"] = [];
  let total = 0;
  for (const role of roles) {
    const slot = scan.graph.columns.slotOfRole[role] ?? noSlot;
    if (slot === noSlot || !counts(role)) continue;
    const to = snapshot.roles.account[role] ?? 0;
    for (const source of sources.ofSlot(slot)) {
      if (source.from === null || source.from === to || !isFrom(source.from)) continue;
      const flags = source.flags | (roleFlags[role] ?? 0) | crossingBit(unitOf, source.from, to);
      if ((flags & question.all) !== question.all || (flags & question.none) !== 0) continue;
      total++;
      if (trusts.length >= question.limit) continue;
      trusts.push({ role: snapshot.roles.arn(role), who: whoAt(source.from, ground), flags });
    }
  }
  return { trusts, total };
}

function whoAt(place: number, { scan, sources }: MapGround): MapParty {
  const { accounts } = scan.engine.snapshot;
  const account = accounts[place];
  if (account === undefined) {
    const party = sources.parties[place - accounts.length];
    if (party === undefined) throw new RangeError(`there is no place ${place}`);
    return party;
  }
  return { kind: "account", id: account.id, name: account.name, external: false, group: null };
}

function sourceTest(box: string, ground: MapGround): ((place: number) => boolean) | null {
  const { snapshot } = ground.scan.engine;
  const { parties } = ground.sources;
  const places = placesAt(box, ground);
  if (places !== null) {
    const wanted = new Set(places.accounts);
    const partyAt = (place: number) => parties[place - snapshot.accounts.length];
    return (place) => {
      const party = partyAt(place);
      return party === undefined ? wanted.has(place) : isPartOf(party, places.units, ground);
    };
  }
  const at = parties.findIndex(({ kind, id }) => box === `party:${kind}:${id}`);
  return at < 0 ? null : (place) => place === snapshot.accounts.length + at;
}

/** The own organization, or a unit of it, as it is let in as a whole: the picture draws that from its box, not from one of its own. */
function isPartOf({ kind, id, external }: MapParty, within: UnitsWithin, { units }: MapGround): boolean {
  if (external || (kind !== "organization" && kind !== "organizational-unit")) return false;
  const last = id.split("/").findLast((part) => part !== "" && !part.includes("*"));
  const unit = units.findIndex((one) => one.id === last);
  return within === "all" || (unit >= 0 && within.has(unit));
}

function rolesAt(box: string, ground: MapGround): Iterable<number> | null {
  const { snapshot } = ground.scan.engine;
  if (box.startsWith("role:")) {
    const role = snapshot.roles.byArn(box.slice("role:".length));
    return role === null ? null : [role];
  }
  const accounts = accountsAt(box, ground);
  return accounts === null ? null : rolesOf(accounts, snapshot);
}

function* rolesOf(accounts: readonly number[], { roles }: Snapshot): Iterable<number> {
  for (const account of accounts) {
    const [first, end] = roles.ofAccount(account);
    for (let role = first; role < end; role++) yield role;
  }
}

function accountsAt(box: string, ground: MapGround): readonly number[] | null {
  return placesAt(box, ground)?.accounts ?? null;
}

type UnitsWithin = ReadonlySet<number> | "all";

/** Null: the box is no account, unit or organization, or there is none of that id. */
function placesAt(
  box: string,
  { scan, units, unitOf }: MapGround,
): { readonly accounts: readonly number[]; readonly units: UnitsWithin } | null {
  const { snapshot } = scan.engine;
  const all = [...snapshot.accounts.keys()];
  if (box === "organization") return { accounts: all, units: "all" };
  if (box.startsWith("account:")) {
    const account = snapshot.accountIndex(box.slice("account:".length));
    return account === null ? null : { accounts: [account], units: new Set() };
  }
  const top = units.findIndex(({ id }) => box === `unit:${id}`);
  if (top < 0) return null;
  const isWithin = (at: number | null): boolean =>
    at !== null && (at === top || isWithin(units[at]?.parent ?? null));
  return {
    accounts: all.filter((account) => isWithin(unitOf[account] ?? null)),
    units: new Set([...units.keys()].filter(isWithin)),
  };
}
