/** What full reads find that can't be read by itself: told as they have it. */
import type { DriftChange, DriftEvent } from "../../model/index.ts";
import { driftEventOf } from "./drift-events.ts";
import type { SettleParts } from "./settle-parts.ts";

type Means = Pick<SettleParts, "known" | "store" | "plan" | "now"> & {
  /** Something is to be delivered now. */
  wakeDelivery(): void;
};

export class OthersFound {
  readonly #means: Means;
  /** What the last full read found; null: there was none yet. */
  #last: ReadonlySet<string> | null = null;

  constructor(means: Means) {
    this.#means = means;
  }

  /**
   * Each has the same id for as long as it is found, and is told once; what had gone and is back is told again. Answers how many drift
   * events that made.
   */
  async tell(changes: readonly DriftChange[], kind: DriftEvent["kind"]): Promise<number> {
    const { store, plan, now, wakeDelivery } = this.#means;
    const lastTime = this.#last;
    this.#last = new Set(changes.map(keyOf));
    const fresh: DriftEvent[] = [];
    for (const group of stories(changes)) {
      const isBack = lastTime !== null && group.some((change) => !lastTime.has(keyOf(change)));
      for (let version = 0; ; version += 1) {
        const one = this.#eventOf(group, kind, version);
        const isTold = (await store.driftEvent(one.id)) !== null;
        if (!isTold) fresh.push(one);
        if (!isTold || !isBack) break;
      }
    }
    if (fresh.length === 0) return 0;
    const planned = await plan(fresh, now());
    await store.settle({ ...planned, states: [], events: [], at: now() });
    wakeDelivery();
    return fresh.length;
  }

  #eventOf(changes: readonly DriftChange[], kind: DriftEvent["kind"], version: number): DriftEvent {
    const { known, now } = this.#means;
    const { snapshot } = known.engine;
    const nothing = { subject: null, findings: { opened: [], closed: [] }, events: [], interlude: null };
    const happened = { ...nothing, kind, changes, version, noticedAt: now() };
    return driftEventOf(happened, { before: snapshot, after: snapshot });
  }
}

/** What can be read now, or no more, is one story however many accounts it is about. */
function stories(changes: readonly DriftChange[]): readonly (readonly DriftChange[])[] {
  const coverage = changes.filter(({ kind }) => kind === "coverage");
  return [
    ...changes.filter(({ kind }) => kind !== "coverage").map((change) => [change]),
    ...(coverage.length === 0 ? [] : [coverage]),
  ];
}

function keyOf({ subject, kind, summary, before, after }: DriftChange): string {
  return JSON.stringify([subject, kind, summary, before, after]);
}
