/** Answers about a trail, as programs get them. Times are ISO 8601 in UTC; external IDs stand in none of them. */

import { partyId } from "../../graph/who.ts";
import type { RoleIndex, TrailFacts } from "../../model/index.ts";
import type {
  AuditedUse,
  EdgeCaller,
  ImpossibleUse,
  ObservedEdge,
  OpenUse,
  Replayed,
} from "../../trail/index.ts";
import { auditTrail, callerName, impossibleUses, possibleEdges } from "../../trail/index.ts";
import { openGraph } from "../engine.ts";
import { daysOfPairs, daysOfUses, toldDays } from "./day-counts.ts";
import type { ObservedWorld } from "./observed-world.ts";
import type {
  AuditAnswer,
  ChainsAnswer,
  CompareAnswer,
  DeniedAnswer,
  SessionsAnswer,
  ToldEdge,
  TrailCoverage,
  UnusedAnswer,
  WhoAnswer,
} from "./trail-shape.ts";

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}

/** What the trail was that was read. */
export function coverageOf({ events, skipped, first, last, limits }: TrailFacts): TrailCoverage {
  return {
    events,
    first: first === null ? null : isoTime(first),
    last: last === null ? null : isoTime(last),
    skipped: [...skipped],
    limits: limits.map((one) => ({ ...one, first: isoTime(one.first), last: isoTime(one.last) })),
  };
}

export function auditAnswer(
  { audit }: ObservedWorld,
  chosen: { readonly evidence: number; readonly kinds: readonly string[] | null },
): AuditAnswer {
  const { skipped, ...coverage } = coverageOf(audit.facts);
  const exceptions = auditTrail(audit, chosen).map(({ first, last, eventIds, edge, ...one }) => ({
    ...one,
    first: isoTime(first),
    last: isoTime(last),
    eventIds: [...eventIds],
    edge:
      edge === null ? null : { ...edge, lines: [edge.lines[0], edge.lines[1]] satisfies [number, number] },
  }));
  return { ...coverage, exceptions, skipped };
}

/** `role`: one alone; null: all. `daily`: with counts a day, which the trail was asked for. */
export function whoAnswer(
  { audit }: ObservedWorld,
  role: string | null,
  { daily }: { readonly daily: boolean },
): WhoAnswer {
  const uses = audit.uses.filter(
    ({ use, roleName }) => use.granted && roleName !== null && (role === null || roleName === role),
  );
  const places = Map.groupBy(audit.facts.places, ({ caller, role: of }) => JSON.stringify([caller, of]));
  const days = daysOfPairs(audit.facts);
  const who = [...Map.groupBy(uses, ({ roleName, by }) => JSON.stringify([roleName, by])).values()].flatMap(
    (own) => {
      const [one] = own;
      if (one === undefined) return [];
      const account = one.caller.account;
      const networks = own.flatMap(
        ({ use }) => places.get(JSON.stringify([use.caller, use.role]))?.map(({ network }) => network) ?? [],
      );
      return {
        role: one.roleName ?? "",
        by: one.by,
        kind: one.use.caller.kind,
        external: account !== null && !audit.isOurs(account),
        ...spanOf(own),
        networks: [...new Set(networks)].sort(),
        ...(daily ? { days: toldDays(daysOfUses(own, days)) } : {}),
      };
    },
  );
  return {
    ...coverageOf(audit.facts),
    who: who.toSorted((a, b) => b.count - a.count || order(a.role, b.role)),
  };
}

export function sessionsAnswer({ audit, replay }: ObservedWorld): SessionsAnswer {
  const sessions = audit.facts.sessions.map((session) => ({
    eventId: session.eventId,
    time: isoTime(session.time),
    call: session.call,
    role: replay.resolver.role(session.role, session.time).arn,
    by: callerName(replay.resolver.caller(session.caller, session.time)),
    sessionName: session.sessionName,
    sourceIdentity: session.sourceIdentity,
    seconds: session.seconds,
    sourceIp: session.sourceIp,
    userAgent: session.userAgent,
    depth: session.depth,
  }));
  return { ...coverageOf(audit.facts), sessions };
}

export function chainsAnswer({ audit, replay }: ObservedWorld): ChainsAnswer {
  const chains = audit.facts.chains.map(({ from, roles, count, first, last, eventIds }) => ({
    from: callerName(replay.resolver.caller(from, last)),
    roles: roles.map((role) => replay.resolver.role(role, last).arn ?? role),
    count,
    first: isoTime(first),
    last: isoTime(last),
    eventIds: [...eventIds],
  }));
  return {
    ...coverageOf(audit.facts),
    chains: chains.toSorted((a, b) => b.roles.length - a.roles.length || b.count - a.count),
  };
}

export function deniedAnswer({ audit }: ObservedWorld): DeniedAnswer {
  const refused = audit.uses.filter(({ use }) => !use.granted);
  const keyOf = ({ roleName, by, use }: AuditedUse): string =>
    JSON.stringify([roleName, by, use.error, use.call]);
  const denied = [...Map.groupBy(refused, keyOf).values()].flatMap((own) => {
    const [one] = own;
    if (one === undefined) return [];
    const { roleName, by, use } = one;
    return {
      role: roleName,
      by,
      call: use.call,
      error: use.error ?? "",
      ...spanOf(own),
      eventIds: own.flatMap(({ use: { eventIds } }) => eventIds).slice(0, 10),
      now: nowOf(audit.replayed(one)),
    };
  });
  return {
    ...coverageOf(audit.facts),
    denied: denied.toSorted((a, b) => b.count - a.count || order(a.by, b.by)),
  };
}

/** What the snapshot's policies say of such a call. */
function nowOf(replayed: Replayed): DeniedAnswer["denied"][number]["now"] {
  switch (replayed.kind) {
    case "allowed":
      return { decision: "allowed", blockedBy: [], reasons: [...replayed.missing] };
    case "refused":
      return {
        decision: "refused",
        blockedBy: [...replayed.decision.blockedBy],
        reasons: [...replayed.decision.notes],
      };
    case "unknown":
      return {
        decision: "unknown",
        blockedBy: [],
        reasons: [...replayed.keys.map((key) => `the trail does not tell ${key}`), ...replayed.reasons],
      };
    case "not-judged":
      return { decision: "unknown", blockedBy: [], reasons: [replayed.why] };
  }
}

export type EdgeChoice = {
  /** Null: all, whose ways in are taken from the graph. */
  readonly roles: readonly RoleIndex[] | null;
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly asOf: number;
};

async function edgesOf(
  { audit, engine }: ObservedWorld,
  choice: EdgeChoice,
): Promise<Iterable<ObservedEdge>> {
  const { snapshot, reader } = engine;
  const graph = choice.roles === null ? await openGraph(engine) : null;
  const roles = choice.roles ?? Array.from({ length: snapshot.roles.count }, (_, role) => role);
  return possibleEdges(roles, audit, choice, {
    snapshot,
    organization: reader.organization,
    grantsOf: (role) => graph?.grantsOf(role) ?? reader.ofRole(role)?.outcome.grants ?? [],
  });
}

export async function unusedAnswer(world: ObservedWorld, choice: EdgeChoice): Promise<UnusedAnswer> {
  const unused: ToldEdge[] = [];
  const notWatched = new Map<string, number>();
  let used = 0;
  for (const edge of await edgesOf(world, choice)) {
    if (edge.state === "used") used += 1;
    else if (edge.state === "unused") unused.push(toldEdge(edge, world));
    else notWatched.set(edge.why ?? "", (notWatched.get(edge.why ?? "") ?? 0) + 1);
  }
  return {
    ...coverageOf(world.audit.facts),
    ...{ days: choice.days, asOf: isoTime(choice.asOf), used, unused },
    notWatched: [...notWatched].map(([why, ways]) => ({ why, ways })).toSorted((a, b) => b.ways - a.ways),
  };
}

export async function compareAnswer(world: ObservedWorld, choice: EdgeChoice): Promise<CompareAnswer> {
  const edges = [...(await edgesOf(world, choice))].map((edge) => toldEdge(edge, world));
  const { impossible, open } = impossibleUses(world.audit, world.engine.snapshot);
  const roles =
    choice.roles === null ? null : new Set(choice.roles.map((role) => world.engine.snapshot.roles.arn(role)));
  const isAsked = ({ one }: ImpossibleUse | OpenUse): boolean =>
    roles === null || (one.role !== null && roles.has(one.role.arn));
  return {
    ...coverageOf(world.audit.facts),
    days: choice.days,
    asOf: isoTime(choice.asOf),
    edges,
    impossible: together(impossible.filter(isAsked), ({ cause }) => cause).map(({ latest, uses }) => ({
      ...partiesOf(latest.one),
      ...{ cause: latest.cause, because: latest.because, blockedBy: [...latest.blockedBy] },
      ...spanOf(uses),
      eventIds: uses.flatMap(({ use }) => use.eventIds).slice(0, 10),
    })),
    open: together(open.filter(isAsked), ({ because }) => because).map(({ latest, uses }) => ({
      ...partiesOf(latest.one),
      because: latest.because,
      ...spanOf(uses),
    })),
  };
}

/** Uses of one role by one caller for one reason, earliest first. */
function together<T extends ImpossibleUse | OpenUse>(
  all: readonly T[],
  reasonOf: (one: T) => string,
): readonly { readonly latest: T; readonly uses: readonly AuditedUse[] }[] {
  const groups = Map.groupBy(all, (one) => JSON.stringify([one.one.roleName, one.one.by, reasonOf(one)]));
  return [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => a.one.use.last - b.one.use.last);
    const latest = sorted.at(-1);
    return latest === undefined ? [] : { latest, uses: sorted.map(({ one }) => one) };
  });
}

function partiesOf({ roleName, by }: AuditedUse): { readonly role: string; readonly by: string } {
  return { role: roleName ?? "", by };
}

function toldEdge(edge: ObservedEdge, { engine }: ObservedWorld): ToldEdge {
  const { grant, role, state, count, last, callers, isWider, why } = edge;
  return {
    role: engine.snapshot.roles.arn(role),
    party: { kind: grant.party.kind, id: partyId(grant.party) },
    action: grant.action,
    statements: [...grant.allowedBy],
    state,
    why,
    wider: isWider,
    count,
    last: last === null ? null : isoTime(last),
    callers: callers.map(toldCaller),
  };
}

function toldCaller({ by, count, first, last, networks }: EdgeCaller): ToldEdge["callers"][number] {
  return { by, count, first: isoTime(first), last: isoTime(last), networks: [...networks] };
}

function spanOf(uses: readonly AuditedUse[]): { count: number; first: string; last: string } {
  return {
    count: uses.reduce((sum, { use }) => sum + use.count, 0),
    first: isoTime(uses.reduce((least, { use }) => Math.min(least, use.first), Number.MAX_SAFE_INTEGER)),
    last: isoTime(uses.reduce((most, { use }) => Math.max(most, use.last), 0)),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
