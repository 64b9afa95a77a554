/**
 * The watch: takes messages about changes, lets those of one subject wait for each other, settles them, and sees to it that what is to
 * be told is told. Several may run over one queue and one store.
 */
import { setTimeout as pause } from "node:timers/promises";
import { mayPass, refusalOf } from "../../aws/index.ts";
import type { EventSource } from "../../logs/index.ts";
import type { DriftChange, DriftEvent } from "../../model/index.ts";
import { chainEvents } from "./chain-events.ts";
import type { ChangedChains } from "./chains.ts";
import { ChangeIntake, type IntakeCounts } from "./change-intake.ts";
import { driftEventOf } from "./drift-events.ts";
import type { FullRead } from "./full-read.ts";
import { PendingChanges } from "./pending-changes.ts";
import { settleChanges } from "./settle-changes.ts";
import type { SettleParts } from "./settle-parts.ts";

export type WatchParts = Omit<SettleParts, "isDoneWith"> & {
  /** Null: changes are found by full reads alone. */
  readonly source: EventSource | null;
  /** What a full read finds to differ from what is known; null: nobody may read everything. */
  readonly findAll: (() => Promise<FullRead>) | null;
  /** Where changes took chains out of sight: looks at them anew, and says what opened and closed. Null: they are in sight. */
  chainsAgain(): Promise<ChangedChains | null>;
  /** They are settled: what follows from them is to be kept. */
  settled(events: readonly DriftEvent[], now: number): Promise<void>;
  /** Something is to be delivered now. */
  wakeDelivery(): void;
  /** Everything that is due is delivered or given up. */
  delivered(): Promise<void>;
  tell(told: WatchTold): void;
};

export type WatchTold =
  | { readonly kind: "settled"; readonly driftEvents: readonly DriftEvent[]; readonly subjects: number }
  | { readonly kind: "full-read"; readonly found: number; readonly foundBy: "reconcile" | "poll" }
  | { readonly kind: "chains"; readonly opened: number; readonly closed: number }
  | { readonly kind: "trouble"; readonly what: string };

export type WatchSettings = {
  /** How long events of one subject wait for each other. */
  readonly coalesceMilliseconds: number;
  /** Ends when the queue is empty and all is settled and told. */
  readonly untilEmpty: boolean;
  /** Between full reads; null: none. */
  readonly fullReadEveryMilliseconds: number | null;
  /** What ended longer ago is forgotten. */
  readonly keepMilliseconds: number;
};

export type WatchSummary = { readonly counts: IntakeCounts | null; readonly driftEvents: number };

/** A batch holds leases, and its reads and snapshots take their time: small enough that others are not kept waiting. */
const subjectsAtOnce = 500;
const receiveAtOnce = 500;
/** More than these are left in the queue, where others can have them. */
const mostHeld = 20_000;
const failuresInARow = 5;
const day = 86_400_000;
/** Looking at chains anew keeps everything else waiting in a large organization. */
const quietMilliseconds = 30_000;

/** Ends on the signal, with what is not settled given back; rejects where the store is lost. */
export async function watchOrganization(
  parts: WatchParts,
  settings: WatchSettings,
  signal: AbortSignal,
): Promise<WatchSummary> {
  const watch = new Watch(parts, settings, signal);
  return watch.run();
}

class Watch {
  readonly #parts: WatchParts;
  readonly #settings: WatchSettings;
  readonly #signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #pending: PendingChanges;
  readonly #intake: ChangeIntake | null;
  #queueIsEmpty = false;
  #driftEvents = 0;
  /** What the last full read found that can't be read by itself; null: there was none yet. */
  #others: ReadonlySet<string> | null = null;
  #wake: () => void = () => {};
  #lastSettledAt = 0;

  constructor(parts: WatchParts, settings: WatchSettings, signal: AbortSignal) {
    this.#parts = parts;
    this.#settings = settings;
    this.#signal = signal;
    this.#pending = new PendingChanges(settings.coalesceMilliseconds);
    this.#intake = parts.source === null ? null : new ChangeIntake(this.#pending, parts.source);
    if (signal.aborted) this.#stop.abort();
    signal.addEventListener("abort", () => this.#stop.abort(), { once: true });
  }

  async run(): Promise<WatchSummary> {
    const { known, store } = this.#parts;
    await known.catchUp(store);
    try {
      // The first that fails, or ends, ends the others.
      const loops = [this.#settle(), this.#receive(), this.#readAll(), this.#forget(), this.#lookAgain()];
      await Promise.all(loops.map((loop) => loop.finally(() => this.#stop.abort())));
    } finally {
      await this.#intake?.giveBack();
    }
    // Who is told to end does not wait for a channel that is down: what is left is for the next watch.
    if (this.#settings.untilEmpty && !this.#signal.aborted) {
      await this.#tellChainsOnceDelivered();
      await this.#parts.delivered();
    }
    return { counts: this.#intake?.counts ?? null, driftEvents: this.#driftEvents };
  }

  async #receive(): Promise<void> {
    if (this.#parts.source === null || this.#intake === null) return this.#untilStopped();
    let failures = 0;
    // Ended here and not while a message may be on its way to us: nobody else would get it for a while.
    while (!this.#stopped && !(this.#settings.untilEmpty && this.#isEmpty())) {
      if (this.#intake.holding >= mostHeld) {
        await this.#sleep(200, false);
        continue;
      }
      try {
        await this.#receiveOnce(this.#parts.source, this.#intake);
        failures = 0;
      } catch (cause) {
        const refusal = refusalOf(cause);
        failures += 1;
        // What asking again does not mend is for whoever started it, at once; the rest may pass.
        if (
          refusal === null ||
          !mayPass(refusal) ||
          (this.#settings.untilEmpty && failures >= failuresInARow)
        )
          throw cause;
        const what = `the source of events: ${refusal.code}: ${refusal.message}`;
        this.#parts.tell({ kind: "trouble", what });
        await this.#sleep(Math.min(30_000, 1000 * 2 ** failures), false);
      }
    }
  }

  async #receiveOnce(source: EventSource, intake: ChangeIntake): Promise<void> {
    const { store, now } = this.#parts;
    const wait = this.#settings.untilEmpty ? 1000 : 20_000;
    const messages = await source.receive(receiveAtOnce, wait, this.#stop.signal);
    this.#queueIsEmpty = messages.length === 0;
    if (messages.length > 0) {
      const taken = await intake.take(messages, now(), (ids) => store.dealtWith(ids));
      if (taken.noted.length > 0) await this.#note(taken.noted);
      await taken.forget();
    }
    this.#wake();
  }

  async #note(events: Parameters<SettleParts["store"]["settle"]>[0]["events"]): Promise<void> {
    const { store, now } = this.#parts;
    await store.settle({ states: [], driftEvents: [], deliveries: [], decisions: [], events, at: now() });
  }

  async #settle(): Promise<void> {
    const { now } = this.#parts;
    while (!this.#stopped) {
      const due = this.#pending.due(now(), subjectsAtOnce);
      if (due.length > 0) {
        await this.#settleDue(due);
        continue;
      }
      const next = this.#pending.nextDueAt();
      await this.#sleep(next === null ? 1000 : Math.max(1, Math.min(1000, next - now())));
    }
  }

  #isEmpty(): boolean {
    const hasNoMore = this.#intake === null || (this.#queueIsEmpty && this.#intake.holding === 0);
    return hasNoMore && this.#pending.size === 0;
  }

  async #settleDue(due: ReturnType<PendingChanges["due"]>): Promise<void> {
    const intake = this.#intake;
    const isDoneWith: SettleParts["isDoneWith"] = (event, keys) => intake?.isDoneWith(event, keys) ?? true;
    const { settled, dealt, driftEvents } = await settleChanges(due, { ...this.#parts, isDoneWith });
    if (driftEvents.length > 0) {
      this.#parts.wakeDelivery();
      await this.#parts.settled(driftEvents, this.#parts.now());
    }
    this.#driftEvents += driftEvents.length;
    for (const { change, events } of settled) this.#pending.settled(change.key, events, this.#parts.now());
    if (settled.length > 0) this.#lastSettledAt = this.#parts.now();
    if (settled.length > 0) this.#parts.tell({ kind: "settled", driftEvents, subjects: settled.length });
    if (intake === null) return;
    try {
      for (const { change, events } of settled) await intake.settled(change.key, events);
      await intake.dealtElsewhere(dealt);
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal === null || !mayPass(refusal)) throw cause;
      // They come again when their hold is over, and are known to be dealt with then.
      const what = `messages that are settled could not be deleted: ${refusal.code}: ${refusal.message}`;
      this.#parts.tell({ kind: "trouble", what });
    }
  }

  async #lookAgain(): Promise<void> {
    while (!this.#stopped) {
      await this.#sleep(quietMilliseconds, false);
      const isQuiet = this.#parts.now() - this.#lastSettledAt >= quietMilliseconds;
      if (!this.#stopped && isQuiet && this.#pending.size === 0) await this.#tellChainsOnceDelivered();
    }
  }

  /** While chains are looked at nothing else is done: what receivers answer meanwhile would count as an answer that is missing. */
  async #tellChainsOnceDelivered(): Promise<void> {
    await this.#parts.delivered();
    await this.#tellChains();
  }

  /** Several watches find the same at about the same time: it is told once. */
  async #tellChains(): Promise<void> {
    const { known, store, plan, now, tell, wakeDelivery } = this.#parts;
    const changed = await this.#parts.chainsAgain();
    if (changed === null) return;
    tell({ kind: "chains", opened: changed.opened.length, closed: changed.closed.length });
    const fresh: DriftEvent[] = [];
    for (const one of chainEvents(changed, known.engine.snapshot, now())) {
      for (let version = 0; ; version += 1) {
        const event = one(version);
        const told = await store.driftEvent(event.id);
        if (told === null) fresh.push(event);
        if (told === null || now() - told.noticedAt < day / 24) break;
      }
    }
    if (fresh.length === 0) return;
    const planned = await plan(fresh, now());
    await store.settle({ ...planned, states: [], events: [], at: now() });
    this.#driftEvents += fresh.length;
    wakeDelivery();
  }

  async #forget(): Promise<void> {
    const { store, now } = this.#parts;
    while (!this.#stopped) {
      await store.forgetBefore(now() - this.#settings.keepMilliseconds);
      await this.#sleep(day, false);
    }
  }

  async #readAll(): Promise<void> {
    const { findAll, source, tell, now } = this.#parts;
    const every = this.#settings.fullReadEveryMilliseconds;
    if (findAll === null || every === null) return this.#untilStopped();
    const foundBy = source === null ? "poll" : "reconcile";
    // Without events, what changed since the snapshot is not known by anybody yet.
    if (source !== null) await this.#sleep(every, false);
    while (!this.#stopped) {
      const { subjects, others } = await findAll();
      tell({ kind: "full-read", found: subjects.length + others.length, foundBy });
      for (const subject of subjects) this.#pending.addFound(subject, foundBy, now());
      await this.#tellOthers(others, foundBy === "poll" ? "changed" : "missed-by-events");
      this.#wake();
      if (source === null && this.#settings.untilEmpty) return this.#untilSettled();
      await this.#sleep(every, false);
    }
  }

  async #untilSettled(): Promise<void> {
    while (!this.#stopped && this.#pending.size > 0) await this.#sleep(200, false);
  }

  /** They have the same id for as long as they are found, and are told once; what had gone and is back is told again. */
  async #tellOthers(changes: readonly DriftChange[], kind: DriftEvent["kind"]): Promise<void> {
    const { known, store, plan, now, wakeDelivery } = this.#parts;
    const lastTime = this.#others;
    this.#others = new Set(changes.map(otherKey));
    if (changes.length === 0) return;
    const { snapshot } = known.engine;
    const findings = { opened: [], closed: [] };
    const about = {
      kind,
      subject: null,
      findings,
      events: [],
      interlude: null,
      noticedAt: now(),
    };
    const fresh: DriftEvent[] = [];
    // What can be read now, or no more, is one story however many accounts it is about.
    const coverage = changes.filter((change) => change.kind === "coverage");
    const groups = [
      ...changes.filter((change) => change.kind !== "coverage").map((change) => [change]),
      ...(coverage.length === 0 ? [] : [coverage]),
    ];
    for (const group of groups) {
      const isBack = lastTime !== null && group.some((change) => !lastTime.has(otherKey(change)));
      for (let version = 0; ; version += 1) {
        const happened = { ...about, version, changes: group };
        const one = driftEventOf(happened, { before: snapshot, after: snapshot });
        const isTold = (await store.driftEvent(one.id)) !== null;
        if (!isTold) fresh.push(one);
        if (!isTold || !isBack) break;
      }
    }
    if (fresh.length === 0) return;
    const planned = await plan(fresh, now());
    await store.settle({ ...planned, states: [], events: [], at: now() });
    this.#driftEvents += fresh.length;
    wakeDelivery();
  }

  get #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #untilStopped(): Promise<void> {
    while (!this.#stopped) await this.#sleep(60_000, false);
  }

  /** Or until woken, where that is meant. */
  async #sleep(milliseconds: number, untilWoken = true): Promise<void> {
    const woken = new AbortController();
    if (untilWoken) this.#wake = () => woken.abort();
    const signal = AbortSignal.any([woken.signal, this.#stop.signal]);
    await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

function otherKey({ subject, kind, summary, before, after }: DriftChange): string {
  return JSON.stringify([subject, kind, summary, before, after]);
}
