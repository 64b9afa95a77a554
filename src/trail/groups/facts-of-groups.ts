/** Groups of calls, counted by an engine elsewhere, as the facts of a trail: by the rules of the fold. */
import {
  type Arn,
  type CallCopies,
  type CallGroup,
  type DayCount,
  deepestChain,
  formatCalls,
  inOrder,
  networkOf,
  type ObservedChain,
  type ObservedDays,
  type ObservedPlace,
  type ObservedSession,
  type ObservedUse,
  placeEvidence,
  type Standing,
  type TrailCaller,
  type TrailFacts,
  type TrailGroups,
  type TrailLimit,
  type TrailQuestion,
} from "../../model/index.ts";
import { type Assumption, assumptionsOf } from "../fold/join-copies.ts";
import { isWanted } from "../fold/keep-sessions.ts";
import { useCallerOf } from "../fold/known-callers.ts";

export function factsOfGroups(groups: TrailGroups, question: TrailQuestion, source: string): TrailFacts {
  const { uses, late, chains, places, sessions, unreadable, mostLinks } = groups;
  return inOrder({
    events: sum([...uses, ...late].map(({ copies, count }) => count * copies.filter(isCounted).length)),
    assumptions: sum(uses.map(({ copies, count }) => count * assumptionsOf(copies).length)),
    first: least([...uses, ...late].map(({ first }) => first)),
    last: most([...uses, ...late].map(({ latest }) => latest)),
    uses: usesOf(groups, question),
    places: placesOf(places, question),
    chains: chainsOf(chains, question, mostLinks),
    days: question.days ? daysOf(uses) : [],
    sessions: sessionsOf(sessions, question, mostLinks),
    skipped: unreadable.map(({ count, why }) => ({
      file: source,
      why: `${count} ${count === 1 ? "record" : "records"} not read: ${why}`,
    })),
    limits: limitsOf(groups),
    accounts: groups.accounts,
  });
}

const isCounted = ({ call }: CallCopies[number]): boolean => formatCalls.includes(call);

type Counts = Pick<ObservedUse, "count" | "first" | "last">;
type Evidence = CallGroup["evidence"];

function usesOf({ uses, mostLinks }: TrailGroups, question: TrailQuestion): readonly ObservedUse[] {
  const merged = new Groups<UseKey, { longest: number | null; evidence: Evidence }>();
  for (const group of uses) {
    for (const assumption of assumptionsOf(group.copies)) {
      const key = useKey(assumption, group, question, mostLinks);
      merged.add(
        key,
        group,
        { longest: key.granted ? group.longest : null, evidence: group.evidence },
        (a, b) => ({
          longest: most([a.longest, b.longest].filter((one) => one !== null)),
          evidence: earliest([...a.evidence, ...b.evidence], question.evidence),
        }),
      );
    }
  }
  return merged.all(({ longest, evidence }) => ({ longest, eventIds: idsOf(evidence, question.evidence) }));
}

type UseKey = Omit<ObservedUse, "count" | "first" | "last" | "longest" | "eventIds">;

function useKey(
  assumption: Assumption,
  group: CallGroup & Standing & { readonly long: boolean },
  { detailed }: TrailQuestion,
  mostLinks: number,
): UseKey {
  const { call, caller, role, outcome, externalId, mfa, sourceIdentity } = assumption;
  const granted = outcome.kind === "granted";
  return {
    call,
    caller: useCallerOf(caller),
    role,
    granted,
    error: granted ? null : outcome.code,
    hour: granted ? null : Math.floor(group.first / anHour) * anHour,
    externalId,
    mfa,
    hasSourceIdentity: sourceIdentity !== null,
    console: assumption.console,
    long: granted && group.long,
    depth: depthOf(group, caller, mostLinks),
    detail: role !== null && detailed.has(role) ? detailOf(assumption) : null,
  };
}

const anHour = 3_600_000;

function detailOf(assumption: Assumption): NonNullable<ObservedUse["detail"]> {
  const { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint } = assumption;
  return { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint };
}

/** Beyond the links that the engine follows there may be more: more than are told in any case. */
function depthOf({ links, isOpen }: Standing, caller: TrailCaller, mostLinks: number): number | null {
  if (caller.kind !== "role" && caller.kind !== "unknown") return 0;
  if (links === 0) return null;
  if (links < mostLinks && isOpen) return null;
  return Math.min(links, deepestChain);
}

function placesOf(places: TrailGroups["places"], question: TrailQuestion): readonly ObservedPlace[] {
  const atMost = Math.min(question.evidence, placeEvidence);
  const merged = new Groups<Omit<ObservedPlace, keyof Counts | "eventIds">, Evidence>();
  for (const group of places) {
    for (const { caller, role } of assumptionsOf(group.copies)) {
      merged.add(
        { caller: useCallerOf(caller), role, network: networkOf(group.address) },
        group,
        group.evidence,
        (a, b) => earliest([...a, ...b], atMost),
      );
    }
  }
  return merged.all((evidence) => ({ eventIds: idsOf(evidence, atMost) }));
}

function daysOf(uses: TrailGroups["uses"]): readonly ObservedDays[] {
  const pairs = new Map<string, ObservedDays & { readonly counts: Map<number, DayCount> }>();
  for (const group of uses) {
    for (const { caller, role, outcome } of assumptionsOf(group.copies)) {
      const pair = { caller: useCallerOf(caller), role };
      const key = JSON.stringify(pair);
      const { counts } = pairs.get(key) ?? { counts: new Map<number, DayCount>() };
      pairs.set(key, { ...pair, days: [], counts });
      for (const [day, count] of group.days) {
        const { granted, refused } = counts.get(day) ?? { granted: 0, refused: 0 };
        const isGranted = outcome.kind === "granted";
        counts.set(day, {
          day,
          granted: granted + (isGranted ? count : 0),
          refused: refused + (isGranted ? 0 : count),
        });
      }
    }
  }
  return [...pairs.values()].map(({ caller, role, counts }) => ({
    caller,
    role,
    days: [...counts.values()].toSorted((a, b) => a.day - b.day),
  }));
}

function chainsOf(
  chains: TrailGroups["chains"],
  question: TrailQuestion,
  mostLinks: number,
): readonly ObservedChain[] {
  const merged = new Groups<Pick<ObservedChain, "from" | "roles">, Evidence>();
  for (const { path, ...group } of chains) {
    const links = path.flatMap((copies) => assumptionsOf(copies).slice(0, 1));
    const roles = links.flatMap(({ role }): Arn[] => (role === null ? [] : [role]));
    const [from] = links;
    // Where a role is not told, or more stands above than is followed, there is no chain to tell.
    if (from === undefined || roles.length < path.length || path.length > mostLinks) continue;
    merged.add(
      { from: useCallerOf(from.caller), roles: roles.slice(0, deepestChain) },
      group,
      group.evidence,
      (a, b) => earliest([...a, ...b], question.evidence),
    );
  }
  return merged.all((evidence) => ({ eventIds: idsOf(evidence, question.evidence) }));
}

function sessionsOf(
  sessions: TrailGroups["sessions"],
  question: TrailQuestion,
  mostLinks: number,
): readonly ObservedSession[] {
  const told = sessions.flatMap(({ copies, ...standing }) =>
    assumptionsOf(copies).map((assumption): ObservedSession => {
      const { id, time, call, caller, role, sessionName, sourceIdentity, outcome, sourceIp, userAgent } =
        assumption;
      return {
        eventId: id,
        time,
        call,
        caller,
        role,
        sessionName,
        sourceIdentity,
        seconds: outcome.kind === "granted" ? outcome.seconds : null,
        sourceIp,
        userAgent,
        depth: depthOf(standing, caller, mostLinks),
      };
    }),
  );
  const { role, order, limit } = question.sessions ?? { role: null, order: "latest", limit: 0 };
  return told
    .filter((session) => isWanted(session.role, role))
    .toSorted(orders[order])
    .slice(0, limit);
}

const byId = (a: ObservedSession, b: ObservedSession): number =>
  a.eventId < b.eventId ? -1 : Number(a.eventId > b.eventId);

const orders = {
  longest: (a: ObservedSession, b: ObservedSession) =>
    (b.seconds ?? -1) - (a.seconds ?? -1) || a.time - b.time || byId(a, b),
  latest: (a: ObservedSession, b: ObservedSession) => b.time - a.time || byId(a, b),
};

/** Calls with more links above them than are followed: their chains are not told. */
function limitsOf({ chains, mostLinks }: TrailGroups): readonly TrailLimit[] {
  const cut = chains.filter(({ path }) => path.length > mostLinks);
  const first = least(cut.map((one) => one.first));
  const last = most(cut.map((one) => one.last));
  if (first === null || last === null) return [];
  return [{ what: "chains", count: sum(cut.map(({ count }) => count)), first, last }];
}

/** Groups that are the same in all but their counts, made one. Keys have their members in one order. */
class Groups<Key extends object, More> {
  readonly #groups = new Map<string, { readonly key: Key; counts: Counts; more: More }>();

  add(key: Key, { count, first, last }: Counts, more: More, merge: (a: More, b: More) => More): void {
    const text = JSON.stringify(key);
    const found = this.#groups.get(text);
    if (found === undefined) {
      this.#groups.set(text, { key, counts: { count, first, last }, more });
      return;
    }
    found.counts = {
      count: found.counts.count + count,
      first: Math.min(found.counts.first, first),
      last: Math.max(found.counts.last, last),
    };
    found.more = merge(found.more, more);
  }

  all<Rest extends object>(rest: (more: More) => Rest): (Key & Counts & Rest)[] {
    return [...this.#groups.values()].map(({ key, counts, more }) => ({ ...key, ...counts, ...rest(more) }));
  }
}

function earliest(evidence: Evidence, atMost: number): Evidence {
  return evidence
    .toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id)))
    .slice(0, Math.max(1, atMost));
}

const idsOf = (evidence: Evidence, atMost: number): readonly string[] =>
  evidence.slice(0, atMost).map(({ id }) => id);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const least = (values: readonly number[]): number | null =>
  values.reduce<number | null>((best, value) => (best === null || value < best ? value : best), null);
const most = (values: readonly number[]): number | null =>
  values.reduce<number | null>((best, value) => (best === null || value > best ? value : best), null);
