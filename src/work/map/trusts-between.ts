/** The single trusts behind one arrow of the map: which roles let in whom. */
import { noSlot } from "../../graph/index.ts";
import type { Snapshot } from "../../model/index.ts";
import { bitOf } from "./map-flags.ts";
import type { MapParty, MapTrusts } from "./map-shape.ts";
import type { MapGround } from "./organization-map.ts";

export type TrustQuestion = {
  /** A box of the map: `organization`, `unit:ID`, `account:ID`, `party:KIND:ID`, and at the end `role:ARN`. */
  readonly from: string;
  readonly to: string;
  /** Bits that all have to be set, and that none may. */
  readonly all: number;
  readonly none: number;
  readonly limit: number;
};

/** Null: there is no such box. */
export function trustsBetween(ground: MapGround, question: TrustQuestion): MapTrusts | null {
  const { scan, sources, roleFlags, unitOf } = ground;
  const { snapshot } = scan.engine;
  const isFrom = sourceTest(question.from, ground);
  const roles = rolesAt(question.to, ground);
  if (isFrom === null || roles === null) return null;
  const trusts: MapTrusts["trusts"] = [];
  let total = 0;
  const crosses = bitOf("crossesUnits");
  for (const role of roles) {
    const slot = scan.graph.columns.slotOfRole[role] ?? noSlot;
    if (slot === noSlot) continue;
    const to = snapshot.roles.account[role] ?? 0;
    for (const source of sources.ofSlot(slot)) {
      if (source.from === null || source.from === to || !isFrom(source.from)) continue;
      const [here, there] = [unitOf[to] ?? null, unitOf[source.from] ?? null];
      const isCrossing = here !== null && there !== null && here !== there;
      const flags = source.flags | (roleFlags[role] ?? 0) | (isCrossing ? crosses : 0);
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
  if (box === "organization") return (place) => place < snapshot.accounts.length || !isOutside(place, ground);
  const accounts = accountsAt(box, ground);
  if (accounts !== null) {
    const wanted = new Set(accounts);
    return (place) => wanted.has(place);
  }
  const at = ground.sources.parties.findIndex(({ kind, id }) => box === `party:${kind}:${id}`);
  return at < 0 ? null : (place) => place === snapshot.accounts.length + at;
}

function isOutside(place: number, { scan, sources }: MapGround): boolean {
  return sources.parties[place - scan.engine.snapshot.accounts.length]?.external === true;
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

/** Null: the box is no account, unit or organization, or there is none of that id. */
function accountsAt(box: string, { scan, units, unitOf }: MapGround): readonly number[] | null {
  const { snapshot } = scan.engine;
  const all = [...snapshot.accounts.keys()];
  if (box === "organization") return all;
  if (box.startsWith("account:")) {
    const account = snapshot.accountIndex(box.slice("account:".length));
    return account === null ? null : [account];
  }
  const unit = units.findIndex(({ id }) => box === `unit:${id}`);
  if (unit < 0) return null;
  const within = (at: number | null): boolean =>
    at !== null && (at === unit || within(units[at]?.parent ?? null));
  return all.filter((account) => within(unitOf[account] ?? null));
}
