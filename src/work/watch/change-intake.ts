/** From messages to pending changes: each event once, and each message held until everything that it told of is settled. */
import { createHash } from "node:crypto";
import { type EventSource, parseChangeMessage, type ReceivedMessage } from "../../logs/index.ts";
import { type ChangeEvent, subjectKey } from "../../model/index.ts";
import type { Settlement } from "../../store/state/index.ts";
import type { PendingChanges } from "./pending-changes.ts";

export type IntakeCounts = {
  messages: number;
  /** Distinct events that touch something that is read. */
  events: number;
  duplicates: number;
  /** By why. */
  readonly ignored: Map<string, number>;
  /** By source and name: events that the list does not have. */
  readonly unknown: Map<string, number>;
  malformed: number;
};

type Held = {
  readonly event: ChangeEvent;
  /** Keys of subjects that are not settled yet. */
  readonly left: Set<string>;
  readonly messages: ReceivedMessage[];
};

export type Taken = {
  /** What is to be stored of messages that change nothing, so that one can ask about them later. */
  readonly noted: Settlement["events"];
  /** Once that is stored: messages of which nothing is left to do leave the queue. */
  forget(): Promise<void>;
};

const mostShown = 300;

export class ChangeIntake {
  readonly counts: IntakeCounts = {
    messages: 0,
    events: 0,
    duplicates: 0,
    ignored: new Map(),
    unknown: new Map(),
    malformed: 0,
  };
  readonly #pending: PendingChanges;
  readonly #source: EventSource;
  readonly #held = new Map<string, Held>();

  constructor(pending: PendingChanges, source: EventSource) {
    this.#pending = pending;
    this.#source = source;
  }

  /** Events that wait for something to be settled. */
  get holding(): number {
    return this.#held.size;
  }

  /** `isDealtWith`: of eventIDs, those that are settled already. */
  async take(
    messages: readonly ReceivedMessage[],
    now: number,
    isDealtWith: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<Taken> {
    const parsed = messages.map((message) => ({ message, parsed: parseChangeMessage(message.body, now) }));
    const ids = parsed.flatMap((one) => (one.parsed.kind === "event" ? [one.parsed.event.id] : []));
    const dealt = ids.length === 0 ? new Set<string>() : await isDealtWith(ids);
    const done: ReceivedMessage[] = [];
    const noted: Settlement["events"][number][] = [];
    for (const { message, parsed: one } of parsed) {
      this.counts.messages += 1;
      switch (one.kind) {
        case "event":
          if (!this.#hold(one.event, message, dealt, now)) done.push(message);
          break;
        case "ignored":
          count(this.counts.ignored, one.why);
          done.push(message);
          break;
        case "unknown-event":
          count(this.counts.unknown, `${one.source} ${one.name}`);
          // Not under the id alone: a made-up message must not pass for an event that is dealt with.
          noted.push(
            note(
              `unknown-${one.id}`,
              one.name,
              one.source,
              "It is not on the list of events that change access.",
              now,
            ),
          );
          done.push(message);
          break;
        case "malformed": {
          this.counts.malformed += 1;
          const id = `malformed-${createHash("sha256").update(message.body).digest("hex").slice(0, 32)}`;
          const shown = JSON.stringify(message.body.slice(0, mostShown));
          noted.push(
            note(id, "message", "queue", `It could not be read: ${one.why}. It begins: ${shown}`, now),
          );
          done.push(message);
        }
      }
    }
    return {
      noted,
      forget: async () => {
        if (done.length > 0) await this.#source.done(done);
      },
    };
  }

  isDoneWith({ id }: ChangeEvent, keys: ReadonlySet<string>): boolean {
    const held = this.#held.get(id);
    return held === undefined || [...held.left].every((key) => keys.has(key));
  }

  /** After a settlement: messages of events of which nothing is left to do leave the queue. */
  async settled(key: string, events: readonly ChangeEvent[]): Promise<void> {
    const done: ReceivedMessage[] = [];
    for (const { id } of events) {
      const held = this.#held.get(id);
      held?.left.delete(key);
      if (held !== undefined && held.left.size === 0) done.push(...this.#release(id));
    }
    if (done.length > 0) await this.#source.done(done);
  }

  /** Another process has dealt with them. */
  async dealtElsewhere(ids: readonly string[]): Promise<void> {
    const done = ids.flatMap((id) => this.#release(id));
    if (done.length > 0) await this.#source.done(done);
  }

  /** All that is not settled goes back, at once. */
  async giveBack(): Promise<void> {
    const messages = [...this.#held.values()].flatMap((held) => held.messages);
    this.#held.clear();
    if (messages.length > 0) await this.#source.giveBack(messages);
  }

  /** Whether the message is to be held. */
  #hold(event: ChangeEvent, message: ReceivedMessage, dealt: ReadonlySet<string>, now: number): boolean {
    const known = this.#held.get(event.id);
    if (known !== undefined || dealt.has(event.id)) this.counts.duplicates += 1;
    if (known !== undefined) {
      known.messages.push(message);
      return true;
    }
    if (dealt.has(event.id) || event.subjects.length === 0) return false;
    this.counts.events += 1;
    const left = new Set(event.subjects.map(subjectKey));
    this.#held.set(event.id, { event, left, messages: [message] });
    this.#pending.addEvent(event, now);
    return true;
  }

  #release(id: string): readonly ReceivedMessage[] {
    const held = this.#held.get(id);
    this.#held.delete(id);
    return held?.messages ?? [];
  }
}

function note(
  id: string,
  name: string,
  source: string,
  verdict: string,
  at: number,
): Settlement["events"][number] {
  return { id, at, name, source, account: "", subjects: [], verdict };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
