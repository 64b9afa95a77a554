/**
 * One of several processes that share a store, to be killed at any moment: settles, takes and ends deliveries, leases, or only reads
 * on. Tells what it did, a line of JSON each, after the store has confirmed it. Arguments: URL, its name, what it is (`worker`,
 * `reader`), a seed.
 */
import { writeSync } from "node:fs";
import { argv } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { openStateStore, type StateStore } from "../../../src/store/state/index.ts";
import { dealtOf, deliveryOf, driftEventOf, settlementOf } from "./made-up.ts";
import { randomNumbers } from "./random-numbers.ts";

/** From `from`, when the store had answered, to `to`, when the hold ended or was about to be given back. */
type Hold = { readonly of: string; readonly holder: string; readonly from: number; readonly to: number };

export type Told =
  | { readonly told: "settled"; readonly event: string }
  | { readonly told: "held"; readonly kind: "lease" | "delivery"; readonly hold: Hold }
  /** Before it is given back: the hold may be somebody else's from then on. */
  | { readonly told: "ending"; readonly kind: "lease" | "delivery"; readonly hold: Hold }
  | { readonly told: "delivered"; readonly delivery: string }
  | { readonly told: "read"; readonly sequence: number; readonly event: string };

/** How the state of a subject says where it came from. */
export type WorkerState = { readonly event: string; readonly before: string | null };

export const subjects: readonly string[] = Array.from(
  { length: 5 },
  (_, n) => `role 111122223333 shared-${n}`,
);
const holdMs = 150;

function tell(told: Told): void {
  // At once and whole: what a killed process had in a buffer would be lost.
  writeSync(1, `${JSON.stringify(told)}\n`);
}

async function settleOne(store: StateStore, me: string, random: () => number): Promise<void> {
  const key = subjects[Math.floor(random() * subjects.length)] ?? "";
  const present = (await store.subjectStates([key])).get(key);
  const from = present?.version ?? 0;
  const before: WorkerState | null = present === undefined ? null : JSON.parse(present.state);
  // Named by what it was made from: had two been settled from one version, the names would show it.
  const event = `${key}@${from + 1} by ${me} ${Math.floor(random() * 1e9)}`;
  const state: WorkerState = { event, before: before?.event ?? null };
  const now = Date.now();
  const settled = await store.settle(
    settlementOf({
      states: [{ key, from, state: JSON.stringify(state), readAt: now }],
      driftEvents: [driftEventOf(event, { subject: key, at: now })],
      deliveries: [deliveryOf(`delivery of ${event}`, { notBefore: now })],
      decisions: [{ driftEvent: event, channel: "chat", verdict: "sent", why: "It is tried." }],
      events: [dealtOf(`cloudtrail ${event}`, { subjects: [key] })],
      at: now,
    }),
  );
  if (settled.kind === "settled") tell({ told: "settled", event });
}

async function deliverSome(store: StateStore, me: string, random: () => number): Promise<void> {
  const now = Date.now();
  const taken = await store.takeDeliveries(me, now, holdMs, 3);
  const from = Date.now();
  const holds = taken.map(({ id }) => ({ of: id, holder: me, from, to: now + holdMs }));
  for (const hold of holds) tell({ told: "held", kind: "delivery", hold });
  for (const hold of holds) {
    await pause(random() * 10);
    const at = Date.now();
    if (at >= hold.to) continue;
    tell({ told: "ending", kind: "delivery", hold: { ...hold, to: at } });
    if (random() < 0.3) {
      await store.notDelivered(hold.of, me, at, "not today", at + 20);
    } else {
      await store.delivered(hold.of, me, at);
      tell({ told: "delivered", delivery: hold.of });
    }
  }
}

async function leaseOne(store: StateStore, me: string, random: () => number): Promise<void> {
  // The same for all of them: they are to meet.
  const name = "nightly read";
  const now = Date.now();
  if (!(await store.lease(name, me, now, holdMs))) return;
  const hold = { of: name, holder: me, from: Date.now(), to: now + holdMs };
  tell({ told: "held", kind: "lease", hold });
  await pause(random() * 20);
  const at = Date.now();
  if (at < hold.to) tell({ told: "ending", kind: "lease", hold: { ...hold, to: at } });
  await store.release([name], me);
}

async function readOn(store: StateStore): Promise<void> {
  for (let after = 0; ; ) {
    const page = await store.driftEventsAfter(after, 7);
    for (const { sequence, id } of page) {
      tell({ told: "read", sequence, event: id });
      after = sequence;
    }
    if (page.length === 0) await pause(1);
  }
}

async function work(store: StateStore, me: string, random: () => number): Promise<void> {
  for (;;) {
    const kind = random();
    if (kind < 0.6) await settleOne(store, me, random);
    else if (kind < 0.85) await deliverSome(store, me, random);
    else await leaseOne(store, me, random);
  }
}

if (import.meta.main) {
  const [, , url = "", me = "", kind = "worker", seed = "1"] = argv;
  const opened = await openStateStore(url);
  if (!opened.ok) throw new Error(opened.error.message);
  if (kind === "reader") await readOn(opened.value);
  else await work(opened.value, me, randomNumbers(Number(seed)));
}
