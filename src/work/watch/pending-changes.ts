/** Subjects that something happened to, from the first event until they are settled; events of one subject wait for each other. */
import { type ChangeEvent, type Subject, subjectKey } from "../../model/index.ts";

export type PendingChange = {
  readonly key: string;
  readonly subject: Subject;
  /** By time, each once. Empty: nothing told of it but a full read. */
  events: readonly ChangeEvent[];
  /**
   * Why it is looked at, where no event says so: `reconcile` found what events missed, `poll` has no events, `joined` is an account
   * that nothing is known of yet.
   */
  readonly foundBy: "events" | "reconcile" | "poll" | "joined";
  /** Milliseconds since 1970: when it was first told of. */
  readonly since: number;
  /** Not before then. */
  dueAt: number;
  /** How often it was looked at without being settled. */
  attempts: number;
  /** The last reason why it could not be settled, in a sentence. */
  doubt: string | null;
};

export class PendingChanges {
  readonly #coalesceMilliseconds: number;
  readonly #joiningFirstMilliseconds: number;
  readonly #changes = new Map<string, PendingChange>();

  /** `joiningFirstMilliseconds`: how long what happens in an account waits for the first read of all of it. */
  constructor(coalesceMilliseconds: number, joiningFirstMilliseconds = 0) {
    this.#coalesceMilliseconds = coalesceMilliseconds;
    this.#joiningFirstMilliseconds = joiningFirstMilliseconds;
  }

  get size(): number {
    return this.#changes.size;
  }

  /** The window begins with the first event, so that a storm does not put it off. */
  addEvent(event: ChangeEvent, now: number): void {
    for (const subject of event.subjects) {
      const pending = this.#pending(subject, "events", now);
      if (pending.events.some(({ id }) => id === event.id)) continue;
      pending.events = [...pending.events, event].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      // What disagreed with the last read may agree with the next one.
      if (pending.attempts > 0) pending.dueAt = Math.min(pending.dueAt, now + this.#coalesceMilliseconds);
    }
  }

  addFound(subject: Subject, foundBy: "reconcile" | "poll" | "joined", now: number): void {
    this.#pending(subject, foundBy, now).dueAt = now;
  }

  /** The longest waiting first. */
  due(now: number, most: number): readonly PendingChange[] {
    return [...this.#changes.values()]
      .filter((change) => change.dueAt <= now && !this.#waitsForWhole(change, now))
      .sort((a, b) => a.since - b.since)
      .slice(0, most);
  }

  /** Told with the rest of the account, it would be one of hundreds that are new. */
  #waitsForWhole(change: PendingChange, now: number): boolean {
    const { subject } = change;
    if (!("account" in subject) || subject.kind === "account") return false;
    const whole = this.#changes.get(subjectKey({ kind: "account", account: subject.account }));
    const until = whole?.foundBy === "joined" ? whole.since + this.#joiningFirstMilliseconds : now;
    if (until <= now) return false;
    change.dueAt = Math.min(until, now + 1000);
    return true;
  }

  /** When the next one is due; null: none is waiting. */
  nextDueAt(): number | null {
    let next: number | null = null;
    for (const { dueAt } of this.#changes.values()) next = next === null ? dueAt : Math.min(next, dueAt);
    return next;
  }

  /** `events`: those that were settled with it; what came in meanwhile goes on waiting. */
  settled(key: string, events: readonly ChangeEvent[], now: number): void {
    const pending = this.#changes.get(key);
    if (pending === undefined) return;
    const done = new Set(events.map(({ id }) => id));
    const left = pending.events.filter(({ id }) => !done.has(id));
    this.#changes.delete(key);
    if (left.length === 0) return;
    const { subject } = pending;
    const dueAt = now + this.#coalesceMilliseconds;
    this.#changes.set(key, {
      key,
      subject,
      events: left,
      foundBy: "events",
      since: now,
      dueAt,
      attempts: 0,
      doubt: null,
    });
  }

  #pending(subject: Subject, foundBy: PendingChange["foundBy"], now: number): PendingChange {
    const key = subjectKey(subject);
    const known = this.#changes.get(key);
    if (known !== undefined) return known;
    const dueAt = now + this.#coalesceMilliseconds;
    const made = { key, subject, events: [], foundBy, since: now, dueAt, attempts: 0, doubt: null };
    this.#changes.set(key, made);
    return made;
  }
}
