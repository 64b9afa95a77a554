/** Who still brings the old external ID: out of CloudTrail's files, from AssumeRole events, refused ones included. */
import { openTrailFiles } from "../../../logs/index.ts";
import type { OldUse, TrailEvidence } from "./external-ids-shape.ts";

type Question = {
  readonly directory: string;
  readonly old: string;
  readonly new: string;
  /** Milliseconds since 1970: earlier uses of the old one are none that count. */
  readonly since: number;
};

/** Events of another account's copy are counted once, by `sharedEventID`, with the side that has it first. */
export async function trailEvidence(question: Question): Promise<TrailEvidence> {
  const skipped: { file: string; why: string }[] = [];
  const files = openTrailFiles({
    directory: question.directory,
    manifest: { has: async () => false, add: async () => undefined },
    lookEveryMilliseconds: 0,
    onFault: (fault) => skipped.push(fault),
  });
  const found = new Uses(question);
  const { signal } = new AbortController();
  for (;;) {
    // No waiting for files that are not there yet: what is read now is the evidence.
    const messages = await files.receive(1000, 1, signal);
    if (messages.length === 0) break;
    for (const { body } of messages) found.add(JSON.parse(body));
    await files.done(messages);
  }
  files.close();
  return { ...found.told(), skipped };
}

type Use = { readonly by: string; readonly role: string; count: number; first: number; last: number };

class Uses {
  readonly #question: Question;
  readonly #seen = new Set<string>();
  readonly #old = new Map<string, Use>();
  readonly #lastOfNew = new Map<string, number>();
  #events = 0;
  #newUses = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(question: Question) {
    this.#question = question;
  }

  add(event: unknown): void {
    const read = assumeRoleOf(event);
    if (read === null || this.#seen.has(read.id)) return;
    if (read.id !== "") this.#seen.add(read.id);
    const { at, by, role, externalId } = read;
    this.#events += 1;
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, at);
    const key = `${by} ${role}`;
    if (externalId === this.#question.new) {
      this.#newUses += 1;
      this.#lastOfNew.set(key, Math.max(at, this.#lastOfNew.get(key) ?? at));
    }
    if (externalId !== this.#question.old || at < this.#question.since) return;
    const use = this.#old.get(key);
    if (use === undefined) this.#old.set(key, { by, role, count: 1, first: at, last: at });
    else {
      use.count += 1;
      use.first = Math.min(use.first, at);
      use.last = Math.max(use.last, at);
    }
  }

  told(): Omit<TrailEvidence, "skipped"> {
    const time = (at: number): string => new Date(at).toISOString();
    const oldUses = [...this.#old]
      .toSorted(([, a], [, b]) => b.last - a.last)
      .map(([key, { by, role, count, first, last }]): OldUse => {
        const lastOfNew = this.#lastOfNew.get(key);
        return {
          by,
          role,
          count,
          first: time(first),
          last: time(last),
          lastOfNew: lastOfNew === undefined ? null : time(lastOfNew),
        };
      });
    return {
      events: this.#events,
      from: this.#events === 0 ? null : time(this.#from),
      to: this.#events === 0 ? null : time(this.#to),
      since: time(this.#question.since),
      oldUses,
      newUses: this.#newUses,
    };
  }
}

type AssumeRoleEvent = {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly role: string;
  readonly externalId: string | null;
};

type Fields = Readonly<Record<string, unknown>>;

/** Null: it is another event, or nothing that can be read. */
function assumeRoleOf(event: unknown): AssumeRoleEvent | null {
  if (!isFields(event) || event.eventName !== "AssumeRole" || event.eventSource !== "sts.amazonaws.com")
    return null;
  const at = Date.parse(text(event.eventTime) ?? "");
  if (Number.isNaN(at)) return null;
  const identity = isFields(event.userIdentity) ? event.userIdentity : {};
  const asked = isFields(event.requestParameters) ? event.requestParameters : {};
  return {
    id: text(event.sharedEventID) ?? text(event.eventID) ?? "",
    at,
    // Of a caller from another account CloudTrail tells the account and the principal's id at least.
    by: text(identity.arn) ?? text(identity.accountId) ?? text(identity.principalId) ?? "somebody",
    role: text(asked.roleArn) ?? "a role",
    externalId: text(asked.externalId),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
