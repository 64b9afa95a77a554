/**
 * The map's arrows with their use: the same places and flags as the map's trusts, told apart by how often and when they were used. What
 * happened though the snapshot's policies would refuse it has arrows too, from whoever did it.
 */
import { setImmediate } from "node:timers/promises";
import type { AccountIndex, RoleIndex } from "../../../model/index.ts";
import { type ImpossibleUse, type ObservedEdge, possibleEdges } from "../../../trail/index.ts";
import { bitOf, crossingBit, type MapGround } from "../../map/index.ts";
import type { ObservedWorld } from "../observed-world.ts";
import { isoTime } from "../trail-answers.ts";
import type { AccountUse, MapUse } from "./show-shape.ts";

/** What is held against the trail: as `trail compare` asks. */
export type ShownSpan = { readonly asOf: number; readonly days: number };

/** Whoever else is served has a turn after so many milliseconds. */
const turnEveryMilliseconds = 25;

export type WayCounts = { readonly used: number; readonly unused: number; readonly notWatched: number };

type Row = {
  readonly from: number;
  readonly to: number;
  readonly flags: number;
  readonly watched: boolean;
  readonly possible: boolean;
  roles: number;
  calls: number;
  last: number | null;
  impossible: number;
};

/** Over all roles, with turns for others in between. */
export async function organizationUse(
  ground: MapGround,
  world: ObservedWorld,
  impossible: readonly ImpossibleUse[],
  { asOf, days }: ShownSpan,
): Promise<{ readonly map: MapUse; readonly ways: WayCounts }> {
  const { snapshot } = world.engine;
  const rows = new Map<string, Row>();
  const apart = impossibleCounts(impossible);
  const told = new Set<string>();
  const ways = { used: 0, unused: 0, notWatched: 0 };
  let turn = performance.now();
  for (const edge of edgesOf(snapshot.roles.count, world, { asOf, days })) {
    if (edge.state === "used") ways.used += 1;
    else if (edge.state === "unused") ways.unused += 1;
    else ways.notWatched += 1;
    const to = snapshot.roles.account[edge.role] ?? 0;
    const { from, flags } = flagsOf(edge, to, ground);
    if (from !== null && from !== to) {
      const place = { from, to, flags, watched: edge.state !== "not-watched", possible: true };
      add(rows, place, useOf(edge, world, apart, told));
    }
    if (performance.now() - turn < turnEveryMilliseconds) continue;
    await setImmediate();
    turn = performance.now();
  }
  const elsewhere = addImpossible(rows, impossible, told, ground, world);
  const all = [...rows.values()];
  return {
    ways,
    map: {
      asOf: isoTime(asOf),
      days,
      elsewhere,
      trusts: {
        from: all.map(({ from }) => from),
        to: all.map(({ to }) => to),
        flags: all.map(({ flags }) => flags),
        roles: all.map(({ roles }) => roles),
        calls: all.map(({ calls }) => calls),
        last: all.map(({ last }) => (last === null ? null : isoTime(last))),
        watched: all.map(({ watched }) => watched),
        possible: all.map(({ possible }) => possible),
        impossible: all.map((row) => row.impossible),
      },
    },
  };
}

function* edgesOf(count: number, world: ObservedWorld, span: ShownSpan): Iterable<ObservedEdge> {
  yield* waysInto(
    Array.from({ length: count }, (_, role) => role),
    world,
    span,
  );
}

export function waysInto(
  roles: Iterable<RoleIndex>,
  { audit, engine }: ObservedWorld,
  span: ShownSpan,
): Iterable<ObservedEdge> {
  const { snapshot, reader } = engine;
  return possibleEdges(roles, audit, span, {
    snapshot,
    organization: reader.organization,
    grantsOf: (role) => reader.ofRole(role)?.outcome.grants ?? [],
  });
}

function flagsOf(
  { grant, role }: ObservedEdge,
  to: AccountIndex,
  { sources, roleFlags, unitOf }: MapGround,
): { readonly from: number | null; readonly flags: number } {
  const source = sources.of(grant.party, grant.guard, grant.certainty.kind === "may");
  if (source.from === null) return source;
  return {
    from: source.from,
    flags: source.flags | (roleFlags[role] ?? 0) | crossingBit(unitOf, source.from, to),
  };
}

type Use = { readonly calls: number; readonly last: number | null; readonly impossible: number };

function add(
  rows: Map<string, Row>,
  place: Pick<Row, "from" | "to" | "flags" | "watched" | "possible">,
  { calls, last, impossible }: Use,
): void {
  const key = `${place.from} ${place.to} ${place.flags} ${place.watched} ${place.possible} ${calls > 0}`;
  const known = rows.get(key);
  if (known === undefined) {
    rows.set(key, { ...place, roles: 1, calls, last, impossible });
    return;
  }
  known.roles += 1;
  known.calls += calls;
  known.impossible += impossible;
  if (last !== null && (known.last === null || last > known.last)) known.last = last;
}

function keyOf(role: string, by: string): string {
  return JSON.stringify([role, by]);
}

function impossibleCounts(impossible: readonly ImpossibleUse[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { one } of impossible) {
    const key = keyOf(one.roleName ?? "", one.by);
    counts.set(key, (counts.get(key) ?? 0) + one.use.count);
  }
  return counts;
}

/** `told`: takes up the impossible uses that stand with a way. */
function useOf(
  { role, count, last, callers }: ObservedEdge,
  { engine }: ObservedWorld,
  apart: ReadonlyMap<string, number>,
  told: Set<string>,
): Use {
  const arn = engine.snapshot.roles.arn(role);
  const impossible = callers.reduce((sum, { by }) => {
    const key = keyOf(arn, by);
    const own = apart.get(key) ?? 0;
    if (own > 0) told.add(key);
    return sum + own;
  }, 0);
  return { calls: count, last, impossible };
}

/** Those that came in by no way that is there now. How many of them have no place on the map. */
function addImpossible(
  rows: Map<string, Row>,
  impossible: readonly ImpossibleUse[],
  told: ReadonlySet<string>,
  ground: MapGround,
  { audit, engine }: ObservedWorld,
): number {
  let elsewhere = 0;
  for (const { one } of impossible) {
    if (told.has(keyOf(one.roleName ?? "", one.by))) continue;
    const from = placeOf(one, ground);
    const to = one.target.account === null ? null : engine.snapshot.accountIndex(one.target.account);
    if (from === null || to === null) {
      elsewhere += 1;
      continue;
    }
    if (from === to) continue;
    const { account } = one.caller;
    const isOutside = account !== null && !audit.isOurs(account);
    const flags = (isOutside ? bitOf("external") : 0) | crossingBit(ground.unitOf, from, to);
    const { count, last } = one.use;
    add(rows, { from, to, flags, watched: true, possible: false }, { calls: count, last, impossible: count });
  }
  return elsewhere;
}

function placeOf({ caller }: ImpossibleUse["one"], { scan, sources }: MapGround): number | null {
  const { snapshot } = scan.engine;
  const { account } = caller;
  const own = account === null ? null : snapshot.accountIndex(account);
  if (own !== null) return own;
  const [kind, id] =
    caller.caller.kind === "service" ? ["service", caller.caller.service] : ["account", account ?? ""];
  const at = sources.parties.findIndex((party) => party.kind === kind && party.id === id);
  return at < 0 ? null : snapshot.accounts.length + at;
}

/** One account from inside: who came into its roles, and where its own principals went. */
export function accountUse(
  ground: MapGround,
  world: ObservedWorld,
  impossible: readonly ImpossibleUse[],
  account: AccountIndex,
  { asOf, days }: ShownSpan,
): AccountUse {
  const { snapshot } = world.engine;
  const [first, end] = snapshot.roles.ofAccount(account);
  const roles = Array.from({ length: end - first }, (_, at) => first + at);
  const apart = impossibleCounts(impossible);
  const ways: AccountUse["ways"] = [];
  for (const edge of waysInto(roles, world, { asOf, days })) {
    const { from } = flagsOf(edge, account, ground);
    if (from === null || from === account) continue;
    const { calls, last, impossible: refused } = useOf(edge, world, apart, new Set());
    ways.push({
      from: { principal: null, place: from },
      to: { principal: snapshot.roles.arn(edge.role), place: null },
      calls,
      last: last === null ? null : isoTime(last),
      watched: edge.state !== "not-watched",
      impossible: refused,
    });
  }
  return {
    account: snapshot.accounts[account]?.id ?? "",
    asOf: isoTime(asOf),
    ways: [...ways, ...hopsOf(world, apart, account)],
  };
}

/** Of the account's own roles and users, as those who call. */
function hopsOf(
  { audit, engine }: ObservedWorld,
  apart: ReadonlyMap<string, number>,
  account: AccountIndex,
): AccountUse["ways"] {
  const { snapshot } = engine;
  const id = snapshot.accounts[account]?.id;
  const own = audit.uses.filter(
    ({ use, caller, role }) => use.granted && role !== null && caller.account === id && caller.arn !== null,
  );
  const byPair = Map.groupBy(own, ({ by, roleName }) => keyOf(roleName ?? "", by));
  return [...byPair].flatMap(([key, uses]) => {
    const [one] = uses;
    if (one === undefined || one.role === null || one.caller.arn === null) return [];
    const place = snapshot.roles.account[one.role.index] ?? 0;
    const isInside = place === account;
    return {
      from: { principal: one.caller.arn, place: null },
      to: { principal: isInside ? one.role.arn : null, place: isInside ? null : place },
      calls: uses.reduce((sum, { use }) => sum + use.count, 0),
      last: isoTime(uses.reduce((most, { use }) => Math.max(most, use.last), 0)),
      watched: true,
      impossible: apart.get(key) ?? 0,
    };
  });
}
