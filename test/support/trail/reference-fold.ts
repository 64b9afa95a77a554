/**
 * A trail's facts in the plainest way: all events in memory, every question asked of all of them. Slow, shares no code with the
 * fold, and knows no bounds.
 */
import {
  type Arn,
  formatCalls,
  type ObservedChain,
  type ObservedDays,
  type ObservedPlace,
  type ObservedSession,
  type ObservedUse,
  type TrailEvent,
  type TrailFacts,
  type TrailQuestion,
  type UseCaller,
} from "../../../src/model/index.ts";

/** A session that issued the key of a session that issued its own: no trail has it, and no answer is right. */
export class Circle extends Error {}

type Call = TrailEvent & { depth: number | null; from: UseCaller; roles: readonly Arn[] };
type Json = string;

const hours = 3_600_000;
const longest = 36 * hours;
const deepest = 16;
const secondOf = ({ time }: TrailEvent) => Math.floor(time / 1000);
const shortName = (role: Arn) => role.replace(/:role\/.*\//, ":role/");
const byId = (a: TrailEvent, b: TrailEvent) => (a.id === b.id ? a.time - b.time : a.id < b.id ? -1 : 1);
const byTime = (a: TrailEvent, b: TrailEvent) => a.time - b.time || byId(a, b);
const text = (value: unknown): Json => JSON.stringify(value);

function withoutSession({ caller }: TrailEvent): UseCaller {
  const { session: _, ...rest } = { session: null, ...caller };
  return rest;
}

function told<T>(copies: readonly TrailEvent[], ask: (copy: TrailEvent) => T | null): T | null {
  for (const copy of copies) {
    const answer = ask(copy);
    if (answer !== null) return answer;
  }
  return null;
}

function joinedCopies(copies: readonly TrailEvent[]): TrailEvent {
  const sorted = copies.toSorted(byId);
  const [role = null] = sorted
    .flatMap((copy) => copy.role ?? [])
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const isOwners = (copy: TrailEvent) => role !== null && copy.account === role.split(":")[4];
  const ordered = [...sorted.filter((copy) => !isOwners(copy)), ...sorted.filter(isOwners)];
  const [first] = ordered;
  if (first === undefined) throw new Error("no copies");
  const worth = ({ caller, account }: TrailEvent) => {
    const own = "account" in caller && caller.account === account ? 0.5 : 0;
    if (caller.kind === "account") return 1 + own;
    if (caller.kind === "unknown") return own;
    if (caller.kind !== "role" && caller.kind !== "user") return 3 + own;
    return own + (caller.arn !== null ? 3 : caller.id !== null ? 2 : 1);
  };
  const [best = first] = sorted.toSorted((a, b) => worth(b) - worth(a));
  const mfas = copies.map(({ mfa }) => mfa);
  const isGranted = copies.some(({ outcome }) => outcome.kind === "granted");
  const granted = <K extends "key" | "seconds">(member: K) =>
    told(ordered, ({ outcome }) => (outcome.kind === "granted" ? outcome[member] : null));
  return {
    ...first,
    id: sorted[0]?.id ?? "",
    time: Math.min(...copies.map(({ time }) => time)),
    caller: best.caller,
    callerKey: told(ordered, ({ callerKey }) => callerKey),
    role,
    outcome: isGranted
      ? {
          kind: "granted",
          key: told(ordered, ({ outcome }) => (outcome.kind === "granted" ? outcome.key : null)),
          seconds: granted("seconds") as number | null,
        }
      : first.outcome,
    sessionName: told(ordered, ({ sessionName }) => sessionName),
    externalId: told(ordered, ({ externalId }) => externalId),
    sourceIdentity: told(ordered, ({ sourceIdentity }) => sourceIdentity),
    tags: told(ordered, ({ tags }) => (tags.length > 0 ? tags : null)) ?? [],
    transitiveTagKeys: told(ordered, ({ transitiveTagKeys: keys }) => (keys.length > 0 ? keys : null)) ?? [],
    mfa: mfas.includes(true) ? true : mfas.includes(false) ? false : null,
    sourceIp: told(ordered, ({ sourceIp }) => sourceIp),
    vpcEndpoint: told(ordered, ({ vpcEndpoint }) => vpcEndpoint),
    userAgent: told(ordered, ({ userAgent }) => userAgent),
    console: copies.some((copy) => copy.console),
  };
}

/** Copies come within five minutes of each other. */
function apartInTime(events: readonly TrailEvent[]): TrailEvent[][] {
  const inOrder = events.toSorted((a, b) => secondOf(a) - secondOf(b));
  const calls: TrailEvent[][] = [];
  for (const [at, event] of inOrder.entries()) {
    const before = inOrder[at - 1];
    if (before === undefined || secondOf(event) - secondOf(before) > 300) calls.push([]);
    calls.at(-1)?.push(event);
  }
  return calls;
}

function joinedCalls(events: readonly TrailEvent[]): TrailEvent[] {
  const groups = Map.groupBy(events, (event) =>
    text(
      event.request !== null
        ? [event.call, "request", event.request]
        : event.shared !== null
          ? [event.call, "shared", event.shared]
          : [event.id, event.time],
    ),
  );
  return [...groups.values()].flatMap(apartInTime).flatMap((copies) => {
    const names = [...new Set(copies.flatMap(({ role }) => (role === null ? [] : shortName(role))))].sort();
    if (names.length < 2) return [joinedCopies(copies)];
    return names.map((name, at) =>
      joinedCopies(copies.filter(({ role }) => (role === null ? at === 0 : shortName(role) === name))),
    );
  });
}

function withChains(calls: readonly TrailEvent[]): Call[] {
  const issuersByKey = Map.groupBy(calls, ({ outcome, role }) =>
    outcome.kind === "granted" && role !== null ? outcome.key : null,
  );
  const known = new Map<TrailEvent, Call>();
  const begun = new Set<TrailEvent>();
  const chained = (call: TrailEvent): Call => {
    const seen = known.get(call);
    if (seen !== undefined) return seen;
    if (begun.has(call)) throw new Circle();
    begun.add(call);
    const isSession = call.caller.kind === "role" || call.caller.kind === "unknown";
    const issuer =
      isSession && call.callerKey !== null
        ? issuersByKey
            .get(call.callerKey)
            ?.filter((one) => secondOf(one) <= secondOf(call))
            .toSorted((a, b) => secondOf(a) - secondOf(b) || byTime(a, b))
            .at(-1)
        : undefined;
    const before =
      issuer === undefined || secondOf(call) - secondOf(issuer) > longest / 1000 ? null : chained(issuer);
    const made: Call = {
      ...call,
      depth:
        before === null
          ? isSession
            ? null
            : 0
          : before.depth === null
            ? null
            : Math.min(before.depth + 1, deepest),
      from: before === null ? withoutSession(call) : before.from,
      roles: call.role === null ? [] : [...(before?.roles ?? []), call.role].slice(0, deepest),
    };
    known.set(call, made);
    return made;
  };
  return calls.map(chained);
}

function grouped<T>(
  calls: readonly Call[],
  keyOf: (call: Call) => Json | null,
  tell: (some: Call[]) => T,
): T[] {
  const groups = Map.groupBy(calls, keyOf);
  groups.delete(null);
  return [...groups.values()].map((some) => tell(some.sort(byTime)));
}

const seen = (some: readonly Call[]) => ({
  count: some.length,
  first: Math.min(...some.map(({ time }) => time)),
  last: Math.max(...some.map(({ time }) => time)),
});

const use = (call: Call, question: TrailQuestion) => ({
  call: call.call,
  caller: withoutSession(call),
  role: call.role,
  granted: call.outcome.kind === "granted",
  error: call.outcome.kind === "refused" ? call.outcome.code : null,
  hour: call.outcome.kind === "refused" ? call.time - (call.time % hours) : null,
  externalId: call.externalId,
  mfa: call.mfa,
  hasSourceIdentity: call.sourceIdentity !== null,
  console: call.console,
  long: call.outcome.kind === "granted" && (call.outcome.seconds ?? 0) > question.longerThan,
  depth: call.depth,
  detail:
    call.role !== null && question.detailed.has(call.role)
      ? {
          sessionName: call.sessionName,
          sourceIdentity: call.sourceIdentity,
          tags: call.tags,
          transitiveTagKeys: call.transitiveTagKeys,
          sourceIp: call.sourceIp,
          vpcEndpoint: call.vpcEndpoint,
        }
      : null,
});

function usesOf(calls: readonly Call[], question: TrailQuestion): ObservedUse[] {
  const lengths = (some: readonly Call[]) =>
    some.flatMap(({ outcome }) =>
      outcome.kind === "granted" && outcome.seconds !== null ? outcome.seconds : [],
    );
  return grouped(
    calls,
    (call) => text(use(call, question)),
    (some) => ({
      ...use(some[0] as Call, question),
      ...seen(some),
      longest: lengths(some).length === 0 ? null : Math.max(...lengths(some)),
      eventIds: some.slice(0, question.evidence).map(({ id }) => id),
    }),
  );
}

function placesOf(
  calls: readonly Call[],
  { evidence }: TrailQuestion,
  networkOf: (address: string) => string,
): ObservedPlace[] {
  const place = (call: Call) => ({
    caller: withoutSession(call),
    role: call.role,
    network: networkOf(call.sourceIp ?? ""),
  });
  return grouped(
    calls,
    (call) => (call.sourceIp === null ? null : text(place(call))),
    (some) => ({
      ...place(some[0] as Call),
      ...seen(some),
      eventIds: some.slice(0, Math.min(3, evidence)).map(({ id }) => id),
    }),
  );
}

function daysOf(calls: readonly Call[]): ObservedDays[] {
  const pair = (call: Call) => ({ caller: withoutSession(call), role: call.role });
  const date = ({ time }: Call) => new Date(time).toISOString().slice(0, 10);
  return grouped(
    calls,
    (call) => text(pair(call)),
    (some) => ({
      ...pair(some[0] as Call),
      days: [...Map.groupBy(some, date)].map(([day, own]) => ({
        day: Date.parse(day),
        granted: own.filter(({ outcome }) => outcome.kind === "granted").length,
        refused: own.filter(({ outcome }) => outcome.kind === "refused").length,
      })),
    }),
  );
}

function chainsOf(calls: readonly Call[], question: TrailQuestion): ObservedChain[] {
  return grouped(
    calls,
    ({ outcome, from, roles }) =>
      outcome.kind === "granted" && roles.length > 1 ? text([from, roles]) : null,
    (some) => ({
      from: (some[0] as Call).from,
      roles: (some[0] as Call).roles,
      ...seen(some),
      eventIds: some.slice(0, question.evidence).map(({ id }) => id),
    }),
  );
}

function pathless(role: string): string {
  return role.replace(/:role\/.*\//s, ":role/");
}

function sessionsOf(
  calls: readonly Call[],
  wanted: NonNullable<TrailQuestion["sessions"]>,
): ObservedSession[] {
  return calls
    .flatMap(
      ({ outcome, id, time, call, caller, role, sessionName, sourceIdentity, sourceIp, userAgent, depth }) =>
        outcome.kind === "granted" &&
        (wanted.role === null || (role !== null && pathless(wanted.role) === pathless(role)))
          ? {
              eventId: id,
              time,
              call,
              caller,
              role,
              sessionName,
              sourceIdentity,
              seconds: outcome.seconds,
              sourceIp,
              userAgent,
              depth,
            }
          : [],
    )
    .sort((a, b) => {
      const length = wanted.order === "longest" ? (b.seconds ?? -1) - (a.seconds ?? -1) : 0;
      const time = wanted.order === "longest" ? a.time - b.time : b.time - a.time;
      return length || time || (a.eventId < b.eventId ? -1 : 1);
    })
    .slice(0, wanted.limit);
}

/** `events` in any order, as often as you like. `networkOf`: as the product tells networks. Throws for a {@link Circle}. */
export function referenceFold(
  events: readonly TrailEvent[],
  question: TrailQuestion,
  networkOf: (address: string) => string,
): Omit<TrailFacts, "skipped" | "accounts"> {
  const from = question.from ?? Number.NEGATIVE_INFINITY;
  const to = question.to ?? Number.POSITIVE_INFINITY;
  const distinct = [...new Map(events.map((event) => [text([event.id, event.time]), event])).values()];
  const readable = distinct.filter(({ time }) => time >= from - longest && time < to);
  const asked = readable.filter(({ time }) => time >= from);
  const calls = withChains(joinedCalls(readable)).filter(({ time }) => time >= from);
  const times = asked.map(({ time }) => time);
  return {
    events: asked.filter(({ call }) => formatCalls.includes(call)).length,
    assumptions: calls.length,
    first: times.length === 0 ? null : Math.min(...times),
    last: times.length === 0 ? null : Math.max(...times),
    uses: usesOf(calls, question),
    places: question.places ? placesOf(calls, question, networkOf) : [],
    chains: question.chains ? chainsOf(calls, question) : [],
    days: question.days ? daysOf(calls) : [],
    sessions: question.sessions === null ? [] : sessionsOf(calls, question.sessions),
    limits: [],
  };
}
