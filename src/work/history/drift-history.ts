/** What a store remembers, as it is asked about: changes, one of them whole, what is new, and how findings lived. */
import { setTimeout as after } from "node:timers/promises";
import type { z } from "zod";
import { maskDriftEvent } from "../../drift/mask-drift.ts";
import { err, ok, type Result } from "../../model/index.ts";
import { type StateStore, StateStoreError, type StoredDriftEvent } from "../../store/state/index.ts";
import { DriftDesk } from "./drift-desk.ts";
import { driftFacets } from "./drift-facets.ts";
import type { DriftChoice } from "./drift-filter.ts";
import type {
  driftFacetsShape,
  driftNewsShape,
  driftRowsShape,
  driftStoryShape,
  driftTimelineShape,
  findingLifeShape,
} from "./drift-shape.ts";
import { driftTimeline } from "./drift-timeline.ts";

type Story = z.infer<typeof driftStoryShape>;
type News = z.infer<typeof driftNewsShape>;

/** The store failed: one sentence each. */
export type HistoryFault = { readonly message: string; readonly advice: string };

type Told<T> = Promise<Result<T, HistoryFault>>;

/** The latest of the outbox that are looked through for one change. */
const deliveriesLooked = 500;
const mostNews = 100;
/** How often the store is asked while somebody waits for news, in milliseconds. */
const pause = 500;

export class DriftHistory {
  readonly #store: StateStore;
  readonly #desk: DriftDesk;
  readonly #shownAs: (event: StoredDriftEvent) => StoredDriftEvent;
  readonly #ended = new AbortController();

  /** The store stays the caller's to close, once `end` was called and every answer is there. */
  constructor(store: StateStore, { masksExternalIds }: { readonly masksExternalIds: boolean }) {
    this.#store = store;
    this.#shownAs = masksExternalIds ? (event) => ({ ...event, ...maskDriftEvent(event) }) : (event) => event;
    this.#desk = new DriftDesk(store, this.#shownAs);
  }

  rows(choice: DriftChoice, offset: number, limit: number): Told<z.infer<typeof driftRowsShape>> {
    return this.#following((desk) => {
      const chosen = desk.chosen(choice);
      return {
        events: [...chosen.slice(offset, offset + limit)],
        total: chosen.length,
        sequence: desk.sequence,
        older: desk.hasOlder,
      };
    });
  }

  facets(choice: DriftChoice): Told<z.infer<typeof driftFacetsShape>> {
    return this.#following((desk) => driftFacets(desk.all(), choice));
  }

  timeline(choice: DriftChoice, now: number): Told<z.infer<typeof driftTimelineShape>> {
    return this.#following((desk) => driftTimeline(desk.chosen(choice), choice, now));
  }

  /**
   * What was settled after `sequence`: at once where there is something, else as soon as there is; after `milliseconds`, when `stop`
   * aborts or when this ends, whatever there is then. Asked again after the sequence of the answer, nothing is missed or told twice.
   */
  async news(choice: DriftChoice, sequence: number, milliseconds: number, stop: AbortSignal): Told<News> {
    const signal = AbortSignal.any([this.#ended.signal, stop]);
    const until = performance.now() + milliseconds;
    for (;;) {
      const told = await this.#following((desk) => newsOf(desk, choice, sequence));
      if (!told.ok || told.value.total > 0) return told;
      const left = until - performance.now();
      if (signal.aborted || left <= 0) return told;
      await after(Math.min(pause, left), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Null: the store has no such change. `isPresent`: whether the snapshot at hand has a finding. */
  story(id: string, isPresent: (finding: string) => boolean): Told<Story | null> {
    return attempted(async () => {
      const found = await this.#store.driftEvent(id);
      if (found === null) {
        this.#desk.forget(id);
        return null;
      }
      const { sequence: _, revertedBy, ...event } = this.#shownAs(found);
      const [decisions, latest, takesBack, takenBackBy, approvals] = await Promise.all([
        this.#store.decisionsOn(id),
        this.#store.deliveries({}, deliveriesLooked),
        this.#brief(event.reverts),
        this.#brief(revertedBy),
        event.expected === null ? [] : this.#store.approvals(),
      ]);
      const approval = approvals.find((one) => one.id === event.expected?.approval);
      const findings = [...event.findings.opened, ...event.findings.closed];
      return {
        event,
        decisions: decisions.map(({ channel, verdict, why, at }) => ({ channel, verdict, why, at })),
        deliveries: latest
          .filter(({ alert }) => alert.events.some((one) => one.id === id))
          .map(({ channel, status, attempts, lastError, at }) => ({
            channel,
            status,
            attempts,
            lastError,
            at,
          })),
        takesBack,
        takenBackBy,
        approval: approval === undefined ? null : approvalOf(approval),
        presentFindings: findings.map((one) => one.id).filter(isPresent),
      };
    });
  }

  findingLife(id: string): Told<z.infer<typeof findingLifeShape>> {
    return attempted(async () => {
      await this.#desk.follow();
      const life = await this.#store.findingLife(id);
      const all = this.#desk.all();
      return {
        life:
          life === null
            ? null
            : {
                state: life.state,
                firstSeen: life.firstSeen,
                lastSeen: life.lastSeen,
                acceptedUntil: life.acceptedUntil,
                history: life.history.map(({ at, state, why }) => ({ at, state, why })),
              },
        opened: all.filter(({ opened }) => opened.includes(id)).map(({ row }) => row),
        closed: all.filter(({ closed }) => closed.includes(id)).map(({ row }) => row),
      };
    });
  }

  /** Whoever waits for news is answered now. */
  end(): void {
    this.#ended.abort();
  }

  async #brief(id: string | null): Promise<Story["takesBack"]> {
    const found = id === null ? null : await this.#store.driftEvent(id);
    if (found === null) return null;
    const { title, at } = this.#shownAs(found);
    return { id: found.id, title, at };
  }

  #following<T>(tell: (desk: DriftDesk) => T): Told<T> {
    return attempted(async () => {
      await this.#desk.follow();
      return tell(this.#desk);
    });
  }
}

function newsOf(desk: DriftDesk, choice: DriftChoice, sequence: number): News {
  const chosen = desk.chosen(choice, sequence);
  return { events: [...chosen.slice(0, mostNews)], total: chosen.length, sequence: desk.sequence };
}

function approvalOf({
  ticket,
  principal,
  subject,
  from,
  to,
  reason,
  createdBy,
  withdrawnAt,
}: Awaited<ReturnType<StateStore["approvals"]>>[number]): Story["approval"] {
  return { ticket, principal, subject, from, to, reason, createdBy, withdrawnAt };
}

async function attempted<T>(ask: () => Promise<T>): Told<T> {
  try {
    return ok(await ask());
  } catch (cause) {
    if (!(cause instanceof StateStoreError)) throw cause;
    const { message, advice } = cause.fault;
    return err({ message, advice });
  }
}
