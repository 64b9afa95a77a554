/** "Why was I not told?": what was seen of a change, what was decided on telling it, and what came of sending it. */
import { maskDriftEvent } from "../../drift/mask-drift.ts";
import type { DealtEvent, Delivery, StateStore, StoredDriftEvent } from "../../store/state/state-store.ts";
import type { WhyAnswer } from "./alerts-shape.ts";
import { told, toldDelivery } from "./told-delivery.ts";

type Store = Pick<StateStore, "dealtEvents" | "decisionsOn" | "deliveries" | "driftEvent" | "driftEvents">;

/** Deliveries that are looked through, latest first. */
const mostDeliveries = 500;
/** Changes that are looked through for one event. */
const mostChanges = 1000;
/** A change is settled within this time of its events, or a later read has found it. */
const longestSettlingMilliseconds = 24 * 3_600_000;

/** `about`: the id of a drift event, an alert or a CloudTrail event, or a subject's ARN or id. `most`: changes and events, latest first. */
export async function whyTold(store: Store, about: string, most: number): Promise<WhyAnswer> {
  const deliveries = await store.deliveries({}, mostDeliveries);
  const events = await dealtAbout(store, about, most);
  const changes = await changesAbout(store, about, events, deliveries, most);
  const explained = await Promise.all(changes.map((change) => explain(store, change, deliveries)));
  return {
    about,
    changes: explained,
    events: events.map(toldEvent),
    answer: sentences(about, explained, events),
  };
}

async function dealtAbout(store: Store, about: string, most: number): Promise<readonly DealtEvent[]> {
  const names = [about, ...keysOf(about)];
  const found = await Promise.all(names.map((name) => store.dealtEvents(name, most)));
  const byId = new Map(found.flat().map((event) => [event.id, event]));
  return [...byId.values()].toSorted((a, b) => b.at - a.at).slice(0, most);
}

/** What the subjects of events are called: those of IAM by name. */
function keysOf(arn: string): readonly string[] {
  const [, account, kind, name] =
    /^arn:[^:]*:iam::(\d{12}):(role|user|group)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (account === undefined || name === undefined) return [];
  return [`${kind} ${account} ${name}`.toLowerCase()];
}

async function changesAbout(
  store: Store,
  about: string,
  events: readonly DealtEvent[],
  deliveries: readonly Delivery[],
  most: number,
): Promise<readonly StoredDriftEvent[]> {
  const found = new Map<string, StoredDriftEvent>();
  const add = (all: readonly (StoredDriftEvent | null)[]): void => {
    for (const one of all) if (one !== null) found.set(one.id, one);
  };
  add([await store.driftEvent(about)]);
  add(await store.driftEvents({ subject: about }, { limit: most }));
  const ofAlert = deliveries.filter(({ id, alert }) => id === about || alert.id === about);
  for (const id of new Set(ofAlert.flatMap(({ alert }) => alert.events.map((event) => event.id)))) {
    if (found.size < most) add([await store.driftEvent(id)]);
  }
  const named = events.find(({ id }) => id === about);
  if (named !== undefined) {
    const times = { from: named.at, to: named.at + longestSettlingMilliseconds };
    const near = await store.driftEvents(times, { limit: mostChanges });
    add(near.filter((change) => change.events.some(({ id }) => id === about)));
  }
  return [...found.values()].toSorted((a, b) => b.at - a.at).slice(0, most);
}

type Explained = WhyAnswer["changes"][number];

async function explain(
  store: Store,
  stored: StoredDriftEvent,
  deliveries: readonly Delivery[],
): Promise<Explained> {
  const { revertedBy } = stored;
  const event = maskDriftEvent(stored);
  const decisions = await store.decisionsOn(event.id);
  return {
    driftEvent: event.id,
    kind: event.kind,
    severity: event.severity,
    title: event.title,
    subject: event.subject,
    account: event.account,
    at: told(event.at),
    noticedAt: told(event.noticedAt),
    expected: event.expected,
    reverts: event.reverts,
    revertedBy,
    events: event.events.map(({ id, name }) => ({ id, name })),
    decisions: decisions.map(({ channel, verdict, why, at }) => ({ channel, verdict, why, at: told(at) })),
    deliveries: deliveries
      .filter(({ alert }) => alert.events.some(({ id }) => id === event.id))
      .map(toldDelivery),
  };
}

function toldEvent({ id, name, source, account, subjects, at, settledAt, verdict }: DealtEvent) {
  return {
    id,
    name,
    source,
    account,
    subjects: [...subjects],
    at: told(at),
    settledAt: told(settledAt),
    verdict,
  };
}

function sentences(about: string, changes: readonly Explained[], events: readonly DealtEvent[]): string[] {
  if (changes.length > 0) return changes.map(changeSentence);
  const [event] = events;
  if (event === undefined) {
    return [
      `Nothing that was seen is called ${JSON.stringify(about)}: no event of it arrived that is kept (calls that failed, or only read, are not), and no read found a change.`,
      "Look whether the event rule of its account and region sends to the queue, whether the watch was running, and whether the subject is within what is read (accesslens setup drift).",
    ];
  }
  if (event.id === about) {
    return [`The event arrived and was dealt with at ${told(event.settledAt)}: ${event.verdict}`];
  }
  return [
    `${events.length === 1 ? "One event" : `${events.length} events`} about it arrived, and no change of it is kept; the last one, ${event.name} at ${told(event.at)}: ${event.verdict}`,
  ];
}

function stateSentence({ channel, status, lastError, at }: Explained["deliveries"][number]): string {
  const error = lastError === null ? "" : ` (${lastError})`;
  switch (status) {
    case "delivered":
      return `delivered over ${channel} at ${at}`;
    case "dead":
      return `given up over ${channel}${error}: accesslens alerts retry`;
    case "waiting":
      return `waiting for ${channel} until ${at}${error}`;
    case "sending":
      return `on its way over ${channel}`;
  }
}

function changeSentence({ title, at, decisions, deliveries }: Explained): string {
  const begin = `${at}: ${title.replace(/\.$/, "")}`;
  const states = deliveries.map(stateSentence);
  const silent = decisions.filter(
    ({ channel, verdict }) =>
      !["sent", "grouped", "held", "rate-limited"].includes(verdict) &&
      !deliveries.some((one) => one.channel === channel),
  );
  const reasons = silent.map(({ channel, why }) => (channel === null ? why : `not over ${channel}: ${why}`));
  const all = [...states, ...reasons];
  if (all.length > 0) return `${begin}. ${inOne(all)}`;
  // Of large groups an alert holds the first changes, and counts the rest.
  const others = decisions.map(({ channel, why }) => (channel === null ? why : `over ${channel}: ${why}`));
  return others.length > 0 ? `${begin}. ${inOne(others)}` : `${begin}. Nothing was decided on telling it.`;
}

function inOne(sentences: readonly string[]): string {
  return sentences.map((sentence) => sentence.replace(/\.$/, "")).join("; ");
}
